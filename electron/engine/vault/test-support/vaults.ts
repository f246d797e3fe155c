import { type Backend, memoryBackend } from '#engine/backends/index.ts'
import { type CreateVaultOptions, createVault } from '../create-vault.ts'
import type { TreeNode, Vault } from '../types.ts'

/** The weakest cost there is: tests open many vaults. */
export const CHEAP = { scryptCost: { N: 2, r: 8, p: 1 } } as const
export const SECRET = 'chave da máquina'
export const LABEL = { username: 'recepção', hostname: 'pc-01' }
export const TIME = '2026-11-21T16:29:56.75Z'

/** A new vault opened with SECRET. */
export function makeVault(
  backend: Backend = memoryBackend(),
  options: Partial<CreateVaultOptions> = {},
): Promise<Vault> {
  return createVault(backend, { ...CHEAP, secrets: [{ secret: SECRET, label: LABEL }], ...options })
}

const COMMON = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0 }

export function fileNode(name: string | Uint8Array, content: readonly string[], sizeBytes: number): TreeNode {
  return { ...COMMON, name: Buffer.from(name), type: 'file', mode: 0o644, content, sizeBytes: BigInt(sizeBytes) }
}

export function folderNode(name: string | Uint8Array, subtree: string): TreeNode {
  return { ...COMMON, name: Buffer.from(name), type: 'dir', mode: 2147484141, content: null, subtree }
}

/** Puts files of one folder into a vault as one copy, a file a blob. */
export async function saveCopy(vault: Vault, files: ReadonlyMap<string, Uint8Array>, time = TIME): Promise<string> {
  await vault.loadIndex()
  const nodes: TreeNode[] = []
  for (const [name, bytes] of files) {
    const content = bytes.length === 0 ? [] : [(await vault.saveBlob('data', bytes)).id]
    nodes.push(fileNode(name, content, bytes.length))
  }
  const folder = await vault.saveTree(nodes)
  const root = await vault.saveTree([folderNode('clínica', folder.id)])
  await vault.flush()
  return (await vault.saveSnapshot({ time, tree: root.id, paths: ['/clínica'], hostname: 'pc-01' })).id
}

/** Reads a copy of `saveCopy` back, every byte verified. */
export async function readCopy(vault: Vault, snapshotId: string): Promise<Map<string, Uint8Array>> {
  await vault.loadIndex()
  const { tree } = await vault.findSnapshot(snapshotId)
  const [root] = await vault.readTree(tree)
  const files = new Map<string, Uint8Array>()
  for (const node of await vault.readTree(root?.subtree ?? '')) {
    const parts = await Promise.all((node.content ?? []).map((id) => vault.readBlob('data', id)))
    files.set(Buffer.from(node.name).toString(), Buffer.concat(parts))
  }
  return files
}
