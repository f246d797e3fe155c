import { setImmediate } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { CopyId, CopySummary, NewFact } from '#shared/domain/index.ts'
import { Copies } from './copies.ts'
import type { Facts } from './facts.ts'
import { FileRows, wordsOfFile } from './file-rows.ts'
import type { CopyEntry } from './paths.ts'

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
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: Database.Database, facts: Facts) {
    this.#db = db
    this.#facts = facts
    this.#copies = new Copies(db)
    this.#rows = new FileRows(db)
  }

  /** One copy at a time; a copy that is already known is not recorded again, only its fact is. */
  record(summary: CopySummary, entries: AsyncIterable<CopyEntry>, closingFact?: NewFact): Promise<void> {
    return this.#inTurn(async () => {
      const isKnown = this.#copies.numberOf(summary.copyId) !== undefined
      const previous = this.#copies.newestNumber()
      const number = previous + 1
      if (!isKnown) await this.#recordRows(entries, { number, previous })
      const addCopy = () => {
        if (!isKnown) this.#copies.add(number, summary)
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
          this.#removeFilesWithoutVersions()
        })
        .immediate()
    })
  }

  async #recordRows(entries: AsyncIterable<CopyEntry>, pair: { number: number; previous: number }): Promise<void> {
    this.#sweep(pair.previous)
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
        if (changes > 0) this.#removeFilesWithoutVersions()
      })
      .immediate()
  }

  /** Moves both ends of each run to copies that are still there. */
  #shrinkRuns(): void {
    this.#db.exec(`
      DELETE FROM versions WHERE NOT EXISTS (
        SELECT 1 FROM copies c WHERE c.id >= first_copy AND (last_copy IS NULL OR c.id <= last_copy));
      UPDATE versions SET
        first_copy = (SELECT min(c.id) FROM copies c WHERE c.id >= first_copy),
        last_copy = CASE WHEN last_copy IS NULL THEN NULL ELSE (SELECT max(c.id) FROM copies c WHERE c.id <= last_copy) END
      WHERE first_copy NOT IN (SELECT id FROM copies) OR last_copy NOT IN (SELECT id FROM copies);`)
  }

  #removeFilesWithoutVersions(): void {
    const orphans = this.#db
      .prepare<[], { id: number; name: Buffer; nameShown: string | null; folder: Buffer; folderShown: string | null }>(
        `SELECT f.id, f.name, f.shown AS nameShown, d.path AS folder, d.shown AS folderShown
         FROM files f JOIN folders d ON d.id = f.folder_id
         WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.file_id = f.id)`,
      )
      .all()
    const removeWords = this.#db.prepare("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)")
    const removeFile = this.#db.prepare('DELETE FROM files WHERE id = ?')
    for (const { id, name, nameShown, folder, folderShown } of orphans) {
      removeWords.run(id, wordsOfFile({ raw: folder, shown: folderShown }, { raw: name, shown: nameShown }))
      removeFile.run(id)
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work)
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
