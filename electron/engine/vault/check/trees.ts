import { isAppError } from '#shared/errors/index.ts'
import { decodeTree, isStorableName } from '../format/tree.ts'
import { readBlob } from '../pack/index.ts'
import type { Id, TreeNode } from '../types.ts'
import type { CheckedFiles } from './files.ts'
import type { CheckRun } from './run.ts'

/** Walks every folder that a snapshot reaches, each once, and checks what it says against the index. */
export async function checkTrees(
  run: CheckRun,
  { index, roots }: Pick<CheckedFiles, 'index' | 'roots'>,
): Promise<void> {
  const seen = new Set(roots)
  const waiting = [...roots]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const nodes = await readNodes(run, index, id)
    if (!nodes) continue
    for (const what of judgeNames(nodes)) run.report('VAULT_105', what, id)
    for (const node of nodes) {
      for (const problem of judgeNode(index, node)) run.report('VAULT_105', problem.what, problem.id ?? id)
      if (node.type !== 'dir' || node.subtree === undefined || seen.has(node.subtree)) continue
      seen.add(node.subtree)
      waiting.push(node.subtree)
    }
  }
}

async function readNodes(
  run: CheckRun,
  index: CheckedFiles['index'],
  id: Id,
): Promise<readonly TreeNode[] | undefined> {
  const place = index.locate('tree', id)[0]
  if (!place) {
    run.report('VAULT_105', 'tree-missing', id)
    return undefined
  }
  try {
    const nodes = decodeTree(await readBlob(run.core, index, 'tree', id))
    if (!nodes) run.report('VAULT_105', 'tree-unreadable', id)
    return nodes
  } catch (error) {
    if (!isAppError(error) || error.code !== 'VAULT_105') throw error
    run.report('VAULT_105', 'tree-damaged', id)
    return undefined
  } finally {
    run.advance(place.length)
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
