import type { z } from 'zod'
import { compress, decompress } from '../crypto/zstd.ts'
import { parseExactJson } from './json.ts'

const COMPRESSED = 0x02
const MAX_DOCUMENT_BYTES = 1024 ** 3

/** Wraps the JSON of an index, snapshot or lock for sealing: version byte 2 and zstd, or bare in a vault of version 1 (restic-format 5.2). */
export function wrapDocument(json: string, vaultVersion: 1 | 2): Uint8Array {
  const plain = Buffer.from(json)
  return vaultVersion === 1 ? plain : Buffer.concat([Uint8Array.of(COMPRESSED), compress(plain)])
}

/** The JSON text inside an unsealed index, snapshot or lock, or undefined for an encoding that restic refuses. */
export function unwrapDocument(plain: Uint8Array): string | undefined {
  const first = plain[0]
  if (first === 0x7b || first === 0x5b) return Buffer.from(plain).toString('utf8')
  if (first !== COMPRESSED) return undefined
  const json = decompress(plain.subarray(1), MAX_DOCUMENT_BYTES)
  return json && Buffer.from(json).toString('utf8')
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
