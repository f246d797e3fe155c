import { isDeepStrictEqual } from 'node:util'
import { nameKey, textOfName } from '#engine/sources/index.ts'
import { Chunker, type Snapshot, type TreeNode, timestampNs, type Vault } from '#engine/vault/index.ts'
import { type PreviousFolder, previousFolder } from './parent.ts'
import { looks } from './server-dumps.ts'
import { toNode } from './to-node.ts'
import type { BookFile } from './types.ts'

/** The folder at the top of a copy that holds what the app itself keeps: the register of what was done, and the clinic's books. */
export const BOOKS = 'Registro (Salvaguarda)'

/** True for what the app put into a copy for itself: it is no document of the clinic. */
export const isBook = (pathInCopy: string): boolean => pathInCopy === `/${BOOKS}` || pathInCopy.startsWith(`/${BOOKS}/`)

export const BOOKS_KEY = nameKey(Buffer.from(BOOKS))

/** Whether the top of a copy would come out as the one before. */
export function isSameTop(nodes: readonly TreeNode[], before: PreviousFolder | undefined): boolean {
  const sorted = (list: readonly TreeNode[]) => list.toSorted((left, right) => Buffer.compare(left.name, right.name))
  return before?.tree !== undefined && isDeepStrictEqual(sorted(nodes), sorted(before.nodes))
}

/** Puts the books into the vault and resolves to their folder. What the parent has of them is not stored again. */
export async function saveBooks(
  vault: Vault,
  books: readonly BookFile[],
  previous: TreeNode | undefined,
  atNs: bigint,
): Promise<TreeNode> {
  const known = await previousFolder(vault, previous?.subtree)
  const nodes: TreeNode[] = []
  for (const book of [...books].sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const name = Buffer.from(book.name)
    const before = known.get(nameKey(name))
    const isThere = book.isFull && before?.content?.every((id) => vault.hasBlob('data', id)) === true
    nodes.push(isThere && before ? before : await saveBook(vault, book, before, atNs))
  }
  const { id } = await vault.saveTree(nodes)
  return toNode(Buffer.from(BOOKS), looks('dir', atNs), { kind: 'dir', subtree: id })
}

async function saveBook(vault: Vault, book: BookFile, before: TreeNode | undefined, atNs: bigint): Promise<TreeNode> {
  const bytes = book.read()
  const chunker = new Chunker(vault.config.chunkerPolynomial)
  const content: string[] = []
  const rest = [...chunker.push(bytes)]
  const last = chunker.finish()
  for (const chunk of last ? [...rest, last] : rest) content.push((await vault.queueBlob('data', chunk)).id)
  const isSame = before?.content?.join() === content.join()
  const dateNs = isSame ? (timestampNs(before.mtime) ?? atNs) : atNs
  return toNode(Buffer.from(book.name), looks('file', dateNs), {
    kind: 'file',
    content,
    sizeBytes: BigInt(bytes.length),
  })
}

/** A book in a copy. `read` throws VAULT_…. */
export type BookInCopy = { readonly name: string; read(): Promise<Uint8Array> }

/** The books that a copy took along, in the order of their names; none where it has none. The vault's index must be loaded. Throws VAULT_…. */
export async function booksIn(vault: Vault, snapshot: Pick<Snapshot, 'tree'>): Promise<readonly BookInCopy[]> {
  const folder = (await vault.readTree(snapshot.tree)).find((node) => nameKey(node.name) === BOOKS_KEY)
  if (folder?.subtree === undefined) return []
  return (await vault.readTree(folder.subtree)).map(({ name, content }) => ({
    name: textOfName(name),
    async read() {
      const parts: Uint8Array[] = []
      for (const id of content ?? []) parts.push(await vault.readBlob('data', id))
      return Buffer.concat(parts)
    },
  }))
}
