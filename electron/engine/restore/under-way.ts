/** Work that goes on while the walk does; the first failure stops everything and is the one that is told. */
export class UnderWay {
  readonly #all = new Set<Promise<unknown>>()
  readonly #failed = new AbortController()
  readonly signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#failed.signal])
  }

  /** Pieces of work that have not ended. */
  get size(): number {
    return this.#all.size
  }

  add(work: Promise<unknown>): void {
    this.#all.add(work)
    work.then(
      () => this.#all.delete(work),
      (error: unknown) => {
        this.#all.delete(work)
        this.#failed.abort(error)
      },
    )
  }

  /** Resolves when the half of all work that began first has ended, whether well or not. */
  async olderHalf(): Promise<void> {
    await Promise.allSettled([...this.#all].slice(0, this.#all.size >> 1))
  }

  /** Runs the walk and waits for everything it began, whether it ends well or not. */
  async run(walk: () => Promise<void>): Promise<void> {
    try {
      await walk()
      // Work may begin more of it.
      while (this.#all.size > 0) await Promise.all(this.#all)
      this.signal.throwIfAborted()
    } catch (error) {
      this.#failed.abort(error)
      throw this.signal.reason
    } finally {
      await Promise.allSettled(this.#all)
    }
  }
}
