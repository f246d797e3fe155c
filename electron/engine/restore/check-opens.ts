import { textOfName } from '#engine/sources/index.ts'
import { readUnderLock, type Snapshot, type TreeNode, type Vault } from '#engine/vault/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { judgeForm } from './forms.ts'
import { visitSelection } from './selection.ts'

/** Up to here all of a file is read; of a larger one the beginning and the end, while the rest is only known to be there. */
const READ_WHOLE_BYTES = 64 * 1024 ** 2

/**
 * Whether one file of a copy can be had whole, and looks like what its name says. Throws VAULT_111 for what is no file of the copy, and DEST_….
 */
export async function checkOpens(
  vault: Vault,
  request: { readonly snapshot: Snapshot; readonly path: string | Uint8Array },
  signal?: AbortSignal,
): Promise<'opens' | 'whole' | 'odd' | 'damaged'> {
  return readUnderLock(vault, signal, async () => {
    await vault.loadIndex()
    const node = await findFile(vault, request)
    const content = node.content ?? []
    let sizeBytes = 0
    for (const id of content) {
      const lengthBytes = vault.blobLengthBytes('data', id)
      if (lengthBytes === undefined) return 'damaged'
      sizeBytes += lengthBytes
    }
    let head: Uint8Array = new Uint8Array()
    let tail: Uint8Array = head
    try {
      for (const [at, id] of content.entries()) {
        signal?.throwIfAborted()
        const isEnd = at === 0 || at >= content.length - 1
        if (sizeBytes > READ_WHOLE_BYTES && !isEnd) continue
        const bytes = await vault.readBlob('data', id)
        if (at === 0) head = Uint8Array.from(bytes)
        tail = at === content.length - 1 ? Uint8Array.from(bytes) : tail
      }
    } catch (error) {
      if (codeOf(error) === 'VAULT_105') return 'damaged'
      throw error
    }
    return judgeForm(textOfName(node.name), { head, tail, sizeBytes })
  })
}

async function findFile(
  vault: Vault,
  { snapshot, path }: { readonly snapshot: Snapshot; readonly path: string | Uint8Array },
): Promise<TreeNode> {
  let found: TreeNode | undefined
  await visitSelection(
    vault,
    { snapshot, include: [path] },
    {
      enter: async ({ isWay }) => isWay,
      leave: async () => {},
      item: async ({ node }) => {
        found = node
      },
      unreadable: () => {},
    },
  )
  return found?.type === 'file' ? found : fail('VAULT_111')
}
