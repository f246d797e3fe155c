import type { SealKey } from '../crypto/seal.ts'
import { SEAL_OVERHEAD_BYTES } from '../crypto/seal.ts'
import type { PackedBlob } from '../format/index-file.ts'
import type { Id } from '../types.ts'
import { type BlobDamage, openBlobInto } from './sealed-blob.ts'

/** A blob of a run; `offset` counts from the run's first byte. */
export type RunBlob = Pick<PackedBlob, 'id' | 'offset' | 'length' | 'uncompressedBytes'>
export type DamagedBlob = { readonly id: Id; readonly what: BlobDamage }

export const plainLengthOf = ({ length, uncompressedBytes = length - SEAL_OVERHEAD_BYTES }: RunBlob): number =>
  uncompressedBytes

/** Opens blobs that were read in one call. Each is proven against its id; their plain bytes lie in `room` one after the other, room left for damaged ones. */
export function openRun(
  key: SealKey,
  blobs: readonly RunBlob[],
  sealed: Uint8Array,
  room: Uint8Array,
): readonly DamagedBlob[] {
  const damaged: DamagedBlob[] = []
  let to = 0
  for (const blob of blobs) {
    const end = to + plainLengthOf(blob)
    const bytes = sealed.subarray(blob.offset, blob.offset + blob.length)
    const what = openBlobInto(key, blob, bytes, room.subarray(to, end))
    if (what !== undefined) damaged.push({ id: blob.id, what })
    to = end
  }
  return damaged
}

/** Where `openRun` left the plain bytes of each blob, in their order. */
export function plainOf(blobs: readonly RunBlob[], room: Uint8Array): readonly Uint8Array[] {
  let from = 0
  return blobs.map((blob) => {
    const bytes = room.subarray(from, from + plainLengthOf(blob))
    from += bytes.length
    return bytes
  })
}
