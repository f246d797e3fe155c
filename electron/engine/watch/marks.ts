import type { SourceId } from '#shared/domain/index.ts'

/** What has changed of one source since the copy before: since when, and when last. */
export type Mark = { readonly sinceMs: number; readonly lastMs: number }

/**
 * What has changed and is in no copy yet. One mark a source, however many changes: a storm costs no memory.
 *
 * A copy takes the marks that were there when it began. They come back when it fails.
 */
export class Marks {
  #open = new Map<SourceId, Mark>()
  #inCopy: Map<SourceId, Mark> | undefined

  /** True when nothing was marked of this source before. */
  mark(sourceId: SourceId, nowMs: number): boolean {
    const known = this.#open.get(sourceId)
    // A clock that was set back must not leave a change in the future.
    this.#open.set(sourceId, { sinceMs: Math.min(known?.sinceMs ?? nowMs, nowMs), lastMs: nowMs })
    return known === undefined
  }

  /** A copy begins: what is marked from now on may not be in it. */
  copyBegins(): void {
    this.copyFails()
    this.#inCopy = this.#open
    this.#open = new Map()
  }

  copyEnds(): void {
    this.#inCopy = undefined
  }

  copyFails(): void {
    for (const [sourceId, { sinceMs, lastMs }] of this.#inCopy ?? []) {
      const later = this.#open.get(sourceId)
      this.#open.set(sourceId, { sinceMs, lastMs: later?.lastMs ?? lastMs })
    }
    this.#inCopy = undefined
  }

  /** Changes that no copy holds, those that one under way may come to hold among them. */
  unsaved(): ReadonlyMap<SourceId, Mark> {
    const all = new Map(this.#open)
    for (const [sourceId, { sinceMs, lastMs }] of this.#inCopy ?? [])
      all.set(sourceId, { sinceMs, lastMs: all.get(sourceId)?.lastMs ?? lastMs })
    return all
  }

  /** Changes that wait for a copy to begin. */
  waiting(): ReadonlyMap<SourceId, Mark> {
    return this.#open
  }

  forget(sourceId: SourceId): void {
    this.#open.delete(sourceId)
    this.#inCopy?.delete(sourceId)
  }
}
