import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Backend, faultyBackend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { Chunker, checkVault, createReplica, idOf, type TreeNode, type Vault } from '#engine/vault/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { applyHeal } from './apply-heal.ts'
import { planHeal } from './plan-heal.ts'
import { planReplication } from './plan-replication.ts'
import { replicate } from './replicate.ts'
import {
  copiesOf,
  makeFolder,
  newVault,
  open,
  packsOf,
  photos,
  problemsOf,
  readCopy,
  saveCopy,
  TIME,
} from './test-support/workshop.ts'
import type { HealOptions, HealOutcome } from './types.ts'

const pathOf = (pack: string) => `data/${pack.slice(0, 2)}/${pack}`

/** What disks do to files. */
const damages: Readonly<Record<string, (place: MemoryBackend, path: string) => void>> = {
  deleted: (place, path) => void place.files.delete(path),
  truncated: (place, path) => void place.files.set(path, (place.files.get(path) ?? new Uint8Array()).subarray(0, 700)),
  'flipped in a blob': (place, path) => flip(place, path, 40),
  'flipped in the header': (place, path) => flip(place, path, -20),
}

function flip(place: MemoryBackend, path: string, at: number): void {
  const bytes = Uint8Array.from(place.files.get(path) ?? [])
  const index = at < 0 ? bytes.length + at : at
  bytes[index] = (bytes[index] ?? 0) ^ 4
  place.files.set(path, bytes)
}

const cloneOf = async ({ files }: MemoryBackend): Promise<MemoryBackend> => {
  const clone = memoryBackend()
  await clone.create()
  for (const [path, bytes] of files) clone.files.set(path, bytes)
  return clone
}

async function heal(place: Backend, options: HealOptions): Promise<HealOutcome> {
  const vault = await open(place)
  const { problems } = await checkVault(vault, { readData: true })
  return applyHeal(vault, await planHeal(vault, { ...options, problems }), options)
}

/** A vault with one copy, and two replicas: one with the same packs, one with the same blobs in packs of its own. */
async function clinic() {
  const place = memoryBackend()
  const vault = await newVault(place)
  const files = photos('foto', 7)
  const id = await saveCopy(vault, files)
  const twinDisk = memoryBackend()
  const twin = await createReplica(vault, twinDisk)
  await replicate(vault, twin, await planReplication(vault, twin))
  const cousin = await createReplica(vault, memoryBackend())
  // The same photos in another order: copied there by another computer.
  await saveCopy(cousin, new Map([...files].toReversed()), '2026-11-20T08:00:00Z')
  await saveCopy(cousin, files, '2026-11-20T09:00:00Z')
  return { place, vault, files, id, twin, twinDisk, cousin }
}

describe.each(Object.keys(damages))('a pack that was %s', (damage) => {
  test('R66 is fetched again from a replica that has the same pack, whichever it is', async () => {
    const { place, vault, files, id, twin } = await clinic()
    for (const pack of await packsOf(vault)) {
      const damaged = await cloneOf(place)
      damages[damage]?.(damaged, pathOf(pack))
      const outcome = await heal(damaged, { replicas: [twin] })
      expect(outcome).toMatchObject({ fetchedPacks: 1, dissolvedPacks: 0, lost: [], lostSnapshots: [] })
      expect(damaged.files.get(pathOf(pack))).toEqual(place.files.get(pathOf(pack)))
      const reader = await open(damaged)
      expect(await readCopy(reader, id)).toEqual(files)
      expect(await problemsOf(reader)).toEqual([])
    }
  })

  test('R67 is made anew from a replica that holds its blobs in other packs', async () => {
    const { place, vault, files, id, cousin } = await clinic()
    for (const pack of await packsOf(vault)) {
      const damaged = await cloneOf(place)
      damages[damage]?.(damaged, pathOf(pack))
      const outcome = await heal(damaged, { replicas: [cousin] })
      expect(outcome, pack).toMatchObject({ fetchedPacks: 0, dissolvedPacks: 1, lost: [] })
      expect(damaged.files.has(pathOf(pack))).toBe(false)
      const reader = await open(damaged)
      expect(await readCopy(reader, id)).toEqual(files)
      expect(await problemsOf(reader)).toEqual([])
    }
  })

  test('R69 without help names what is lost, keeps the rest, and is stored again by the next copy', async () => {
    const { place, vault, files, id } = await clinic()
    for (const pack of await packsOf(vault)) {
      const damaged = await cloneOf(place)
      damages[damage]?.(damaged, pathOf(pack))
      const opened = await open(damaged)
      const { problems } = await checkVault(opened, { readData: true })
      const plan = await planHeal(opened, { replicas: [], problems })
      const outcome = await applyHeal(opened, plan, { replicas: [] })
      expect(outcome.lost).toEqual(plan.missing)
      for (const item of outcome.lost) {
        expect(item).toMatchObject({ snapshotId: id, takenAtMs: Date.parse(TIME) })
        if (item.kind === 'file') expect(files.has(item.path.replace('/clínica/', ''))).toBe(true)
      }
      // A header protects no bytes of a patient: all blobs of such a pack are saved.
      if (damage === 'flipped in the header') expect(outcome.lost).toEqual([])
      if (damage === 'deleted') expect(outcome.lost.length).toBeGreaterThan(0)
      const again = await saveCopy(await open(damaged), files, '2026-11-23T10:00:00Z')
      const reader = await open(damaged)
      expect(await readCopy(reader, again)).toEqual(files)
      // All of the same content: the old copy is whole again, too.
      expect(await readCopy(reader, id)).toEqual(files)
      expect(await problemsOf(reader)).toEqual([])
    }
  })
})

test('R66 a twin that is damaged as well is not believed: blob by blob from the next replica', async () => {
  const { place, vault, files, id, twinDisk, cousin } = await clinic()
  const [pack = ''] = await packsOf(vault)
  const twinPlace = await cloneOf(twinDisk)
  flip(twinPlace, pathOf(pack), 40)
  place.files.delete(pathOf(pack))
  const outcome = await heal(place, { replicas: [await open(twinPlace), cousin] })
  expect(outcome).toMatchObject({ fetchedPacks: 0, dissolvedPacks: 1, lost: [] })
  expect(await readCopy(await open(place), id)).toEqual(files)
  expect(await problemsOf(await open(place))).toEqual([])
})

test.each(['flipped', 'emptied'])('R68 index files that are %s are written anew from the packs', async (how) => {
  const { place, vault, files, id } = await clinic()
  for (const { name } of await vault.backend.list('index')) {
    if (how === 'flipped') flip(place, `index/${name}`, 30)
    else place.files.set(`index/${name}`, new Uint8Array())
  }
  const opened = await open(place)
  const plan = await planHeal(opened, { replicas: [] })
  expect(plan.indexes.length).toBeGreaterThan(0)
  expect(await applyHeal(opened, plan, { replicas: [] })).toMatchObject({ indexes: plan.indexes.length, lost: [] })
  expect(await readCopy(await open(place), id)).toEqual(files)
  expect(await problemsOf(await open(place))).toEqual([])
})

test('R68 a damaged copy file and a damaged key come from a replica, under their own names', async () => {
  const { place, files, id, twin } = await clinic()
  const second = await open(place)
  const slot = await second.addKey('palavras do kit', { username: 'kit', hostname: 'papel' })
  await replicate(second, twin, await planReplication(second, twin))
  flip(place, `snapshots/${id}`, 20)
  flip(place, `keys/${slot.id}`, 20)
  const outcome = await heal(place, { replicas: [twin] })
  expect(outcome).toMatchObject({ snapshots: 1, keys: 1, lostSnapshots: [] })
  const reader = await open(place)
  expect(reader.junkKeys).toEqual([])
  expect(await readCopy(reader, id)).toEqual(files)
  expect(await problemsOf(reader)).toEqual([])
  expect(await copiesOf(reader)).toEqual([id])
})

test('R66 a sound vault is left as it is', async () => {
  const { place, twin } = await clinic()
  const before = new Map(place.files)
  const outcome = await heal(place, { replicas: [twin] })
  expect(outcome).toMatchObject({ fetchedPacks: 0, dissolvedPacks: 0, indexes: 0, lost: [] })
  expect(place.files).toEqual(before)
})

describe('R70 from the clinic itself', () => {
  /** A file of several chunks in a real folder, copied at its real path: longer than the longest chunk, as every vault cuts elsewhere. */
  async function withSources() {
    const folder = await makeFolder()
    const source = join(folder, 'Prontuários 2026')
    await mkdir(source)
    const movie = randomBytes(9_000_000)
    await writeFile(join(source, 'ultrassom.mp4'), movie)
    const place = memoryBackend()
    const vault = await newVault(place)
    await copyFolder(vault, source, 'ultrassom.mp4', movie)
    return { place, vault, source, movie, file: join(source, 'ultrassom.mp4') }
  }

  async function copyFolder(vault: Vault, source: string, name: string, bytes: Uint8Array) {
    const common = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0 }
    const chunker = new Chunker(vault.config.chunkerPolynomial)
    const content: string[] = []
    for (const chunk of chunker.push(bytes)) content.push((await vault.saveBlob('data', chunk)).id)
    const last = chunker.finish()
    if (last) content.push((await vault.saveBlob('data', last)).id)
    const sizeBytes = BigInt(bytes.length)
    let nodes: TreeNode[] = [{ ...common, name: Buffer.from(name), type: 'file', mode: 0o644, content, sizeBytes }]
    for (const part of source.split('/').filter(Boolean).toReversed()) {
      const subtree = (await vault.saveTree(nodes)).id
      nodes = [{ ...common, name: Buffer.from(part), type: 'dir', mode: 2 ** 31 + 0o755, content: null, subtree }]
    }
    await vault.saveSnapshot({ time: TIME, tree: (await vault.saveTree(nodes)).id, paths: [source], hostname: 'pc-01' })
  }

  const dataPacks = async (vault: Vault) => {
    const packs: string[] = []
    for (const { name, sizeBytes } of await vault.backend.list('pack')) if (sizeBytes > 100_000) packs.push(name)
    return packs
  }

  test('chunks of a file that is still as it was are stored again', async () => {
    const { place, vault } = await withSources()
    for (const pack of await dataPacks(vault)) place.files.delete(pathOf(pack))
    const plan = await planHeal(await open(place), { replicas: [] })
    expect(plan.missing).toMatchObject([{ kind: 'file' }])
    const outcome = await heal(place, { replicas: [], fromSources: true })
    expect(outcome.lost).toEqual([])
    expect(outcome.blobs.fromSources).toBe(plan.blobs)
    expect(await problemsOf(await open(place))).toEqual([])
  })

  test('a changed or vanished file gives nothing wrong: what it cannot give is named with its date', async () => {
    const { place, vault, file, movie } = await withSources()
    const packs = await dataPacks(vault)
    for (const pack of packs) place.files.delete(pathOf(pack))
    const changed = Buffer.from(movie)
    changed.fill(7, 0, 600_000)
    await writeFile(file, changed)
    const copy = await cloneOf(place)
    const outcome = await heal(place, { replicas: [], fromSources: true })
    expect(outcome.blobs.fromSources).toBeGreaterThan(0)
    expect(outcome.lost).toMatchObject([{ path: file, kind: 'file', takenAtMs: Date.parse(TIME) }])
    await rm(file)
    const without = await heal(copy, { replicas: [], fromSources: true })
    expect(without.blobs.fromSources).toBe(0)
    expect(without.lost).toMatchObject([{ path: file }])
  })
})

/** Names of the files whose bytes a vault gives. */
async function readable(place: Backend, files: ReadonlyMap<string, Uint8Array>): Promise<readonly string[]> {
  const vault = await open(place)
  await vault.loadIndex()
  const names: string[] = []
  for (const [name, bytes] of files)
    await vault.readBlob('data', idOf(bytes)).then(
      () => names.push(name),
      () => undefined,
    )
  return names
}

test.each(['fail', 'lose-answer', 'pull'] as const)(
  'R71 healing that breaks off at any step (%s) makes nothing worse, and the next try ends it',
  async (fault) => {
    const { place, vault, files, id, twinDisk, cousin } = await clinic()
    // The smallest holds folders; the largest photos, and its index file names others, too.
    const sizes = [...(await vault.backend.list('pack'))].sort((left, right) => left.sizeBytes - right.sizeBytes)
    const [first = '', second = ''] = [sizes.at(0)?.name, sizes.at(-1)?.name]
    place.files.delete(pathOf(first))
    flip(place, pathOf(second), 40)
    const twinPlace = await cloneOf(twinDisk)
    twinPlace.files.delete(pathOf(second))
    const replicas = [await open(twinPlace), cousin]
    const before = await readable(place, files)
    const { problems } = await checkVault(await open(place), { readData: true })
    let failures = 0
    let calls = 0
    // Until a run ends before the step comes.
    for (let at = 1; at <= calls + 1; at += 1) {
      calls = 0
      const damaged = await cloneOf(place)
      const faulty = faultyBackend(damaged, ({ number }) => {
        calls = number
        if (fault === 'pull') return number >= at ? { kind: 'fail', code: 'DEST_101' } : undefined
        return number === at ? { kind: fault, code: 'DEST_104' } : undefined
      })
      try {
        const broken = await open(faulty)
        await applyHeal(broken, await planHeal(broken, { replicas, problems }), { replicas })
      } catch (error) {
        if (!isAppError(error)) throw error
        failures += 1
      }
      expect(await readable(damaged, files), `at ${at}`).toEqual(expect.arrayContaining([...before]))
      const outcome = await heal(damaged, { replicas })
      expect(outcome.lost, `at ${at}`).toEqual([])
      expect(await readCopy(await open(damaged), id), `at ${at}`).toEqual(files)
      expect(await problemsOf(await open(damaged)), `at ${at}`).toEqual([])
    }
    expect(failures).toBeGreaterThan(10)
  },
)
