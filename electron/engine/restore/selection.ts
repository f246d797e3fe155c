import { nameKey, textOfName } from '#engine/sources/index.ts'
import { type TreeNode, type Vault, WalkBounds } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { RestoreRequest } from './types.ts'

/** One entry that a request means. */
export type SelectedEntry = {
  readonly node: TreeNode
  /** For showing: names of the copy from its top, with `/` before each. */
  readonly path: string
  /** True for a folder that only leads to what was asked for. */
  readonly isWay: boolean
  /** True for what was asked for itself, as against what lies in it. */
  readonly isAskedFor: boolean
  /** Places in the request that name exactly this entry. */
  readonly requestIndexes: readonly number[]
}

export type SelectionVisitor = {
  /** False keeps the folder closed; then `leave` is not called for it. */
  enter(entry: SelectedEntry): Promise<boolean>
  leave(): Promise<void>
  item(entry: SelectedEntry): Promise<void>
  /** A folder whose list of entries does not read. */
  unreadable(entry: SelectedEntry): void
}

type Wanted = { readonly children: Map<string, Wanted>; readonly requestIndexes: number[] }

/**
 * Visits what a request means, depth first, in the order of the copy; one folder a level in memory, and a few of those in it.
 *
 * Throws VAULT_107 for a copy that never ends, VAULT_111 when a path of the request is not in the copy (after everything else was visited), VAULT_105 when the top does not read.
 */
export async function visitSelection(
  vault: Vault,
  request: Pick<RestoreRequest, 'snapshot' | 'include' | 'exclude'>,
  visitor: SelectionVisitor,
  { signal, trees = new KnownTrees() }: { readonly signal?: AbortSignal; readonly trees?: KnownTrees } = {},
): Promise<void> {
  const { root, isEverything } = wantedTree(request.include)
  const found = new Set<number>()
  const left = new Set(request.exclude)
  const top = await vault.readTree(request.snapshot.tree)
  const bounds = new WalkBounds(vault, request.snapshot.tree)
  const stack: Frame[] = [{ nodes: top, at: 0, path: '', wanted: root, isInside: isEverything }]

  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    signal?.throwIfAborted()
    const node = frame.nodes[frame.at++]
    if (node === undefined) {
      stack.pop()
      if (stack.length > 0) await visitor.leave()
      continue
    }
    const name = textOfName(node.name)
    const wanted = wantedFor(frame.wanted, node.name)
    if (!frame.isInside && !wanted) continue
    if (left.has(`${frame.path}/${name}`)) continue
    const requestIndexes = wanted?.requestIndexes ?? []
    for (const index of requestIndexes) found.add(index)
    const isAskedFor = requestIndexes.length > 0 || (isEverything && stack.length === 1)
    const isInside = frame.isInside || isAskedFor
    const entry = { node, path: `${frame.path}/${name}`, isWay: !isInside, isAskedFor, requestIndexes }
    if (node.type !== 'dir' || node.subtree === undefined) {
      if (isInside) await visitor.item(entry)
      continue
    }
    const nodes = bounds.isTooDeep(stack.length) ? undefined : await readFolder(vault, trees, frame, node.subtree)
    await bounds.enter()
    if (nodes === undefined) visitor.unreadable(entry)
    else if (await visitor.enter(entry)) stack.push({ nodes, at: 0, path: entry.path, wanted, isInside })
  }
  if (request.include.some((path, index) => partsOf(path).length > 0 && !found.has(index))) fail('VAULT_111')
}

/** One folder that is being visited; `ahead` holds what was read of those in it. */
type Frame = {
  readonly nodes: readonly TreeNode[]
  at: number
  readonly path: string
  readonly wanted: Wanted | undefined
  readonly isInside: boolean
  ahead?: ReadonlyMap<string, readonly TreeNode[] | undefined>
}

/** Folders beside each other that are read together, in all. */
const FOLDERS_AHEAD = 64
const AHEAD_BYTES = 256 * 1024
const MOST_KNOWN_ENTRIES = 16_384

/** Folders that were read once, for the walk that comes after the look: as many as a clinic has, not as many as there may be. */
export class KnownTrees {
  readonly #trees = new Map<string, readonly TreeNode[]>()
  #left = MOST_KNOWN_ENTRIES

  get(tree: string): readonly TreeNode[] | undefined {
    return this.#trees.get(tree)
  }

  add(tree: string, nodes: readonly TreeNode[]): void {
    if (nodes.length > this.#left || this.#trees.has(tree)) return
    this.#left -= nodes.length
    this.#trees.set(tree, nodes)
  }
}

async function readFolder(
  vault: Vault,
  trees: KnownTrees,
  frame: Frame,
  tree: string,
): Promise<readonly TreeNode[] | undefined> {
  const known = trees.get(tree)
  if (known) return known
  if (!frame.ahead?.has(tree)) {
    const ids = [tree]
    let bytes = vault.blobLengthBytes('tree', tree) ?? 0
    for (let at = frame.at; frame.isInside && at < frame.nodes.length && ids.length < FOLDERS_AHEAD; at++) {
      const { subtree } = frame.nodes[at] as TreeNode
      if (subtree === undefined || trees.get(subtree)) continue
      bytes += vault.blobLengthBytes('tree', subtree) ?? 0
      if (bytes > AHEAD_BYTES) break
      ids.push(subtree)
    }
    frame.ahead = await vault.readTrees(ids)
  }
  const nodes = frame.ahead.get(tree)
  if (nodes) trees.add(tree, nodes)
  return nodes
}

/** Keys of the names of a path. `/` is one byte in UTF-8 and never part of another character. */
const partsOf = (path: string | Uint8Array) =>
  nameKey(typeof path === 'string' ? Buffer.from(path, 'utf8') : path)
    .split('/')
    .filter((part) => part !== '')

/** A name is meant by its bytes, or, if it is not text, by what people see of it. */
const wantedFor = (wanted: Wanted | undefined, name: Uint8Array) =>
  wanted?.children.get(nameKey(name)) ?? wanted?.children.get(nameKey(Buffer.from(textOfName(name), 'utf8')))

function wantedTree(include: RestoreRequest['include']): { readonly root: Wanted; readonly isEverything: boolean } {
  const root: Wanted = { children: new Map(), requestIndexes: [] }
  let isEverything = include.length === 0
  include.forEach((path, index) => {
    const parts = partsOf(path)
    if (parts.length === 0) isEverything = true
    let place = root
    for (const part of parts) {
      const child = place.children.get(part) ?? { children: new Map(), requestIndexes: [] }
      place.children.set(part, child)
      place = child
    }
    if (parts.length > 0) place.requestIndexes.push(index)
  })
  return { root, isEverything }
}
