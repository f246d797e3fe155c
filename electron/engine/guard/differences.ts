import { nameText, type Snapshot, type TreeNode, type Vault } from '#engine/vault/index.ts'

/** A file of one of two copies, as far as guessing needs it. */
export type FileThen = {
  /** Stands for the folder; where that is does not matter. */
  readonly folder: number
  /** The folder was there before and is there now. */
  readonly isOldFolder: boolean
  readonly name: string
  readonly content: readonly string[]
  readonly sizeBytes: number
}

/** What is different between two copies. The lists hold the first `MAX_LISTED`, the counts count all. */
export type Differences = {
  readonly created: readonly FileThen[]
  readonly deleted: readonly FileThen[]
  readonly changed: readonly (readonly [before: FileThen, after: FileThen])[]
  readonly createdFiles: number
  readonly deletedFiles: number
  readonly changedFiles: number
  /** Folders that are the same as before under another name or elsewhere. */
  readonly movedFolders: number
}

export type LookOptions = {
  readonly signal?: AbortSignal | undefined
  /** Says of a path, as copies name it, that its change is our own doing (a recovery) and tells nothing. */
  readonly isExpected?: ((path: string) => boolean) | undefined
}

type Both = { readonly path: string; readonly before?: string | undefined; readonly after?: string | undefined }
type Nodes = ReadonlyMap<string, TreeNode>

/** More than enough to judge by; hundreds of thousands would take memory in the very hour of an attack. */
const MAX_LISTED = 50_000

/** Compares two copies folder by folder; what is the same is not looked into. The vault's index must be loaded. Throws VAULT_…, the signal's reason. */
export async function differencesOf(
  vault: Vault,
  before: Pick<Snapshot, 'tree'>,
  after: Pick<Snapshot, 'tree'>,
  { signal, isExpected }: LookOptions = {},
): Promise<Differences> {
  const comparison = new Comparison(vault, isExpected)
  let waiting: readonly Both[] = [{ path: '', before: before.tree, after: after.tree }]
  while (waiting.length > 0) {
    const next: Both[] = []
    for (const both of waiting) {
      signal?.throwIfAborted()
      next.push(...(await comparison.folder(both)))
    }
    waiting = [...next, ...comparison.takeLoneFolders()]
  }
  return comparison
}

class Comparison implements Differences {
  readonly created: FileThen[] = []
  readonly deleted: FileThen[] = []
  readonly changed: [FileThen, FileThen][] = []
  createdFiles = 0
  deletedFiles = 0
  changedFiles = 0
  movedFolders = 0
  readonly #vault: Vault
  readonly #isExpected: (path: string) => boolean
  #folders = 0
  /** Folders of one copy only that were not looked into yet, and all that ever were: each once, however often it is named. */
  readonly #lone = { before: new Map<string, string>(), after: new Map<string, string>() }
  readonly #seen = { before: new Set<string>(), after: new Set<string>() }

  constructor(vault: Vault, isExpected: LookOptions['isExpected']) {
    this.#vault = vault
    this.#isExpected = isExpected ?? (() => false)
  }

  /** Compares one folder; gives those in it that are in both copies and differ. */
  async folder({ path: above, before, after }: Both): Promise<readonly Both[]> {
    const [old, now] = [await this.#nodes(before), await this.#nodes(after)]
    const place = { folder: ++this.#folders, isOldFolder: before !== undefined && after !== undefined }
    const below: Both[] = []
    for (const [name, node] of now) {
      const was = old.get(name)
      const path = `${above}/${nameText(node.name)}`
      if (node.type === 'dir') {
        const tree = was?.type === 'dir' ? was.subtree : undefined
        if (tree === undefined) this.#setAside('after', path, node.subtree)
        else if (tree !== node.subtree) below.push({ path, before: tree, after: node.subtree })
      } else if (node.type === 'file') this.#file(was?.type === 'file' ? was : undefined, node, place, path)
    }
    for (const [name, was] of old) {
      const type = now.get(name)?.type
      const path = `${above}/${nameText(was.name)}`
      if (was.type === 'dir' && type !== 'dir') this.#setAside('before', path, was.subtree)
      else if (was.type === 'file' && type !== 'file' && !this.#isExpected(path)) {
        this.deletedFiles += 1
        if (this.deleted.length < MAX_LISTED) this.deleted.push({ ...fileOf(was), ...place })
      }
    }
    return below
  }

  /** Folders of one copy only, to be looked into next; those of both are only elsewhere now. */
  takeLoneFolders(): readonly Both[] {
    const { before, after } = this.#lone
    const moved = [...before.keys()].filter((tree) => after.has(tree))
    this.movedFolders += moved.length
    for (const tree of moved) before.delete(tree) && after.delete(tree)
    const lone = [
      ...[...before].map(([tree, path]) => ({ path, before: tree })),
      ...[...after].map(([tree, path]) => ({ path, after: tree })),
    ]
    before.clear()
    after.clear()
    return lone
  }

  #setAside(side: 'before' | 'after', path: string, tree: string | undefined): void {
    if (tree === undefined || this.#seen[side].has(tree)) return
    this.#seen[side].add(tree)
    this.#lone[side].set(tree, path)
  }

  #file(
    was: TreeNode | undefined,
    node: TreeNode,
    place: Pick<FileThen, 'folder' | 'isOldFolder'>,
    path: string,
  ): void {
    const isExpected = this.#isExpected(path)
    if (!was) {
      if (isExpected) return
      this.createdFiles += 1
      if (this.created.length < MAX_LISTED) this.created.push({ ...fileOf(node), ...place })
    } else if (!isSameContent(was, node)) {
      // Not counted; but what somebody destroyed again since is looked into.
      if (!isExpected) this.changedFiles += 1
      if (this.changed.length < MAX_LISTED)
        this.changed.push([
          { ...fileOf(was), ...place },
          { ...fileOf(node), ...place },
        ])
    }
  }

  async #nodes(tree: string | undefined): Promise<Nodes> {
    if (tree === undefined) return new Map()
    return new Map((await this.#vault.readTree(tree)).map((node) => [Buffer.from(node.name).toString('latin1'), node]))
  }
}

function fileOf(node: TreeNode): Pick<FileThen, 'name' | 'content' | 'sizeBytes'> {
  return { name: nameText(node.name), content: node.content ?? [], sizeBytes: Number(node.sizeBytes ?? 0n) }
}

const isSameContent = (left: TreeNode, right: TreeNode): boolean =>
  left.content?.length === right.content?.length && (left.content ?? []).every((id, at) => id === right.content?.[at])
