import { scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Random } from '#engine/kernel/index.ts'

/** How much work one try is. */
export type PinCost = { readonly N: number; readonly r: number; readonly p: number }

/** About 60 ms and 32 MB on a small computer: not felt by one person, felt by somebody who tries a million. */
const USUAL: PinCost = { N: 32_768, r: 8, p: 1 }
const KEY_BYTES = 32

export const storedSecretSchema = z.object({
  N: z.number().int(),
  r: z.number().int(),
  p: z.number().int(),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  key: z.string().regex(/^[0-9a-f]{64}$/),
})
export type StoredSecret = z.infer<typeof storedSecretSchema>

/** What is kept of a PIN or password. */
export async function hideSecret(secret: string, random: Random, cost: PinCost = USUAL): Promise<StoredSecret> {
  const salt = Buffer.from(random.bytes(16))
  const key = await derive(secret, salt, cost)
  return { ...cost, salt: salt.toString('hex'), key: key.toString('hex') }
}

export async function isSecret(typed: string, stored: StoredSecret): Promise<boolean> {
  const key = await derive(typed, Buffer.from(stored.salt, 'hex'), stored)
  return timingSafeEqual(key, Buffer.from(stored.key, 'hex'))
}

/** Keyboards write the same letter in different ways. */
function derive(secret: string, salt: Uint8Array, { N, r, p }: PinCost): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(secret.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

const LEAST_DIGITS = 6
const LEAST_LETTERS = 8

/** Six digits or more that are no row and not all the same; with anything else in it, eight characters of at least four kinds. */
export function isGoodSecret(secret: string): boolean {
  const marks = [...secret.normalize('NFKC')]
  if (!/^\d+$/.test(secret)) return marks.length >= LEAST_LETTERS && new Set(marks).size >= 4
  if (marks.length < LEAST_DIGITS || new Set(marks).size < 3) return false
  const steps = marks.slice(1).map((mark, at) => Number(mark) - Number(marks[at]))
  return new Set(steps).size > 1
}

/** Six digits that would be good enough to keep. */
export function randomPin(random: Random): string {
  for (;;) {
    const pin = String(random.below(1_000_000)).padStart(LEAST_DIGITS, '0')
    if (isGoodSecret(pin)) return pin
  }
}
