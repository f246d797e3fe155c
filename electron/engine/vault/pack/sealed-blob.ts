import { createHash } from 'node:crypto'
import { release } from '#engine/kernel/index.ts'
import { IV_BYTES, type SealKey, seal, unseal, unsealPieces } from '../crypto/seal.ts'
import { compress, decompress, willShrink } from '../crypto/zstd.ts'
import { idOf } from '../format/ids.ts'
import type { PackedBlob } from '../format/index-file.ts'
import type { BlobType, Id } from '../types.ts'

export type SealedBlob = { readonly sealed: Uint8Array; readonly uncompressedBytes?: number }

/** What of a blob is sealed: its bytes, or what zstd made of them. */
export type BlobContent = { readonly content: Uint8Array; readonly uncompressedBytes?: number }

/**
 * Compresses one blob if that is worth it.
 *
 * Data that zstd does not shrink, or of which samples say so, stays as it is; trees are always compressed, because restic repacks any that are not.
 */
export function compressBlob(type: BlobType, plain: Uint8Array): BlobContent {
  if (type === 'data' && !willShrink(plain)) return { content: plain }
  const compressed = plain.length === 0 ? plain : compress(plain)
  if (type === 'data' && compressed.length >= plain.length) return { content: plain }
  return { content: compressed, uncompressedBytes: plain.length }
}

/** Compresses and seals one blob. */
export function sealBlob(key: SealKey, iv: Uint8Array, type: BlobType, plain: Uint8Array): SealedBlob {
  const { content, ...rest } = compressBlob(type, plain)
  return { sealed: seal(key, iv, content), ...rest }
}

export type BlobDamage = 'blob-mac' | 'blob-compression' | 'blob-length' | 'blob-hash'
/** What opening a sealed blob came to: its plain bytes, or the first thing that is wrong with it. */
export type OpenedBlob =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'damaged'; readonly what: BlobDamage }

/** The longest blob that is opened: restic stores no chunk beyond 8 MiB, and a folder of half a million files is not longer. */
export const MAX_BLOB_BYTES = 256 * 1024 ** 2

/** Opens a sealed blob and verifies everything that is known of it. */
export function openBlob(
  key: SealKey,
  blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>,
  sealed: Uint8Array,
): OpenedBlob {
  const expectedBytes = blob.uncompressedBytes
  if ((expectedBytes ?? 0) > MAX_BLOB_BYTES) return { kind: 'damaged', what: 'blob-length' }
  const stored = unseal(key, sealed)
  if (!stored) return { kind: 'damaged', what: 'blob-mac' }
  const bytes = expectedBytes === undefined ? stored : decompress(stored, expectedBytes + 1)
  if (bytes !== stored) release(stored)
  if (!bytes) return { kind: 'damaged', what: 'blob-compression' }
  if (expectedBytes !== undefined && bytes.length !== expectedBytes) return { kind: 'damaged', what: 'blob-length' }
  if (idOf(bytes) !== blob.id) return { kind: 'damaged', what: 'blob-hash' }
  return { kind: 'plain', bytes }
}

/** As `openBlob`, but the plain bytes may lie where the sealed ones were: for an owner who has no more use for those. */
export function openBlobInPlace(
  key: SealKey,
  blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>,
  sealed: Uint8Array,
): OpenedBlob {
  if (blob.uncompressedBytes !== undefined) return openBlob(key, blob, sealed)
  let end = IV_BYTES
  const what = verifyPlain(key, blob.id, sealed, (piece) => {
    sealed.set(piece, end)
    end += piece.length
  })
  return what === undefined ? { kind: 'plain', bytes: sealed.subarray(IV_BYTES, end) } : { kind: 'damaged', what }
}

/** As `openBlob`, with the plain bytes in `room`, which has exactly their length. */
export function openBlobInto(
  key: SealKey,
  blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>,
  sealed: Uint8Array,
  room: Uint8Array,
): BlobDamage | undefined {
  if (blob.uncompressedBytes === undefined) {
    let end = 0
    return verifyPlain(key, blob.id, sealed, (piece) => {
      room.set(piece, end)
      end += piece.length
    })
  }
  const opened = openBlob(key, blob, sealed)
  if (opened.kind === 'damaged') return opened.what
  room.set(opened.bytes)
  release(opened.bytes)
  return undefined
}

/** As `openBlob`, when only the verdict is wanted: undefined for a whole one. Uncompressed bytes are never all in memory. */
export function verifyBlob(
  key: SealKey,
  blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>,
  sealed: Uint8Array,
): BlobDamage | undefined {
  if (blob.uncompressedBytes === undefined) return verifyPlain(key, blob.id, sealed, () => undefined)
  const opened = openBlob(key, blob, sealed)
  if (opened.kind === 'damaged') return opened.what
  release(opened.bytes)
  return undefined
}

function verifyPlain(
  key: SealKey,
  id: Id,
  sealed: Uint8Array,
  take: (piece: Uint8Array) => void,
): BlobDamage | undefined {
  const hash = createHash('sha256')
  const isSealed = unsealPieces(key, sealed, (piece) => {
    hash.update(piece)
    take(piece)
  })
  if (!isSealed) return 'blob-mac'
  return hash.digest('hex') === id ? undefined : 'blob-hash'
}
