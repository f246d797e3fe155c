import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Backend, localBackend, memoryBackend } from '#engine/backends/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { checkVault, createVault, type Id, openVault, type TreeNode, type Vault } from '#engine/vault/index.ts'

export const SECRET = 'chave da máquina'
const SLOT = { secret: SECRET, label: { username: 'recepção', hostname: 'pc-01' } }
/** Waits for nobody: a lock takes a look after 200 ms, and these tests take hundreds of locks. Renewals stay what they are. */
const hastyClock: Clock = {
  ...systemClock,
  sleep: (durationMs, signal) => (durationMs > 1000 ? systemClock.sleep(durationMs, signal) : Promise.resolve()),
}
export const OPTIONS = {
  clock: hastyClock,
  scryptCost: { N: 2, r: 8, p: 1 },
  packTargetBytes: 3000,
  maxIndexBlobs: 8,
} as const
export const TIME = '2026-11-21T16:29:56.75Z'
const COMMON = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0 }

export type Files = ReadonlyMap<string, Uint8Array>

export const newVault = (backend: Backend = memoryBackend()): Promise<Vault> =>
  createVault(backend, { ...OPTIONS, secrets: [SLOT] })

export const open = (backend: Backend): Promise<Vault> => openVault(backend, SECRET, OPTIONS)

/** A folder for real repositories, gone when the test is. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'Réplicas São João '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function diskAt(folder: string, name: string): Promise<Backend> {
  await mkdir(folder, { recursive: true })
  return localBackend(join(folder, name))
}

/** Photos of so many bytes each, alike for nobody. */
export const photos = (prefix: string, count: number, sizeBytes = 900): Files =>
  new Map(Array.from({ length: count }, (_, at) => [`${prefix} ${at}.jpg`, randomBytes(sizeBytes)]))

/** One copy of one folder, a file a blob. */
export async function saveCopy(vault: Vault, files: Files, time = TIME): Promise<Id> {
  await vault.loadIndex()
  const nodes: TreeNode[] = []
  for (const [name, bytes] of files) {
    const { id } = await vault.saveBlob('data', bytes)
    const sizeBytes = BigInt(bytes.length)
    nodes.push({ ...COMMON, name: Buffer.from(name), type: 'file', mode: 0o644, content: [id], sizeBytes })
  }
  const folder = await vault.saveTree(nodes)
  const name = Buffer.from('clínica')
  const root = await vault.saveTree([
    { ...COMMON, name, type: 'dir', mode: 2 ** 31 + 0o755, content: null, subtree: folder.id },
  ])
  return (await vault.saveSnapshot({ time, tree: root.id, paths: ['/clínica'], hostname: 'pc-01' })).id
}

export async function readCopy(vault: Vault, id: Id): Promise<Files> {
  await vault.loadIndex()
  const [root] = await vault.readTree((await vault.findSnapshot(id)).tree)
  const files = new Map<string, Uint8Array>()
  for (const { name, content } of await vault.readTree(root?.subtree ?? ''))
    files.set(
      Buffer.from(name).toString(),
      Buffer.concat(await Promise.all((content ?? []).map((blob) => vault.readBlob('data', blob)))),
    )
  return files
}

/** All that a full check finds wrong. */
export const problemsOf = async (vault: Vault) => (await checkVault(vault, { readData: true })).problems
export const packsOf = async ({ backend }: Vault) => (await backend.list('pack')).map(({ name }) => name).sort()
export const copiesOf = async ({ backend }: Vault) => (await backend.list('snapshot')).map(({ name }) => name).sort()
