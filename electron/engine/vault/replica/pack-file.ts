import { fail } from '#shared/errors/index.ts'
import { coreOf } from '../core.ts'
import { SEAL_OVERHEAD_BYTES, unseal } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { IndexedPack } from '../format/index-file.ts'
import { decodePackHeader, MAX_HEADER_BYTES, packSizeBytes } from '../format/pack-header.ts'
import { openBlob } from '../pack/index.ts'
import type { Id, Vault } from '../types.ts'

const TRAILER_BYTES = 4
/** Holds the header of nearly every pack, so that one read is enough. */
const TAIL_BYTES = 16 * 1024

/** What a pack file says it holds, by its header alone; undefined when that does not read or the size does not fit. Throws DEST_…. */
export async function readPackList(vault: Vault, id: Id, sizeBytes: number): Promise<IndexedPack | undefined> {
  const { backend, masterKey } = coreOf(vault)
  const tail = async (length: number) => {
    const wanted = Math.min(length, sizeBytes)
    const bytes = await backend.read({ kind: 'pack', name: id }, { offset: sizeBytes - wanted, length: wanted })
    return bytes?.length === wanted ? bytes : undefined
  }
  let bytes = await tail(TAIL_BYTES)
  if (!bytes || bytes.length < TRAILER_BYTES) return undefined
  const headerBytes = Buffer.from(bytes).readUInt32LE(bytes.length - TRAILER_BYTES)
  if (headerBytes < SEAL_OVERHEAD_BYTES || headerBytes > Math.min(MAX_HEADER_BYTES, sizeBytes - TRAILER_BYTES))
    return undefined
  if (headerBytes + TRAILER_BYTES > bytes.length) bytes = await tail(headerBytes + TRAILER_BYTES)
  if (!bytes) return undefined
  const end = bytes.length - TRAILER_BYTES
  const header = unseal(masterKey, bytes.subarray(end - headerBytes, end))
  const blobs = header && decodePackHeader(header)
  return blobs && packSizeBytes(blobs) === sizeBytes ? { id, blobs } : undefined
}

/** The bytes of a pack when they are what its name says: no key is needed to know. Throws DEST_…. */
export async function readPackByName(vault: Vault, id: Id): Promise<Uint8Array | undefined> {
  const bytes = await vault.backend.read({ kind: 'pack', name: id })
  return bytes && idOf(bytes) === id ? bytes : undefined
}

/** Makes a pack durable, over whatever stands under its name. Throws VAULT_105 when the bytes are not what the name says. */
export async function putPack(vault: Vault, id: Id, bytes: Uint8Array): Promise<void> {
  if (idOf(bytes) !== id) fail('VAULT_105')
  await vault.backend.write({ kind: 'pack', name: id }, bytes)
}

/** True when a pack is what its name says and every blob in it opens to what the index says. Throws DEST_…. */
export async function isSoundPack(vault: Vault, pack: IndexedPack): Promise<boolean> {
  const bytes = await readPackByName(vault, pack.id)
  const { masterKey } = coreOf(vault)
  return (
    bytes !== undefined &&
    pack.blobs.every(
      (blob) => openBlob(masterKey, blob, bytes.subarray(blob.offset, blob.offset + blob.length)).kind === 'plain',
    )
  )
}
