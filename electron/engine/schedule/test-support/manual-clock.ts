import type { Clock } from '#engine/kernel/index.ts'

type Sleeper = { readonly untilMs: number; readonly wake: () => void }

/** A clock that stands until a test moves it. */
export class ManualClock implements Clock {
  #nowMs: number
  /** Counts on while the wall clock is set: timers go by it. */
  #awakeMs = 0
  readonly #sleepers = new Set<Sleeper>()

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  nowMs = (): number => this.#nowMs
  nowNs = (): bigint => BigInt(Math.round(this.#nowMs)) * 1_000_000n

  sleep = (durationMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const sleeper = { untilMs: this.#awakeMs + durationMs, wake: () => leave(resolve) }
      const leave = (settle: () => void) => {
        this.#sleepers.delete(sleeper)
        signal?.removeEventListener('abort', onAbort)
        settle()
      }
      const onAbort = () => leave(() => reject(signal?.reason))
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.add(sleeper)
    })

  /** Lets time pass, timer by timer. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#awakeMs + durationMs
    for (;;) {
      await settled()
      const [next] = [...this.#sleepers].sort((left, right) => left.untilMs - right.untilMs)
      if (!next || next.untilMs > endMs) break
      this.#advance(Math.max(0, next.untilMs - this.#awakeMs))
      next.wake()
    }
    this.#advance(endMs - this.#awakeMs)
    await settled()
  }

  /** The wall clock jumps: the computer slept, or somebody set it. No timer goes on meanwhile. */
  jump(byMs: number): void {
    this.#nowMs += byMs
  }

  #advance(byMs: number): void {
    this.#awakeMs += byMs
    this.#nowMs += byMs
  }
}

/** Everything that waits for nothing has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))
