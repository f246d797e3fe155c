import { setImmediate } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { CopyId, CopySummary, NewFact } from '#shared/domain/index.ts'
import { Copies, type CopySeries } from './copies.ts'
import type { Facts } from './facts.ts'
import { FileRows, type NumberPair } from './file-rows.ts'
import type { CopyEntry } from './paths.ts'
import { removeFilesWithoutVersions, type WordIndex } from './word-index.ts'

/** Entries in one transaction: small enough that the engine answers in between, big enough to be quick. */
const BATCH = 1000

/**
 * Writes whole copies into the catalogue and takes them out again.
 *
 * Rows are written in small transactions under the number of the coming copy and stay invisible until the last one adds the
 * copy itself together with its fact. What a crash leaves behind has a number without a copy and is swept away before the next.
 */
export class CopyRecorder {
  readonly #db: Database.Database
  readonly #copies: Copies
  readonly #facts: Facts
  readonly #rows: FileRows
  readonly #index: WordIndex
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: Database.Database, facts: Facts, index: WordIndex) {
    this.#db = db
    this.#facts = facts
    this.#index = index
    this.#copies = new Copies(db)
    this.#rows = new FileRows(db, index)
  }

  /** One copy at a time; a copy that is already known is not recorded again, only its fact is. */
  record(
    summary: CopySummary,
    entries: AsyncIterable<CopyEntry>,
    closingFact?: NewFact,
    of?: CopySeries,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const isKnown = this.#copies.numberOf(summary.copyId) !== undefined
      const series = this.#copies.seriesId(of)
      const newest = this.#copies.newestNumber()
      const pair = { number: newest + 1, previous: this.#copies.newestNumberOf(series), series }
      if (!isKnown) await this.#recordRows(entries, pair, newest)
      const addCopy = () => {
        if (!isKnown) this.#copies.add(pair.number, summary, series)
      }
      if (closingFact) this.#facts.commit(closingFact, addCopy)
      else this.#db.transaction(addCopy).immediate()
    })
  }

  /** Forgets copies; files that no other copy holds go with them. Unknown ids are passed over. */
  forget(copyIds: readonly CopyId[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#db
        .transaction(() => {
          const remove = this.#db.prepare('DELETE FROM copies WHERE copy_id = ?')
          for (const copyId of copyIds) remove.run(copyId)
          this.#shrinkRuns()
          this.#removeFiles()
          this.#db.exec(
            'DELETE FROM series WHERE id > 1 AND NOT EXISTS (SELECT 1 FROM copies WHERE series_id = series.id)',
          )
        })
        .immediate()
      // Without it the names of what was forgotten would stay readable in the log beside the file.
      this.#db.pragma('wal_checkpoint(TRUNCATE)')
    })
  }

  async #recordRows(entries: AsyncIterable<CopyEntry>, pair: NumberPair, newest: number): Promise<void> {
    this.#sweep(newest)
    const seen = new SeenRuns(Number(this.#db.prepare('SELECT coalesce(max(id), 0) FROM versions').pluck().get()))
    const writeBatch = this.#db.transaction((batch: readonly CopyEntry[]) => {
      for (const entry of batch) {
        const runId = this.#rows.record(entry, pair)
        if (runId !== undefined) seen.add(runId)
      }
    })
    let batch: CopyEntry[] = []
    for await (const entry of entries) {
      batch.push(entry)
      if (batch.length < BATCH) continue
      writeBatch.immediate(batch)
      batch = []
      await setImmediate()
    }
    writeBatch.immediate(batch)
    const closeBatch = this.#db.transaction((after: number) =>
      this.#rows.closeMissing((runId) => seen.has(runId), after, BATCH, pair),
    )
    for (let after: number | undefined = 0; after !== undefined; await setImmediate())
      after = closeBatch.immediate(after)
  }

  /** Takes away what an interrupted recording left under a number that never became a copy. */
  #sweep(newest: number): void {
    this.#db
      .transaction(() => {
        const { changes } = this.#db.prepare('DELETE FROM versions WHERE first_copy > ?').run(newest)
        if (changes > 0) this.#removeFiles()
      })
      .immediate()
  }

  /** Moves both ends of each run to copies of its series that are still there. */
  #shrinkRuns(): void {
    const ofSeries = 'c.series_id = versions.series_id'
    this.#db.exec(`
      DELETE FROM versions WHERE NOT EXISTS (
        SELECT 1 FROM copies c WHERE ${ofSeries} AND c.id >= first_copy AND (last_copy IS NULL OR c.id <= last_copy));
      UPDATE versions SET
        first_copy = (SELECT min(c.id) FROM copies c WHERE ${ofSeries} AND c.id >= first_copy),
        last_copy = CASE WHEN last_copy IS NULL THEN NULL
          ELSE (SELECT max(c.id) FROM copies c WHERE ${ofSeries} AND c.id <= last_copy) END
      WHERE first_copy NOT IN (SELECT id FROM copies) OR last_copy NOT IN (SELECT id FROM copies);`)
  }

  #removeFiles(): void {
    removeFilesWithoutVersions(this.#db, this.#index)
    this.#rows.forgetFolders()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work)
    result.catch(() => {
      this.#index.vocabulary.mistrust()
      this.#rows.forgetFolders()
    })
    this.#turn = result.catch(() => {})
    return result
  }
}

/** Which rows a copy continued: one bit each. */
class SeenRuns {
  readonly #bits: Uint8Array
  constructor(maxId: number) {
    this.#bits = new Uint8Array((maxId >> 3) + 1)
  }
  add(id: number): void {
    this.#bits[id >> 3] = (this.#bits[id >> 3] ?? 0) | (1 << (id & 7))
  }
  has(id: number): boolean {
    return ((this.#bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0
  }
}
