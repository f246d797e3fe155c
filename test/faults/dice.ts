import { createCipheriv, createHash } from 'node:crypto'

/** Chance that can be had again: the same seed gives the same throws. */
export type Dice = {
  readonly seed: number
  /** A whole number, 0 <= n < limit. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  /** True once in so many throws. */
  oneIn(times: number): boolean
  bytes(count: number): Buffer
}

export function diceOf(seed: number): Dice {
  const key = createHash('sha256').update(`seed ${seed}`).digest().subarray(0, 16)
  const stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
  const bytes = (count: number) => stream.update(Buffer.alloc(count))
  const below = (limit: number) => bytes(6).readUIntBE(0, 6) % limit
  return {
    seed,
    below,
    bytes,
    oneIn: (times) => below(times) === 0,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[below(list.length)] as (typeof list)[number]
    },
  }
}
