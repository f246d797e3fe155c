import { open } from 'node:fs/promises'
import { idOf, type TreeNode, type Vault } from '#engine/vault/index.ts'

/**
 * Whether a file on this computer is, to the byte, what the copy recorded: each piece is read again from the disk and its sum compared
 * with the name the copy has for it. Shares nothing with the code that wrote it.
 */
export async function isAsRecorded(vault: Vault, node: TreeNode, file: string, signal: AbortSignal): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    let at = 0
    for (const id of node.content ?? []) {
      signal.throwIfAborted()
      const bytes = Buffer.alloc(vault.blobLengthBytes('data', id) ?? 0)
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at)
      if (bytesRead !== bytes.length || idOf(bytes) !== id) return false
      at += bytesRead
    }
    return (await handle.stat()).size === at && at === Number(node.sizeBytes ?? 0n)
  } finally {
    await handle.close()
  }
}
