import { z } from 'zod'
import { isId } from './ids.ts'
import { isTimestamp } from './time.ts'

const U64_LIMIT = 1n << 64n

export const idSchema = z.string().refine(isId)
/** Go takes `-0` for no such number, and it would be written otherwise. */
export const u32Schema = z
  .int()
  .min(0)
  .max(0xffffffff)
  .refine((value) => !Object.is(value, -0))
/** A whole number up to 2^64-1, as `parseExactJson` gives it. */
export const u64Schema = z.custom<number | bigint>((value) =>
  typeof value === 'bigint' ? value >= 0n && value < U64_LIMIT : Number.isSafeInteger(value) && Number(value) >= 0,
)
export const timestampSchema = z.string().refine(isTimestamp)
/** Standard base64 with padding. */
export const base64Schema = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'))

/** Go leaves `null` where a list or text is empty; a reader takes it as absent. */
export function orAbsent<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined)
}
