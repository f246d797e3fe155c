import { decodeTree, isStorableName } from '../format/tree.ts'
import { readBlobs } from '../pack/index.ts'
import type { Id, TreeNode } from '../types.ts'
import type { CheckedFiles } from './files.ts'
import type { CheckRun } from './run.ts'

/** Folders that are read together: more would hold more of them in memory. */
const FOLDERS_AT_ONCE = 1024

/** Walks every folder that a snapshot reaches, each once, and checks what it says against the index. */
export async function checkTrees(
  run: CheckRun,
  { index, roots }: Pick<CheckedFiles, 'index' | 'roots'>,
): Promise<void> {
  const seen = new Set(roots)
  const waiting = [...roots]
  const judge = (id: Id, bytes: Uint8Array) => {
    const nodes = decodeTree(bytes)
    if (!nodes) return run.report('VAULT_105', 'tree-unreadable', id)
    for (const what of judgeNames(nodes)) run.report('VAULT_105', what, id)
    for (const node of nodes) {
      for (const problem of judgeNode(index, node)) run.report('VAULT_105', problem.what, problem.id ?? id)
      if (node.type !== 'dir' || node.subtree === undefined || seen.has(node.subtree)) continue
      seen.add(node.subtree)
      waiting.push(node.subtree)
    }
  }
  while (waiting.length > 0) {
    const known = waiting.splice(-FOLDERS_AT_ONCE).filter((id) => {
      if (!index.has('tree', id)) run.report('VAULT_105', 'tree-missing', id)
      return index.has('tree', id)
    })
    for await (const { blobs, lost, done } of readBlobs(run.core, index, 'tree', known)) {
      for (const { id, bytes } of blobs) judge(id, bytes)
      done()
      for (const id of lost) run.report('VAULT_105', 'tree-damaged', id)
      for (const id of [...blobs.map((blob) => blob.id), ...lost]) run.advance(index.locate('tree', id)[0]?.length ?? 0)
    }
  }
}

function judgeNames(nodes: readonly TreeNode[]): readonly string[] {
  const found = new Set<string>()
  nodes.forEach((node, at) => {
    if (!isStorableName(node.name)) found.add('tree-unsafe-name')
    const before = nodes[at - 1]
    if (before && Buffer.compare(before.name, node.name) >= 0) found.add('tree-unsorted')
  })
  return [...found]
}

function judgeNode(
  index: CheckedFiles['index'],
  node: TreeNode,
): readonly { readonly what: string; readonly id?: Id }[] {
  if (node.type === 'dir') return node.subtree === undefined ? [{ what: 'folder-without-tree' }] : []
  if (node.type !== 'file') return []
  if (node.content === null) return [{ what: 'file-without-content' }]
  const lengths = node.content.map((id) => ({ id, lengthBytes: index.lengthBytes('data', id) }))
  const missing = lengths.filter(({ lengthBytes }) => lengthBytes === undefined)
  if (missing.length > 0) return missing.map(({ id }) => ({ what: 'blob-missing', id }))
  const sum = lengths.reduce((total, { lengthBytes = 0 }) => total + BigInt(lengthBytes), 0n)
  return sum === (node.sizeBytes ?? 0n) ? [] : [{ what: 'file-size' }]
}
