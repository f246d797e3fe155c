import { release } from '#engine/kernel/index.ts'
import { IV_BYTES, MAC_BYTES, type SealKey } from '../crypto/seal.ts'
import type { PackedBlob } from '../format/index-file.ts'
import type { Id } from '../types.ts'
import { type BlobDamage, openBlob, openBlobInPlace } from './sealed-blob.ts'

/** A blob of a run; `offset` counts from the run's first byte. */
export type RunBlob = Pick<PackedBlob, 'id' | 'offset' | 'length' | 'uncompressedBytes'>
export type DamagedBlob = { readonly id: Id; readonly what: BlobDamage }

/**
 * Opens blobs that were read in one call. Each is proven against its id.
 *
 * The plain bytes lie where `plainOf` says: those that were compressed in `room`, one after the other, the others where their sealed ones were.
 */
export function openRun(
  key: SealKey,
  blobs: readonly RunBlob[],
  sealed: Uint8Array,
  room: Uint8Array,
): readonly DamagedBlob[] {
  const damaged: DamagedBlob[] = []
  let to = 0
  for (const blob of blobs) {
    const bytes = sealed.subarray(blob.offset, blob.offset + blob.length)
    const isCompressed = blob.uncompressedBytes !== undefined
    const opened = isCompressed ? openBlob(key, blob, bytes) : openBlobInPlace(key, blob, bytes)
    if (opened.kind === 'damaged') damaged.push({ id: blob.id, what: opened.what })
    else if (isCompressed) {
      room.set(opened.bytes, to)
      release(opened.bytes)
    }
    to += blob.uncompressedBytes ?? 0
  }
  return damaged
}

/** Bytes that `openRun` needs beside the sealed ones. */
export const roomForRun = (blobs: readonly RunBlob[]): number =>
  blobs.reduce((sum, { uncompressedBytes = 0 }) => sum + uncompressedBytes, 0)

/** Where `openRun` left the plain bytes of each blob, in their order. */
export function plainOf(blobs: readonly RunBlob[], sealed: Uint8Array, room: Uint8Array): readonly Uint8Array[] {
  let from = 0
  return blobs.map(({ offset, length, uncompressedBytes }) => {
    if (uncompressedBytes === undefined) return sealed.subarray(offset + IV_BYTES, offset + length - MAC_BYTES)
    from += uncompressedBytes
    return room.subarray(from - uncompressedBytes, from)
  })
}
