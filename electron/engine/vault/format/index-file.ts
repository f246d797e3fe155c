import { z } from 'zod'
import type { BlobType, Id } from '../types.ts'
import { readJson } from './document.ts'
import { type IndexTable, readUsualIndex } from './index-table.ts'
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

/** As `decodeIndex`, in columns. */
export function decodeIndexTable(json: Uint8Array): IndexTable | undefined {
  const usual = readUsualIndex(json)
  if (usual) return usual
  const packs = decodeIndex(Buffer.from(json.buffer, json.byteOffset, json.length).toString('utf8'))
  return packs && tableOf(packs)
}

function tableOf(packs: readonly IndexedPack[]): IndexTable {
  const blobs = packs.flatMap((pack) => pack.blobs)
  const ids = new Uint8Array(blobs.length * 32)
  for (const [row, { id }] of blobs.entries()) ids.set(Buffer.from(id, 'hex'), row * 32)
  let end = 0
  return {
    packIds: packs.map(({ id }) => id),
    packEnds: Uint32Array.from(packs, (pack) => (end += pack.blobs.length)),
    ids,
    types: Uint8Array.from(blobs, ({ type }) => (type === 'tree' ? 1 : 0)),
    offsets: Uint32Array.from(blobs, ({ offset }) => offset),
    lengths: Uint32Array.from(blobs, ({ length }) => length),
    uncompressed: Uint32Array.from(blobs, ({ uncompressedBytes = 0 }) => uncompressedBytes),
  }
}
