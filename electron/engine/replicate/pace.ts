import type { Clock } from '#engine/kernel/index.ts'

/**
 * Keeps a stream of packs below a rate, so that a clinic's only line stays usable.
 *
 * Waits after each piece; a pause of the work earns no burst afterwards.
 */
export class Pace {
  readonly #clock: Clock
  readonly #bytesPerSecond: number | undefined
  #freeAtMs = 0

  constructor(clock: Clock, bytesPerSecond: number | undefined) {
    this.#clock = clock
    this.#bytesPerSecond = bytesPerSecond
  }

  /** Resolves when the next piece may go. Rejects with the signal's reason. */
  async passed(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#bytesPerSecond === undefined) return
    const nowMs = this.#clock.nowMs()
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + (bytes / this.#bytesPerSecond) * 1000
    await this.#clock.sleep(this.#freeAtMs - nowMs, signal)
  }
}
