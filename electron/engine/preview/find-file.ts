import type { Id, TreeNode, Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'

const SLASH = 0x2f

/** One file of a copy by the exact bytes of its path. Throws VAULT_111 when the copy has no such file. */
export async function findFile(vault: Vault, tree: Id, path: Uint8Array): Promise<TreeNode> {
  const names = splitNames(path)
  const last = names.pop() ?? fail('VAULT_111')
  let folder = tree
  for (const name of names) folder = (await entryOf(vault, folder, name)).subtree ?? fail('VAULT_111')
  const file = await entryOf(vault, folder, last)
  return file.type === 'file' ? file : fail('VAULT_111')
}

async function entryOf(vault: Vault, folder: Id, name: Uint8Array): Promise<TreeNode> {
  const nodes = await vault.readTree(folder)
  return nodes.find((node) => Buffer.compare(node.name, name) === 0) ?? fail('VAULT_111')
}

function splitNames(path: Uint8Array): Uint8Array[] {
  const names: Uint8Array[] = []
  for (let start = 1; start <= path.length; ) {
    const cut = path.indexOf(SLASH, start)
    const end = cut < 0 ? path.length : cut
    names.push(path.subarray(start, end))
    start = end + 1
  }
  return names
}
