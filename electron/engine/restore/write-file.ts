import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { NativePath } from '#engine/sources/index.ts'
import type { TreeNode, Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { setAttributes } from './attributes.ts'
import { fileBytes } from './node-facts.ts'

export type FileWriter = {
  readonly vault: Vault
  readonly signal: AbortSignal
  readonly onBytes: (count: number) => void
}

/**
 * Writes one file of a copy under a temporary name: whole, durable, with its mode and times. Nothing stays there when it fails.
 * Throws VAULT_105 when its bytes are damaged or do not add up, REST_106 when the disk kept something else, the system's errors.
 */
export async function writeTemporaryFile(writer: FileWriter, path: NativePath, node: TreeNode): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  const handle = await open(path, flags, 0o600)
  try {
    try {
      const bytes = await writeContent(writer, handle, node.content ?? [])
      if (bytes !== fileBytes(writer.vault, node)) fail('VAULT_105')
      if ((await handle.stat()).size !== bytes) fail('REST_106')
      await setAttributes(handle, node)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function writeContent(writer: FileWriter, handle: FileHandle, content: readonly string[]): Promise<number> {
  let position = 0
  for (const id of content) {
    writer.signal.throwIfAborted()
    // The vault proves each chunk against its hash before it hands it out.
    const bytes = await writer.vault.readBlob('data', id)
    await handle.writeFile(bytes)
    position += bytes.length
    writer.onBytes(bytes.length)
  }
  return position
}
