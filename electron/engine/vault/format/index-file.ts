import { z } from 'zod'
import type { BlobType, Id } from '../types.ts'
import { readJson } from './document.ts'
import { idSchema, orAbsent, u32Schema } from './schemas.ts'

/** Where a sealed blob lies in its pack. `uncompressedBytes` is there if and only if zstd was used. */
export type PackedBlob = {
  readonly id: Id
  readonly type: BlobType
  readonly offset: number
  /** Sealed length. */
  readonly length: number
  readonly uncompressedBytes?: number
}
export type IndexedPack = { readonly id: Id; readonly blobs: readonly PackedBlob[] }

const blobSchema = z.object({
  id: idSchema,
  type: z.enum(['data', 'tree']),
  offset: u32Schema,
  length: u32Schema,
  uncompressed_length: orAbsent(u32Schema),
})
const indexSchema = z.object({
  packs: orAbsent(z.array(z.object({ id: idSchema, blobs: orAbsent(z.array(blobSchema)) }))),
})

/** The JSON of an index file (restic-format 6). */
export function encodeIndex(packs: readonly IndexedPack[]): string {
  const parts = packs.map(({ id, blobs }) => `{"id":"${id}","blobs":[${blobs.map(encodeBlob).join(',')}]}`)
  return `{"packs":[${parts.join(',')}]}\n`
}

function encodeBlob({ id, type, offset, length, uncompressedBytes }: PackedBlob): string {
  const plain = uncompressedBytes === undefined ? '' : `,"uncompressed_length":${uncompressedBytes}`
  return `{"id":"${id}","type":"${type}","offset":${offset},"length":${length}${plain}}`
}

/** The packs an index file names, or undefined when restic could not read it either. */
export function decodeIndex(json: string): readonly IndexedPack[] | undefined {
  const index = readJson(indexSchema, json)
  return index?.packs === undefined
    ? index && []
    : index.packs.map(({ id, blobs = [] }) => ({
        id,
        blobs: blobs.map(({ uncompressed_length, ...blob }) =>
          uncompressed_length ? { ...blob, uncompressedBytes: uncompressed_length } : blob,
        ),
      }))
}
