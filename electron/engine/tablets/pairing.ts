import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, Random } from '#engine/kernel/index.ts'

const GOOD_FOR_MS = 10 * 60_000

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A secret nobody guesses: 128 bits, for addresses and cookies. */
export const newToken = (random: Random): string => Buffer.from(random.bytes(16)).toString('base64url')

export const isSameHash = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))

/** The one code that a new tablet may use now. */
export class Pairing {
  #open: { readonly sha256: string; readonly expiresAtMs: number } | undefined

  begin(clock: Clock, random: Random): { readonly token: string; readonly expiresAtMs: number } {
    const token = newToken(random)
    const expiresAtMs = clock.nowMs() + GOOD_FOR_MS
    this.#open = { sha256: sha256Hex(token), expiresAtMs }
    return { token, expiresAtMs }
  }

  end(): void {
    this.#open = undefined
  }

  /** True once for the right code in time; it is void from then on. */
  use(token: string, nowMs: number): boolean {
    const open = this.#open
    if (!open || nowMs >= open.expiresAtMs || !isSameHash(sha256Hex(token), open.sha256)) return false
    this.end()
    return true
  }
}
