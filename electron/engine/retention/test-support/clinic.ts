import { type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { createVault, type Vault } from '#engine/vault/index.ts'
import { type Approval, personIdSchema } from '#shared/domain/index.ts'
import { fileNode, folderNode } from './nodes.ts'

/** Path to text. Folders are made of the slashes. */
export type Files = Readonly<Record<string, string>>

export const SECRET = 'chave da máquina'
/** The machine's own time, but nobody waits for short moments: these tests lock often. */
const quickClock: Clock = {
  ...systemClock,
  sleep: (durationMs, signal) => (durationMs <= 1000 ? Promise.resolve() : systemClock.sleep(durationMs, signal)),
}
export const OPTIONS = { clock: quickClock, scryptCost: { N: 2, r: 8, p: 1 } }

export async function newVault(): Promise<{ place: MemoryBackend; vault: Vault }> {
  const place = memoryBackend()
  const label = { username: 'recepção', hostname: 'pc-01' }
  return { place, vault: await createVault(place, { ...OPTIONS, secrets: [{ secret: SECRET, label }] }) }
}

async function saveFolder(vault: Vault, files: Files): Promise<string> {
  const inside = new Map<string, Record<string, string>>()
  const nodes = []
  for (const [path, text] of Object.entries(files)) {
    const [folder = '', ...rest] = path.split('/')
    const bytes = Buffer.from(text)
    if (rest.length > 0) inside.set(folder, { ...inside.get(folder), [rest.join('/')]: text })
    else nodes.push(fileNode(folder, text === '' ? [] : [(await vault.saveBlob('data', bytes)).id], bytes.length))
  }
  for (const [folder, below] of inside) nodes.push(folderNode(folder, await saveFolder(vault, below)))
  return (await vault.saveTree(nodes)).id
}

/** Puts a copy that says it was taken at a time into the vault. */
export async function copyOf(vault: Vault, time: string, files: Files, tags: readonly string[]): Promise<string> {
  await vault.loadIndex()
  const tree = await saveFolder(vault, files)
  await vault.flush()
  return (await vault.saveSnapshot({ time, tree, paths: ['/'], hostname: 'pc-01', tags })).id
}

export function approve({ fingerprint }: { readonly fingerprint: string }, first = 'Ana', second = 'João'): Approval {
  return { fingerprint, requestedBy: personIdSchema.parse(first), confirmedBy: personIdSchema.parse(second) }
}
