import { z } from 'zod'
import type { Id } from '../types.ts'
import { readJson } from './document.ts'
import { base64Schema, idSchema, timestampSchema } from './schemas.ts'

/** A copy on its way out: when it was removed, and the very bytes of its snapshot file. */
export type TrashDocument = { readonly removedAt: string; readonly snapshotId: Id; readonly sealed: Uint8Array }

const trashSchema = z.object({ removed_at: timestampSchema, snapshot: idSchema, file: base64Schema })

/** The JSON of a trash entry; ours alone, restic has no such thing. */
export function encodeTrash({ removedAt, snapshotId, sealed }: TrashDocument): string {
  const file = Buffer.from(sealed).toString('base64')
  return `${JSON.stringify({ removed_at: removedAt, snapshot: snapshotId, file })}\n`
}

/** Reads a trash entry; undefined for one that says nothing. */
export function decodeTrash(json: string): TrashDocument | undefined {
  const read = readJson(trashSchema, json)
  return read && { removedAt: read.removed_at, snapshotId: read.snapshot, sealed: read.file }
}
