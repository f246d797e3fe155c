import { coreOf } from '../core.ts'
import { readDocument } from '../documents.ts'
import { idOf } from '../format/ids.ts'
import { decodeKeyFile } from '../format/key-file.ts'
import { decodeSnapshot } from '../format/snapshot-file.ts'
import type { Id, Vault } from '../types.ts'

/** Kinds of small files that every replica holds under the same name, because the name is the hash of the sealed bytes. */
export type SharedKind = 'snapshot' | 'key'

/** True when the file reads, with this vault's key where it is sealed. Throws DEST_…. */
export async function isSoundFile(vault: Vault, kind: SharedKind, id: Id): Promise<boolean> {
  if (kind === 'key') {
    const bytes = await vault.backend.read({ kind, name: id })
    return bytes !== undefined && idOf(bytes) === id && decodeKeyFile(bytes) !== undefined
  }
  const document = await readDocument(coreOf(vault), kind, id)
  return document.kind === 'document' && decodeSnapshot(document.json) !== undefined
}

/** Copies a file byte for byte, verified by its name. False when the source does not have it whole. Throws DEST_…. */
export async function copyFile(source: Vault, target: Vault, kind: SharedKind, id: Id): Promise<boolean> {
  if (!(await isSoundFile(source, kind, id))) return false
  const bytes = await source.backend.read({ kind, name: id })
  if (!bytes || idOf(bytes) !== id) return false
  await target.backend.write({ kind, name: id }, bytes)
  return true
}
