import { z } from 'zod'
import { isId } from './ids.ts'
import { timestampNs } from './time.ts'

export const idSchema = z.string().refine(isId)
export const u32Schema = z.int().min(0).max(0xffffffff)
export const u64Schema = z
  .union([z.int().min(0), z.bigint()])
  .transform((value) => BigInt(value))
  .refine((value) => value >= 0n && value < 1n << 64n)
export const timestampSchema = z.string().refine((text) => timestampNs(text) !== undefined)
/** Standard base64 with padding. */
export const base64Schema = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'))

/** Go leaves `null` where a list or text is empty; a reader takes it as absent. */
export function orAbsent<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined)
}
