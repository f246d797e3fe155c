import type { Clock, Log } from '#engine/kernel/index.ts'
import type { SourceId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { SourceWatch, type SourceWatchParts } from './source-watch.ts'
import type { Coverage, WatchedSource } from './types.ts'

export type WatchParts = Pick<SourceWatchParts, 'hearing' | 'isRecursive' | 'mostFolders' | 'pollEveryMs'> & {
  readonly clock: Clock
  readonly log: Log
  /** Something of a source changed; at most once a second for each. */
  readonly onChange: (sourceId: SourceId) => void
  readonly onCoverage: (sourceId: SourceId, coverage: Coverage) => void
}

/** Watches the sources of the clinic. A hint, never the truth: a look at everything finds what it missed. */
export class Watch {
  readonly #parts: WatchParts
  readonly #watches = new Map<SourceId, SourceWatch>()
  readonly #coverage = new Map<SourceId, Coverage>()
  #known = ''

  constructor(parts: WatchParts) {
    this.#parts = parts
  }

  /** Watches these from now on, and none else. Asking again with the same changes nothing. */
  async follow(sources: readonly WatchedSource[]): Promise<void> {
    const known = JSON.stringify(sources)
    if (known === this.#known) return this.look()
    this.#known = known
    await this.#endAll()
    const files = new Map(
      sources.flatMap(({ sourceId, files: own = [] }) => own.map((file) => [file, sourceId] as const)),
    )
    for (const source of sources) {
      const { sourceId } = source
      const { clock, hearing, isRecursive, mostFolders, onChange, pollEveryMs } = this.#parts
      const watch = new SourceWatch({
        source,
        clock,
        isOthers: (file) => (files.get(file) ?? sourceId) !== sourceId,
        onChange: () => onChange(sourceId),
        onCoverage: (coverage) => this.#cover(sourceId, coverage),
        ...(hearing && { hearing }),
        ...(isRecursive !== undefined && { isRecursive }),
        ...(mostFolders !== undefined && { mostFolders }),
        ...(pollEveryMs !== undefined && { pollEveryMs }),
      })
      this.#watches.set(sourceId, watch)
    }
    await this.look()
  }

  /** Looks whether each folder is there. To be asked every now and then. */
  async look(): Promise<void> {
    for (const [sourceId, watch] of this.#watches)
      await watch.look().catch((error: unknown) => {
        this.#parts.log.warn('watch.failed', { code: codeOf(error) })
        this.#cover(sourceId, { kind: 'looks', code: 'WATCH_103' })
      })
  }

  /** A copy begins: whatever is told from now on may not be in it. */
  hearAnew(): void {
    for (const watch of this.#watches.values()) watch.hearAnew()
  }

  /** How changes of each source are learnt of. */
  coverage(): ReadonlyMap<SourceId, Coverage> {
    return this.#coverage
  }

  /** True when every change of every source is told within seconds. */
  get isTrusted(): boolean {
    return [...this.#coverage.values()].every(
      (one) => one.kind === 'polling' || (one.kind === 'events' && one.isTrusted),
    )
  }

  async close(): Promise<void> {
    this.#known = ''
    await this.#endAll()
  }

  #cover(sourceId: SourceId, coverage: Coverage): void {
    this.#coverage.set(sourceId, coverage)
    this.#parts.onCoverage(sourceId, coverage)
  }

  async #endAll(): Promise<void> {
    const watches = [...this.#watches.values()]
    this.#watches.clear()
    this.#coverage.clear()
    await Promise.all(watches.map((watch) => watch.close()))
  }
}
