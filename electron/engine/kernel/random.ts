import { randomBytes as nodeRandomBytes, randomInt, randomUUID } from 'node:crypto'

/** The only source of chance in the engine, so that tests own it. Cryptographic quality. */
export type Random = {
  bytes(count: number): Uint8Array
  uuid(): string
  /** A whole number, 0 <= n < limit. */
  below(limit: number): number
}

export const systemRandom: Random = {
  bytes: (count) => nodeRandomBytes(count),
  uuid: () => randomUUID(),
  below: (limit) => randomInt(limit),
}
