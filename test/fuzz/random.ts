/** Random numbers that come again with the same seed: a failing input is found again by its name alone. */
export class SeededRandom {
  #state: number

  /** Any text: the seed of a run, the parser and the number of the input together. */
  constructor(seed: string) {
    let hash = 0x811c9dc5
    for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193)
    this.#state = hash
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    // Mulberry32 (public domain, Tommy Ettinger).
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256))
  }
}
