import type Database from 'better-sqlite3'
import { type CopyId, type CopySummary, copySummarySchema } from '#shared/domain/index.ts'

/** The copies this catalogue knows. A row here makes everything recorded under its number visible. */
export class Copies {
  readonly #insert: Database.Statement<[number, string, number, string]>
  readonly #all: Database.Statement<[], string>
  readonly #newest: Database.Statement<[], number>
  readonly #newestSummary: Database.Statement<[], string>
  readonly #count: Database.Statement<[], number>
  readonly #find: Database.Statement<[string], number>

  constructor(db: Database.Database) {
    this.#insert = db.prepare('INSERT INTO copies (id, copy_id, taken_at_ms, summary) VALUES (?, ?, ?, ?)')
    this.#all = db.prepare<[], string>('SELECT summary FROM copies ORDER BY taken_at_ms DESC, id DESC').pluck()
    this.#newest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM copies').pluck()
    this.#newestSummary = db
      .prepare<[], string>('SELECT summary FROM copies ORDER BY taken_at_ms DESC, id DESC LIMIT 1')
      .pluck()
    this.#count = db.prepare<[], number>('SELECT count(*) FROM copies').pluck()
    this.#find = db.prepare<[string], number>('SELECT id FROM copies WHERE copy_id = ?').pluck()
  }

  /** Newest first. */
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

  /** Number of the copy recorded last; 0 when there is none. */
  newestNumber(): number {
    return this.#newest.get() ?? 0
  }

  numberOf(copyId: CopyId): number | undefined {
    return this.#find.get(copyId)
  }

  add(number: number, summary: CopySummary): void {
    this.#insert.run(number, summary.copyId, summary.takenAtMs, JSON.stringify(summary))
  }
}
