import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { Backend, MemoryBackend } from '#engine/backends/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { checkVault, type Id, listTrash, openVault, restoreFromTrash, type Vault } from '#engine/vault/index.ts'
import { quickClock } from '#engine/vault/test-support/manual-clock.ts'
import { CHEAP, readCopy, SECRET, saveCopy } from '#engine/vault/test-support/vaults.ts'
import { run } from '../cli.ts'
import { resticPath } from '../peers.ts'
import type { Dice } from './dice.ts'

export type Files = ReadonlyMap<string, Uint8Array>

/** What was told to somebody, and so has to hold after whatever happens. */
export class Truth {
  /** Copies that were acknowledged. */
  readonly copies = new Map<Id, Files>()
  /** Copies that are in the trash, or whose way there or back was interrupted. */
  readonly trashed = new Map<Id, Files>()
  /** Secrets that open the vault. */
  readonly secrets = new Set([SECRET])
  /** Secrets that must not open it any more. */
  readonly retired = new Set<string>()

  clone(): Truth {
    const other = new Truth()
    for (const [id, files] of this.copies) other.copies.set(id, files)
    for (const [id, files] of this.trashed) other.trashed.set(id, files)
    for (const secret of this.retired) other.retired.add(secret)
    other.secrets.clear()
    for (const secret of this.secrets) other.secrets.add(secret)
    return other
  }
}

const MINUTE_MS = 60_000
/** Nobody waits here: not for short moments, and for a place that hangs only as long as a test can. */
const impatientClock: Clock = {
  ...quickClock,
  sleep: (durationMs, signal) =>
    durationMs === 10 * MINUTE_MS ? systemClock.sleep(50, signal) : quickClock.sleep(durationMs, signal),
}

/** Small packs and index files, so that a little data makes many steps. */
export const SMALL = { ...CHEAP, clock: impatientClock, packTargetBytes: 4000, maxIndexBlobs: 8 }

/** Some files, of which a part is alike from copy to copy. */
export function someFiles(dice: Dice, known?: Files): Files {
  const files = new Map([...(known ?? [])].filter(() => !dice.oneIn(3)))
  const count = 2 + dice.below(5)
  for (let at = 0; at < count; at += 1)
    files.set(`laudo ${dice.below(20)}.pdf`, dice.bytes(dice.oneIn(6) ? 0 : 1 + dice.below(1800)))
  return files
}

/** Throws unless the vault is whole, holds every acknowledged copy byte for byte, and opens by what should open it. */
export async function expectTrue(place: Backend, truth: Truth): Promise<void> {
  for (const secret of truth.retired)
    await expect(openVault(place, secret, SMALL), 'a retired key').rejects.toMatchObject({ code: 'KEY_101' })
  let vault: Vault | undefined
  for (const secret of truth.secrets) vault = await openVault(place, secret, SMALL)
  if (!vault) throw new TypeError('no secret')
  expect((await checkVault(vault, { readData: true })).problems).toEqual([])
  for (const [id, files] of truth.copies) expect(await readCopy(vault, id)).toEqual(files)
  const listed = new Set((await vault.listSnapshots()).map(({ id }) => id))
  const trees = new Map((await listTrash(vault)).map(({ snapshot }) => [snapshot.id, snapshot.tree]))
  for (const [id, files] of truth.trashed) {
    const tree = trees.get(id)
    expect(listed.has(id) || tree !== undefined, 'a copy is in the list or in the trash').toBe(true)
    expect(tree === undefined ? await readCopy(vault, id) : await filesOf(vault, tree)).toEqual(files)
  }
}

/** The files of a copy of `saveCopy` that no list names. */
async function filesOf(vault: Vault, tree: Id): Promise<Files> {
  await vault.loadIndex()
  const files = new Map<string, Uint8Array>()
  const [folder] = await vault.readTree(tree)
  for (const { name, content } of await vault.readTree(folder?.subtree ?? '')) {
    const parts: Uint8Array[] = []
    for (const id of content ?? []) parts.push(await vault.readBlob('data', id))
    files.set(Buffer.from(name).toString(), Buffer.concat(parts))
  }
  return files
}

/** The next run works, and what is in the trash comes back whole. */
export async function expectUsable(place: Backend, truth: Truth, dice: Dice): Promise<void> {
  const [secret = ''] = truth.secrets
  const vault = await openVault(place, secret, SMALL)
  const listed = new Set((await vault.listSnapshots()).map(({ id }) => id))
  for (const [id, files] of truth.trashed) {
    if (!listed.has(id)) await restoreFromTrash(vault, id)
    truth.copies.set(id, files)
  }
  const lock = await vault.lock('exclusive')
  const files = someFiles(dice, [...truth.copies.values()].at(-1))
  truth.copies.set(await saveCopy(vault, files), files)
  await lock.release()
  expect(await readCopy(vault, [...truth.copies.keys()].at(-1) ?? '')).toEqual(files)
  // A full check is most of the time of a round.
  if (dice.oneIn(4)) await expectTrue(place, truth)
}

/** A folder for one round, with blanks and accents in its name. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'Falhas São João '))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws unless stock restic reads every byte of a repository and finds nothing wrong. */
export async function expectResticContent(repository: string, secret = SECRET): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    HOME: dirname(repository),
    RESTIC_REPOSITORY: repository,
    RESTIC_PASSWORD: secret,
    GOMAXPROCS: '2',
  }
  const args = ['check', '--read-data', '--no-lock', '--no-cache']
  const { exitCode, stdout, stderr } = await run(resticPath('restic-current'), args, { env })
  expect({ exitCode, stderr, isClean: stdout.includes('no errors were found') }).toEqual({
    exitCode: 0,
    stderr: '',
    isClean: true,
  })
}

/** The same for a vault in memory, laid out in a folder. */
export async function expectResticContentWith(place: Pick<MemoryBackend, 'files'>, secret = SECRET): Promise<void> {
  await inFolder(async (folder) => {
    const root = join(folder, 'cofre')
    for (const [path, bytes] of place.files) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), bytes)
    }
    for (const name of ['data', 'index', 'keys', 'locks', 'snapshots'])
      await mkdir(join(root, name), { recursive: true })
    await expectResticContent(root, secret)
  })
}
