import { type EntryFacts, nameKey } from '#engine/sources/index.ts'
import { type Snapshot, type TreeNode, timestampNs, type Vault } from '#engine/vault/index.ts'
import { codeOf } from '#shared/errors/index.ts'

/**
 * The newest copy of the same computer and paths: the one to compare with. When something was chosen besides, the newest with one of the
 * tags, so that what was known before is not read again.
 */
export async function chooseParent(
  vault: Vault,
  hostname: string,
  { paths, tags = [] }: { readonly paths: readonly string[]; readonly tags?: readonly string[] },
): Promise<Snapshot | undefined> {
  const wanted = [...paths].sort().join('\0')
  const snapshots = await vault.listSnapshots().catch((error: unknown) => {
    // A damaged list of old copies must not keep a new one from being made; only comparing is lost, and check tells of the damage.
    if (codeOf(error) === 'VAULT_107') return []
    throw error
  })
  const own = snapshots.filter((snapshot) => snapshot.hostname === hostname)
  return (
    own.find((snapshot) => [...snapshot.paths].sort().join('\0') === wanted) ??
    own.find((snapshot) => tags.some((tag) => snapshot.tags?.includes(tag)))
  )
}

/** A folder of the parent copy: its entries by name, and its tree where there is one that reads. */
export class PreviousFolder extends Map<string, TreeNode> {
  readonly tree: string | undefined
  /** In stored order. */
  readonly nodes: readonly TreeNode[]

  constructor(tree?: string, nodes: readonly TreeNode[] = []) {
    super(nodes.map((node) => [nameKey(node.name), node]))
    this.tree = tree
    this.nodes = nodes
  }
}

/** A folder that cannot be read counts as empty, so its files are read again. */
export async function previousFolder(vault: Vault, tree: string | undefined): Promise<PreviousFolder> {
  if (tree === undefined || !vault.hasBlob('tree', tree)) return new PreviousFolder()
  try {
    return new PreviousFolder(tree, await vault.readTree(tree))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'VAULT_105' || code === 'VAULT_107') return new PreviousFolder()
    throw error
  }
}

/** True when the file need not be read: nothing about it moved since the parent copy, and the vault still has all its bytes. */
export function isUnchanged(vault: Vault, facts: EntryFacts, previous: TreeNode | undefined): previous is TreeNode {
  if (previous?.type !== 'file' || !previous.content) return false
  if ((previous.sizeBytes ?? 0n) !== facts.sizeBytes || (previous.inode ?? 0n) !== (facts.inode ?? 0n)) return false
  if (timestampNs(previous.mtime) !== facts.mtimeNs || timestampNs(previous.ctime) !== facts.ctimeNs) return false
  let bytes = 0n
  for (const id of previous.content) {
    const length = vault.blobLengthBytes('data', id)
    if (length === undefined) return false
    bytes += BigInt(length)
  }
  return bytes === facts.sizeBytes
}

/** A file of the parent copy by its names from the top, as long as the vault still has all its bytes. */
export async function previousFile(
  vault: Vault,
  parent: Snapshot | undefined,
  names: readonly Uint8Array[],
): Promise<TreeNode | undefined> {
  let tree = parent?.tree
  let node: TreeNode | undefined
  for (const name of names) {
    node = (await previousFolder(vault, tree)).get(nameKey(name))
    tree = node?.subtree
  }
  return node?.type === 'file' && node.content?.every((id) => vault.hasBlob('data', id)) ? node : undefined
}
