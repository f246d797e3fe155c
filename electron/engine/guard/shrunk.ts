import type { FileSystem } from '#engine/sources/index.ts'
import { nameText, type Snapshot, type Vault } from '#engine/vault/index.ts'

/** Fewer files are too few to speak of parts of them. */
const MIN_FILES = 10
const LEFT_FILES = 0.5
const LEFT_BYTES = 0.2

type Size = { readonly files: number; readonly bytes: number }

/** How many chosen folders lost more than half of their files, or four fifths of their bytes, between two copies. Throws VAULT_…. */
export async function countShrunk(
  vault: Vault,
  before: Snapshot,
  after: Snapshot,
  fileSystem: FileSystem,
  signal?: AbortSignal,
): Promise<number> {
  const sizes = new Map<string, Size>()
  let shrunk = 0
  for (const path of after.paths.filter((each) => before.paths.includes(each))) {
    const names = fileSystem.levels(path).map(({ name }) => nameText(name))
    const [old, now] = [await treeAt(vault, before.tree, names), await treeAt(vault, after.tree, names)]
    // A database is one file, and no folder.
    if (old === undefined || old === now) continue
    const was = await sizeOf(vault, old, sizes, signal)
    const is = now === undefined ? { files: 0, bytes: 0 } : await sizeOf(vault, now, sizes, signal)
    const isSmaller = is.files < was.files * LEFT_FILES || is.bytes < was.bytes * LEFT_BYTES
    if (was.files >= MIN_FILES && isSmaller) shrunk += 1
  }
  return shrunk
}

async function treeAt(vault: Vault, root: string, names: readonly string[]): Promise<string | undefined> {
  let tree: string | undefined = root
  for (const name of names) {
    if (tree === undefined) return undefined
    tree = (await vault.readTree(tree)).find((node) => nameText(node.name) === name)?.subtree
  }
  return tree
}

/** Files and bytes below a folder, each folder read once. */
async function sizeOf(
  vault: Vault,
  root: string,
  sizes: Map<string, Size>,
  signal: AbortSignal | undefined,
): Promise<Size> {
  const open = async (tree: string) => {
    signal?.throwIfAborted()
    const nodes = await vault.readTree(tree)
    const files = nodes.filter(({ type }) => type === 'file')
    const bytes = files.reduce((sum, { sizeBytes = 0n }) => sum + Number(sizeBytes), 0)
    return { tree, below: nodes.flatMap(({ subtree }) => subtree ?? []), at: 0, files: files.length, bytes }
  }
  const stack = [await open(root)]
  for (let folder = stack.at(-1); folder !== undefined; folder = stack.at(-1)) {
    const next = folder.below[folder.at]
    const known = next === undefined ? undefined : sizes.get(next)
    if (next !== undefined && !known) {
      stack.push(await open(next))
      continue
    }
    folder.at += 1
    folder.files += known?.files ?? 0
    folder.bytes += known?.bytes ?? 0
    if (next !== undefined) continue
    sizes.set(folder.tree, { files: folder.files, bytes: folder.bytes })
    stack.pop()
  }
  return sizes.get(root) ?? { files: 0, bytes: 0 }
}
