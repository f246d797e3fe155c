import { type SealKey, unseal } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { decodePackHeader, locatePackHeader } from '../format/pack-header.ts'
import { verifyBlob } from '../pack/sealed-blob.ts'
import type { PackProblem } from '../workers/messages.ts'

/** Everything wrong with a pack: its hash, its header against the index, and every blob in it. */
export function judgePack(key: SealKey, pack: IndexedPack, bytes: Uint8Array): readonly PackProblem[] {
  const problems: PackProblem[] = []
  if (idOf(bytes) !== pack.id) problems.push({ what: 'pack-hash' })
  const place = locatePackHeader(bytes)
  const header = place && unseal(key, bytes.subarray(place.start, place.end))
  const named = header && decodePackHeader(header)
  if (!named) problems.push({ what: 'pack-header' })
  else if (!isSameList(named, pack.blobs)) problems.push({ what: 'pack-header-differs' })
  for (const blob of pack.blobs) {
    const what = verifyBlob(key, blob, bytes.subarray(blob.offset, blob.offset + blob.length))
    if (what !== undefined) problems.push({ what, blob: blob.id })
  }
  return problems
}

function isSameList(left: readonly PackedBlob[], right: readonly PackedBlob[]): boolean {
  return left.length === right.length && left.every((blob, at) => isSameBlob(blob, right[at]))
}

function isSameBlob(left: PackedBlob, right: PackedBlob | undefined): boolean {
  return (
    left.id === right?.id &&
    left.type === right.type &&
    left.offset === right.offset &&
    left.length === right.length &&
    left.uncompressedBytes === right.uncompressedBytes
  )
}
