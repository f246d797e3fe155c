import { isBook, listCopy } from '#engine/snapshot/index.ts'
import { textOfName } from '#engine/sources/index.ts'
import type { Snapshot, TreeNode, Vault } from '#engine/vault/index.ts'
import type { RescueEntry } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

/** What lies in one folder of a copy, folders first. The vault's index must be loaded. Throws VAULT_111 for a folder that is not there. */
export async function folderOf(vault: Vault, snapshot: Snapshot, folder: string): Promise<RescueEntry[]> {
  let nodes = await vault.readTree(snapshot.tree)
  let at = ''
  for (const name of folder.split('/').filter((part) => part !== '')) {
    const inner = nodes.find((node) => node.type === 'dir' && textOfName(node.name) === name)
    if (inner?.subtree === undefined) return fail('VAULT_111')
    nodes = await vault.readTree(inner.subtree)
    at += `/${name}`
  }
  const entries = nodes.flatMap((node) => entryOf(`${at}/${textOfName(node.name)}`, node))
  return entries.sort(
    (left, right) =>
      Number(right.kind === 'folder') - Number(left.kind === 'folder') || left.name.localeCompare(right.name, 'pt-BR'),
  )
}

/** What has all the typed words in its name. The vault's index must be loaded. */
export async function findIn(
  vault: Vault,
  snapshot: Snapshot,
  asked: { readonly text: string; readonly limit: number },
  signal: AbortSignal,
): Promise<RescueEntry[]> {
  const wanted = plain(asked.text)
    .split(/\s+/)
    .filter((word) => word !== '')
  const found: RescueEntry[] = []
  if (wanted.length === 0) return found
  for await (const { path, node } of listCopy(vault, snapshot, { signal })) {
    const [entry] = entryOf(path, node)
    if (!entry) continue
    const name = plain(entry.name)
    if (wanted.every((word) => name.includes(word))) found.push(entry)
    if (found.length === asked.limit) break
  }
  return found
}

function entryOf(path: string, node: TreeNode): RescueEntry[] {
  if ((node.type !== 'dir' && node.type !== 'file') || isBook(path)) return []
  const kind = node.type === 'dir' ? ('folder' as const) : ('file' as const)
  const name = path.slice(path.lastIndexOf('/') + 1)
  return [{ path, name, kind, sizeBytes: Number(node.sizeBytes ?? 0n), modifiedAtMs: Date.parse(node.mtime) || 0 }]
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
