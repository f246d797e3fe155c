/** So many wrong tries in a row, and only a manager or the kit opens the door again. */
export const MOST_TRIES = 10
const FREE_TRIES = 3
const FIRST_WAIT_MS = 15_000
const LONGEST_WAIT_MS = 3_600_000

/** What has to pass after the so-manieth wrong try in a row: nothing for slips, then twice as long each time. */
export function waitAfterMs(failures: number): number {
  if (failures < FREE_TRIES) return 0
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_TRIES))
}

/**
 * Who has to wait, by time that no clock of the computer changes.
 *
 * A wait is counted from the try, or from the start of the engine when that is later: setting the clock back or forth, or starting
 * again, never makes it shorter.
 */
export class Waits {
  readonly #elapsedMs: () => number
  readonly #startedAt: number
  readonly #triedAt = new Map<string, number>()

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs
    this.#startedAt = elapsedMs()
  }

  tried(accountId: string): void {
    this.#triedAt.set(accountId, this.#elapsedMs())
  }

  /** How long somebody with so many wrong tries in a row still waits. */
  leftMs(accountId: string, failures: number): number {
    const since = this.#elapsedMs() - (this.#triedAt.get(accountId) ?? this.#startedAt)
    return Math.max(0, waitAfterMs(failures) - since)
  }
}
