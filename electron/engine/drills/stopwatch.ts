/** Two ways of knowing the time: the computer's clock, that anybody may set, and one that only goes forward and stops while the computer sleeps. */
export type Times = { readonly nowMs: () => number; readonly monotonicMs: () => number }

/** The two agree to this, or the clock was set or the computer slept. */
const SLACK_MS = 2000
/** A computer that sleeps longer in the middle of a drill is not believed: then somebody set the clock. */
const LONGEST_SLEEP_MS = 12 * 3_600_000

/**
 * How long something took, whatever happens to the computer's clock: never less than what passed, never less than it said before.
 *
 * A clock that jumps ahead by less than twelve hours counts as a sleep, because nobody can tell it from one.
 */
export class Stopwatch {
  readonly #times: Times
  #elapsedMs: number
  #last: { readonly wallMs: number; readonly steadyMs: number } | undefined
  #changes = 0

  constructor(times: Times, elapsedMs = 0) {
    this.#times = times
    this.#elapsedMs = elapsedMs
  }

  get isRunning(): boolean {
    return this.#last !== undefined
  }

  /** How often the clock was set while it ran. */
  get clockChanges(): number {
    return this.#changes
  }

  run(): void {
    this.#last ??= this.#look()
  }

  stop(): void {
    this.elapsedMs()
    this.#last = undefined
  }

  /** Whole milliseconds. */
  elapsedMs(): number {
    if (this.#last !== undefined) {
      const now = this.#look()
      const steadyMs = Math.max(0, now.steadyMs - this.#last.steadyMs)
      const wallMs = now.wallMs - this.#last.wallMs
      const isSleep = wallMs - steadyMs > SLACK_MS && wallMs - steadyMs <= LONGEST_SLEEP_MS
      if (!isSleep && Math.abs(wallMs - steadyMs) > SLACK_MS) this.#changes++
      this.#elapsedMs += isSleep ? wallMs : steadyMs
      this.#last = now
    }
    return Math.round(this.#elapsedMs)
  }

  #look() {
    return { wallMs: this.#times.nowMs(), steadyMs: this.#times.monotonicMs() }
  }
}
