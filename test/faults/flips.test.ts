import { expect } from 'vitest'
import type { FileKind, MemoryBackend } from '#engine/backends/index.ts'
import { memoryBackend } from '#engine/backends/index.ts'
import { applyHeal, planHeal, planReplication, replicate } from '#engine/replicate/index.ts'
import { checkVault, createReplica, openVault, type Vault } from '#engine/vault/index.ts'
import { makeVault, readCopy, saveCopy } from '#engine/vault/test-support/vaults.ts'
import { codeOf } from '#shared/errors/index.ts'
import { campaign } from './campaign.ts'
import type { Dice } from './dice.ts'
import { expectResticContentWith, expectTrue, expectUsable, SMALL, someFiles, Truth } from './truth.ts'
import { cloneOf } from './works.ts'

const KIT = 'palavras do kit'
type Hit = 'config' | 'key' | 'index' | 'snapshot' | 'pack data' | 'pack header' | 'lock'
const HITS: readonly Hit[] = ['config', 'key', 'index', 'snapshot', 'pack data', 'pack header', 'lock']
const FOLDER: Readonly<Record<Hit, string>> = {
  config: 'config',
  key: 'keys/',
  index: 'index/',
  snapshot: 'snapshots/',
  'pack data': 'data/',
  'pack header': 'data/',
  lock: 'locks/',
}

/** One to three bits of one file of a kind, anywhere in it. Gives the name of the file. */
function flip({ files }: MemoryBackend, hit: Hit, dice: Dice): string {
  const path = dice.pick([...files.keys()].filter((name) => name.startsWith(FOLDER[hit])).sort())
  const bytes = Uint8Array.from(files.get(path) ?? [])
  const headerBytes = hit.startsWith('pack') ? Buffer.from(bytes).readUInt32LE(bytes.length - 4) + 4 : 0
  const [from, to] =
    hit === 'pack data'
      ? [0, bytes.length - headerBytes]
      : hit === 'pack header'
        ? [bytes.length - headerBytes, bytes.length]
        : [0, bytes.length]
  const at = from + dice.below(to - from)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8))
  files.set(path, bytes)
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Two disks of one vault with the same copies, and two secrets. */
async function twoDisks(dice: Dice) {
  const [place, twinPlace] = [memoryBackend(), memoryBackend()]
  const truth = new Truth()
  const vault = await makeVault(place, SMALL)
  await vault.addKey(KIT, { username: 'kit', hostname: 'papel' })
  truth.secrets.add(KIT)
  for (let at = 0; at < 3; at += 1) {
    const files = someFiles(dice, [...truth.copies.values()].at(-1))
    truth.copies.set(await saveCopy(vault, files), files)
  }
  const twin = await createReplica(vault, twinPlace)
  await replicate(vault, twin, await planReplication(vault, twin))
  await vault.lock('shared')
  // A lock of a computer that is not there any more: nobody renews it, nobody takes it back.
  const crashed = await cloneOf(place)
  await vault.close()
  return { place: crashed, twin, truth }
}

const openSome = async (place: MemoryBackend, truth: Truth): Promise<Vault | string> => {
  let outcome: Vault | string = ''
  for (const secret of truth.secrets) {
    outcome = await openVault(place, secret, SMALL).catch(codeOf)
    if (typeof outcome !== 'string') return outcome
  }
  return outcome
}

/** Heals from a replica, or without any help. */
async function heal(place: MemoryBackend, truth: Truth, replicas: readonly Vault[]) {
  const vault = await openSome(place, truth)
  if (typeof vault === 'string') throw new Error(vault)
  const { problems } = await checkVault(vault, { readData: true })
  return applyHeal(vault, await planHeal(vault, { replicas, problems }), { replicas })
}

/** Copies that still read byte for byte; none that reads may be wrong. */
async function readableCopies(place: MemoryBackend, truth: Truth): Promise<readonly string[]> {
  const vault = await openSome(place, truth)
  if (typeof vault === 'string') return []
  const whole: string[] = []
  for (const [id, files] of truth.copies) {
    const read = await readCopy(vault, id).catch(codeOf)
    if (typeof read === 'string') expect(read).toMatch(/^VAULT_10[579]$/)
    else {
      expect(read).toEqual(files)
      whole.push(id)
    }
  }
  return whole
}

/** Every kind of file is hit once; what becomes of it is told by a code, and nothing else is lost. */
async function hitEach(dice: Dice): Promise<number> {
  const { place, twin, truth } = await twoDisks(dice)
  for (const hit of HITS) {
    const damaged = await cloneOf(place)
    const name = flip(damaged, hit, dice)
    await survive[hit]({ damaged, name, place, twin, truth: truth.clone(), dice }).catch((error: unknown) => {
      throw new Error(`${hit} ${name}`, { cause: error })
    })
  }
  return HITS.length
}

type Damage = {
  readonly damaged: MemoryBackend
  readonly name: string
  readonly place: MemoryBackend
  readonly twin: Vault
  readonly truth: Truth
  readonly dice: Dice
}

const problemsIn = async (place: MemoryBackend, truth: Truth) => {
  const vault = await openSome(place, truth)
  return typeof vault === 'string' ? vault : (await checkVault(vault, { readData: true })).problems
}

/** Healed by a replica everything is as it was; its files are compared, too. */
async function expectHealed({ damaged, twin, truth, dice }: Damage): Promise<void> {
  const outcome = await heal(damaged, truth, [twin])
  expect(outcome).toMatchObject({ lost: [], lostSnapshots: [] })
  damaged.files.forEach((_, path) => {
    if (path.startsWith('locks/')) damaged.files.delete(path)
  })
  await expectTrue(damaged, truth)
  if (dice.oneIn(5)) await expectResticContentWith(damaged)
  await expectUsable(damaged, truth, dice)
}

async function packIsHit(damage: Damage): Promise<void> {
  const { damaged, name, place, truth } = damage
  expect(await problemsIn(damaged, truth)).toContainEqual(expect.objectContaining({ id: name }))
  const before = await readableCopies(damaged, truth)
  // Alone: what cannot be saved is named, all other copies are what they were.
  const alone = await cloneOf(damaged)
  const { lost, lostSnapshots } = await heal(alone, truth, [])
  const hurt = new Set([...lost.map(({ snapshotId }) => snapshotId), ...lostSnapshots])
  const after = await readableCopies(alone, truth)
  expect(after).toEqual(expect.arrayContaining([...before]))
  if (lost.length === 0) expect(after).toHaveLength(truth.copies.size)
  else expect(hurt.size).toBeGreaterThan(0)
  expect(place.files.size).toBeGreaterThan(0)
  await expectHealed(damage)
}

const survive: Readonly<Record<Hit, (damage: Damage) => Promise<void>>> = {
  async config({ damaged, place, truth, dice }) {
    expect(await openSome(damaged, truth)).toBe('VAULT_107')
    for (const kind of ['pack', 'index', 'snapshot', 'key'] as const satisfies readonly FileKind[])
      expect(await damaged.list(kind)).toEqual(await place.list(kind))
    damaged.files.set('config', place.files.get('config') ?? Buffer.of())
    damaged.files.forEach((_, path) => {
      if (path.startsWith('locks/')) damaged.files.delete(path)
    })
    await expectUsable(damaged, truth, dice)
  },

  async key(damage) {
    const { damaged, name, truth } = damage
    const vault = await openSome(damaged, truth)
    // The other way in still opens.
    if (typeof vault === 'string') throw new Error(vault)
    expect(vault.junkKeys).toEqual([name])
    expect(await problemsIn(damaged, truth)).toEqual([expect.objectContaining({ code: 'VAULT_104', id: name })])
    await expectHealed(damage)
  },

  async index(damage) {
    const { damaged, name, truth } = damage
    expect(await problemsIn(damaged, truth)).toContainEqual(expect.objectContaining({ code: 'VAULT_107', id: name }))
    const vault = await openSome(damaged, truth)
    await expect(typeof vault === 'string' ? vault : vault.loadIndex()).rejects.toMatchObject({ code: 'VAULT_107' })
    const alone = await cloneOf(damaged)
    expect(await heal(alone, truth, [])).toMatchObject({ lost: [], lostSnapshots: [] })
    await expectHealed(damage)
  },

  async snapshot(damage) {
    const { damaged, name, truth } = damage
    expect(await problemsIn(damaged, truth)).toContainEqual(expect.objectContaining({ code: 'VAULT_107', id: name }))
    expect([...(await readableCopies(damaged, truth)), name].sort()).toEqual([...truth.copies.keys()].sort())
    await expectHealed(damage)
  },

  'pack data': packIsHit,
  'pack header': packIsHit,

  async lock({ damaged, truth, dice }) {
    // Copies and recovery go on; what would remove something waits.
    const vault = await openSome(damaged, truth)
    if (typeof vault === 'string') throw new Error(vault)
    const shared = await vault.lock('shared')
    const files = someFiles(dice)
    truth.copies.set(await saveCopy(vault, files), files)
    await shared.release()
    expect(await vault.lock('exclusive').catch(codeOf)).toBe('VAULT_106')
    await expectTrue(damaged, truth)
  },
}

campaign('flipped bits', HITS.join(', '), { survived: 'flipped bits', rounds: 4, round: hitEach })
