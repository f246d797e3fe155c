/** Work that goes on while the walk does; the first failure stops everything and is the one that is told. */
export class UnderWay {
  readonly #all = new Set<Promise<unknown>>()
  readonly #failed = new AbortController()
  readonly signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#failed.signal])
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

  /** Runs the walk and waits for everything it began, whether it ends well or not. */
  async run(walk: () => Promise<void>): Promise<void> {
    try {
      await walk()
      await Promise.all(this.#all)
    } catch (error) {
      this.#failed.abort(error)
      throw this.signal.reason
    } finally {
      await Promise.allSettled(this.#all)
    }
  }
}
