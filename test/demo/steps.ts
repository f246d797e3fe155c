import { describeError, type ReportedError } from './problems.ts'

/** Numbers and words a step found out; bytes and times carry their unit in the name. */
export type Figures = Readonly<Record<string, number | string | boolean | null>>
export type StepReport = {
  readonly name: string
  readonly title: string
  readonly ok: boolean
  readonly ms: number
  readonly figures: Figures
  readonly error?: ReportedError
}

/** Told while the demo runs. `fraction` is undefined while the end is not known. */
export type Watcher = {
  readonly onStep: (title: string, position: number, total: number) => void
  readonly onProgress: (fraction: number | undefined, words?: string) => void
}

/** Runs steps one after another and writes down what each did; after one that failed none runs any more. */
export class Steps {
  readonly #watcher: Watcher
  readonly #total: number
  readonly #done: StepReport[] = []

  constructor(total: number, watcher: Watcher) {
    this.#total = total
    this.#watcher = watcher
  }

  /** Resolves with what `work` found, or undefined when this or an earlier step failed. */
  async run<F extends Figures>(name: string, title: string, work: () => Promise<F>): Promise<F | undefined> {
    if (!this.ok) return undefined
    this.#watcher.onStep(title, this.#done.length + 1, this.#total)
    const startedMs = performance.now()
    const ms = () => Math.round(performance.now() - startedMs)
    try {
      const figures = await work()
      this.#done.push({ name, title, ok: true, ms: ms(), figures })
      return figures
    } catch (error) {
      this.#done.push({ name, title, ok: false, ms: ms(), figures: {}, error: describeError(error) })
      return undefined
    }
  }

  get ok(): boolean {
    return this.#done.every((step) => step.ok)
  }

  get reports(): readonly StepReport[] {
    return this.#done
  }
}
