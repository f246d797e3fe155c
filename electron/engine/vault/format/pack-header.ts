import { SEAL_OVERHEAD_BYTES } from '../crypto/seal.ts'
import type { BlobType } from '../types.ts'
import type { PackedBlob } from './index-file.ts'

const PLAIN_ENTRY_BYTES = 37
const COMPRESSED_ENTRY_BYTES = 41
const TRAILER_BYTES = 4
/** restic reads no header beyond 16 MiB; ours stay far below. */
export const MAX_HEADER_BYTES = 16 * 1024 ** 2

const TYPE_BYTES: Readonly<Record<BlobType, number>> = { data: 0, tree: 1 }

/** Bytes a blob's header entry takes. */
export function headerEntryBytes(blob: Pick<PackedBlob, 'uncompressedBytes'>): number {
  return blob.uncompressedBytes === undefined ? PLAIN_ENTRY_BYTES : COMPRESSED_ENTRY_BYTES
}

/** Size a pack file must have by its blobs (restic-format 4). */
export function packSizeBytes(blobs: Iterable<PackedBlob>): number {
  let size = SEAL_OVERHEAD_BYTES + TRAILER_BYTES
  for (const blob of blobs) size += blob.length + headerEntryBytes(blob)
  return size
}

/** The plain header: one entry a blob, in file order. */
export function encodePackHeader(blobs: readonly PackedBlob[]): Uint8Array {
  const header = Buffer.alloc(blobs.reduce((sum, blob) => sum + headerEntryBytes(blob), 0))
  let at = 0
  for (const blob of blobs) {
    const isCompressed = blob.uncompressedBytes !== undefined
    at = header.writeUInt8(TYPE_BYTES[blob.type] + (isCompressed ? 2 : 0), at)
    at = header.writeUInt32LE(blob.length, at)
    if (blob.uncompressedBytes !== undefined) at = header.writeUInt32LE(blob.uncompressedBytes, at)
    at += header.write(blob.id, at, 'hex')
  }
  return header
}

/** The blobs a plain header names, offsets summed from 0; undefined for anything restic refuses. */
export function decodePackHeader(header: Uint8Array): readonly PackedBlob[] | undefined {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.length)
  const blobs: PackedBlob[] = []
  let offset = 0
  for (let at = 0; at < bytes.length; ) {
    const typeByte = bytes.readUInt8(at)
    const isCompressed = typeByte >= 2
    const end = at + (isCompressed ? COMPRESSED_ENTRY_BYTES : PLAIN_ENTRY_BYTES)
    if (typeByte > 3 || end > bytes.length) return undefined
    const length = bytes.readUInt32LE(at + 1)
    const type = (typeByte & 1) === 1 ? 'tree' : 'data'
    const id = bytes.toString('hex', end - 32, end)
    blobs.push({ id, type, offset, length, ...(isCompressed && { uncompressedBytes: bytes.readUInt32LE(at + 5) }) })
    offset += length
    at = end
  }
  return blobs.length > 0 ? blobs : undefined
}

/** Where the sealed header of a whole pack file lies, or undefined when its last four bytes cannot be right. */
export function locatePackHeader(pack: Uint8Array): { readonly start: number; readonly end: number } | undefined {
  const end = pack.length - TRAILER_BYTES
  if (end < SEAL_OVERHEAD_BYTES) return undefined
  const length = new DataView(pack.buffer, pack.byteOffset + end, TRAILER_BYTES).getUint32(0, true)
  return length < SEAL_OVERHEAD_BYTES || length > MAX_HEADER_BYTES || length > end
    ? undefined
    : { start: end - length, end }
}
