import type Database from 'better-sqlite3'
import { type CopyId, type CopySummary, copySummarySchema } from '#shared/domain/index.ts'

/** Copies of another computer, or of something else of this one: each continues the one before it of the same key. */
export type CopySeries = { readonly key: string; readonly computer: string }

/** The series of what this computer protects. */
export const OWN = 1

/** The copies this catalogue knows. A row here makes everything recorded under its number visible. */
export class Copies {
  readonly #insert: Database.Statement<[number, string, number, string, number]>
  readonly #all: Database.Statement<[], string>
  readonly #newest: Database.Statement<[], number>
  readonly #newestSummary: Database.Statement<[], string>
  readonly #count: Database.Statement<[], number>
  readonly #find: Database.Statement<[string], number>
  readonly #newestOf: Database.Statement<[number], number>
  readonly #findSeries: Database.Statement<[string], number>
  readonly #addSeries: Database.Statement<[string, string]>
  readonly #known: Database.Statement<[], { copyId: string; key: string }>

  constructor(db: Database.Database) {
    this.#insert = db.prepare(`
      INSERT INTO copies (id, copy_id, taken_at_ms, summary, series_id, last_file_id)
      VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM files))`)
    this.#all = db
      .prepare<[], string>(`SELECT summary FROM copies WHERE series_id = ${OWN} ORDER BY taken_at_ms DESC, id DESC`)
      .pluck()
    this.#newest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM copies').pluck()
    this.#newestSummary = db
      .prepare<[], string>(
        `SELECT summary FROM copies WHERE series_id = ${OWN} ORDER BY taken_at_ms DESC, id DESC LIMIT 1`,
      )
      .pluck()
    this.#count = db.prepare<[], number>(`SELECT count(*) FROM copies WHERE series_id = ${OWN}`).pluck()
    this.#find = db.prepare<[string], number>('SELECT id FROM copies WHERE copy_id = ?').pluck()
    this.#newestOf = db.prepare<[number], number>('SELECT coalesce(max(id), 0) FROM copies WHERE series_id = ?').pluck()
    this.#findSeries = db.prepare<[string], number>('SELECT id FROM series WHERE key = ?').pluck()
    this.#addSeries = db.prepare('INSERT INTO series (key, computer) VALUES (?, ?)')
    this.#known = db.prepare(
      'SELECT c.copy_id AS copyId, s.key FROM copies c JOIN series s ON s.id = c.series_id ORDER BY c.taken_at_ms, c.id',
    )
  }

  /** Newest first; of this computer, as everything here that names no series. */
  list(): CopySummary[] {
    return this.#all.all().flatMap((json) => copySummarySchema.safeParse(JSON.parse(json)).data ?? [])
  }

  count(): number {
    return this.#count.get() ?? 0
  }

  newest(): CopySummary | undefined {
    const [json] = this.#newestSummary.all()
    return json === undefined ? undefined : copySummarySchema.safeParse(JSON.parse(json)).data
  }

  /** Number of the copy recorded last in any series; 0 when there is none. */
  newestNumber(): number {
    return this.#newest.get() ?? 0
  }

  numberOf(copyId: CopyId): number | undefined {
    return this.#find.get(copyId)
  }

  newestNumberOf(series: number): number {
    return this.#newestOf.get(series) ?? 0
  }

  /** The number of a series, which is made when it is new. */
  seriesId(of: CopySeries | undefined): number {
    if (of === undefined || of.key === '') return OWN
    return this.#findSeries.get(of.key) ?? Number(this.#addSeries.run(of.key, of.computer).lastInsertRowid)
  }

  /** Every copy of every series, with the key of its series; '' for this computer's own. Oldest first. */
  known(): readonly { readonly copyId: string; readonly key: string }[] {
    return this.#known.all()
  }

  add(number: number, summary: CopySummary, series: number): void {
    this.#insert.run(number, summary.copyId, summary.takenAtMs, JSON.stringify(summary), series)
  }
}
