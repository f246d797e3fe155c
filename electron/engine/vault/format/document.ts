import type { z } from 'zod'
import { compress, decompress } from '../crypto/zstd.ts'
import { parseExactJson } from './json.ts'

const COMPRESSED = 0x02
/** Many times what an honest index file takes, and little enough to be read as text on a small PC. */
export const MAX_DOCUMENT_BYTES = 128 * 1024 ** 2

/** Wraps the JSON of an index, snapshot or lock for sealing: version byte 2 and zstd, or bare in a vault of version 1 (restic-format 5.2). */
export function wrapDocument(json: string, vaultVersion: 1 | 2): Uint8Array {
  const plain = Buffer.from(json)
  return vaultVersion === 1 ? plain : Buffer.concat([Uint8Array.of(COMPRESSED), compress(plain)])
}

/** The JSON text inside an unsealed index, snapshot or lock, or undefined for an encoding that restic refuses, and beyond `maxBytes`. */
export function unwrapDocument(plain: Uint8Array, maxBytes = MAX_DOCUMENT_BYTES): string | undefined {
  const json = unwrapDocumentBytes(plain, maxBytes)
  return json && Buffer.from(json).toString('utf8')
}

/** The same as bytes of UTF-8. */
export function unwrapDocumentBytes(plain: Uint8Array, maxBytes = MAX_DOCUMENT_BYTES): Uint8Array | undefined {
  const first = plain[0]
  if (first === 0x7b || first === 0x5b) return plain.length > maxBytes ? undefined : plain
  if (first !== COMPRESSED) return undefined
  return decompress(plain.subarray(1), maxBytes)
}

/** Reads JSON text by a schema; undefined for anything that does not fit. */
export function readJson<T extends z.ZodType>(schema: T, json: string): z.output<T> | undefined {
  try {
    const parsed = schema.safeParse(parseExactJson(json))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
