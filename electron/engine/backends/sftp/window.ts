/**
 * How many requests may be on their way: few at first and one more with each answer, so that a line that breaks again and
 * again has little to lose, and a good one is soon full.
 */
export class Window {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #allowed: number
  #taken = 0

  constructor(atFirst: number, most: number) {
    this.#allowed = atFirst
    this.#most = most
  }

  /** Resolves when there is room; `leave` gives it back. */
  async enter(): Promise<void> {
    if (this.#taken < this.#allowed) this.#taken++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  leave(wasAnswered: boolean): void {
    if (wasAnswered && this.#allowed < this.#most) this.#allowed++
    this.#taken--
    while (this.#taken < this.#allowed) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#taken++
      next()
    }
  }
}
