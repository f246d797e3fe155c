import { type SealKey, seal, unseal } from '../crypto/seal.ts'
import { compress, decompress } from '../crypto/zstd.ts'
import { idOf } from '../format/ids.ts'
import type { PackedBlob } from '../format/index-file.ts'
import type { BlobType } from '../types.ts'

export type SealedBlob = { readonly sealed: Uint8Array; readonly uncompressedBytes?: number }

/**
 * Compresses and seals one blob: all the CPU work of storing it, in one place.
 *
 * Data that zstd does not shrink stays as it is; trees are always compressed, because restic repacks any that are not.
 */
export function sealBlob(key: SealKey, iv: Uint8Array, type: BlobType, plain: Uint8Array): SealedBlob {
  const compressed = plain.length === 0 ? plain : compress(plain)
  if (type === 'data' && compressed.length >= plain.length) return { sealed: seal(key, iv, plain) }
  return { sealed: seal(key, iv, compressed), uncompressedBytes: plain.length }
}

/** What opening a sealed blob came to: its plain bytes, or the first thing that is wrong with it. */
export type OpenedBlob =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'damaged'; readonly what: 'blob-mac' | 'blob-compression' | 'blob-length' | 'blob-hash' }

/** Opens a sealed blob and verifies everything that is known of it. */
export function openBlob(
  key: SealKey,
  blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>,
  sealed: Uint8Array,
): OpenedBlob {
  const stored = unseal(key, sealed)
  if (!stored) return { kind: 'damaged', what: 'blob-mac' }
  const expectedBytes = blob.uncompressedBytes
  const bytes = expectedBytes === undefined ? stored : decompress(stored, expectedBytes + 1)
  if (!bytes) return { kind: 'damaged', what: 'blob-compression' }
  if (expectedBytes !== undefined && bytes.length !== expectedBytes) return { kind: 'damaged', what: 'blob-length' }
  if (idOf(bytes) !== blob.id) return { kind: 'damaged', what: 'blob-hash' }
  return { kind: 'plain', bytes }
}
