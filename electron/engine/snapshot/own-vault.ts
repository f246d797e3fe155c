import type { FileSystem, ListedEntry, NativePath } from '#engine/sources/index.ts'
import { nameKey } from '#engine/sources/index.ts'
import type { Vault } from '#engine/vault/index.ts'

/** What every vault's folder holds. */
export const VAULT_PARTS = ['config', 'data', 'index', 'keys', 'snapshots'] as const
const CONFIG = new TextEncoder().encode('config')
const CONFIG_LIMIT_BYTES = 64 * 1024

/** True for the folder of the vault that is being written: copying it into itself would never be done. */
export async function isOwnVault(
  vault: Vault,
  fileSystem: FileSystem,
  folder: NativePath,
  listed: readonly ListedEntry[],
): Promise<boolean> {
  if (listed.length < VAULT_PARTS.length) return false
  const present = new Set(listed.map(({ name }) => nameKey(name)))
  if (!VAULT_PARTS.every((part) => present.has(part))) return false
  const ours = await vault.backend.read({ kind: 'config', name: '' })
  const theirs = await readSmall(fileSystem, fileSystem.join(folder, CONFIG))
  return ours !== undefined && theirs !== undefined && Buffer.compare(ours, theirs) === 0
}

async function readSmall(fileSystem: FileSystem, path: NativePath): Promise<Uint8Array | undefined> {
  const handle = await fileSystem.openForReading(path).catch(() => undefined)
  if (!handle) return undefined
  try {
    const buffer = Buffer.alloc(CONFIG_LIMIT_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}
