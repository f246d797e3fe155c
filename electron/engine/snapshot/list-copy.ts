import { textOfName } from '#engine/sources/index.ts'
import { type Id, type Snapshot, type TreeNode, type Vault, WalkBounds } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'

/** One thing in a copy. */
export type CopyEntry = {
  /** Names from the top of the copy, as bytes. */
  readonly segments: readonly Uint8Array[]
  /** The same for people, with `/` before each name; what `RestoreRequest.include` understands. */
  readonly path: string
  readonly node: TreeNode
}

/**
 * Every entry of a copy, folders before what is in them, in the order the copy keeps. Holds one folder a level in memory.
 *
 * The vault's index must be loaded. `enter` may keep a folder closed. Throws VAULT_105 or VAULT_107 when a folder does not read.
 */
export async function* listCopy(
  vault: Vault,
  snapshot: Pick<Snapshot, 'tree'>,
  options: { readonly enter?: (entry: CopyEntry) => boolean; readonly signal?: AbortSignal } = {},
): AsyncGenerator<CopyEntry, void, undefined> {
  const stack: { segments: readonly Uint8Array[]; path: string; nodes: readonly TreeNode[]; at: number }[] = []
  const bounds = new WalkBounds(vault, snapshot.tree)
  const open = async (segments: readonly Uint8Array[], path: string, tree: Id) => {
    if (bounds.isTooDeep(stack.length)) fail('VAULT_107', { kind: 'snapshot' })
    const nodes = await vault.readTree(tree)
    await bounds.enter()
    stack.push({ segments, path, nodes, at: 0 })
  }
  await open([], '', snapshot.tree)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    options.signal?.throwIfAborted()
    const node = frame.nodes[frame.at++]
    if (node === undefined) {
      stack.pop()
      continue
    }
    const segments = [...frame.segments, node.name]
    const path = `${frame.path}/${textOfName(node.name)}`
    const entry = { segments, path, node }
    yield entry
    if (node.type === 'dir' && node.subtree !== undefined && (options.enter?.(entry) ?? true))
      await open(segments, path, node.subtree)
  }
}
