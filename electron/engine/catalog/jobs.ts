import type Database from 'better-sqlite3'
import type { Clock } from '#engine/kernel/index.ts'
import { type JobId, jobIdSchema } from '#shared/domain/index.ts'

export type StoredJob = { readonly id: JobId; readonly input: unknown; readonly state: 'queued' | 'running' }
export type JobOutcome = 'done' | 'failed' | 'cancelled'

type JobRow = { readonly id: string; readonly input: string; readonly state: 'queued' | 'running' }

/** The queue's rows: what was asked for and did not end is found again after a crash. */
export class Jobs {
  readonly #clock: Clock
  readonly #add: Database.Statement<[string, string, string, number]>
  readonly #start: Database.Statement<[number, string]>
  readonly #end: Database.Statement<[JobOutcome, number, string]>
  readonly #pending: Database.Statement<[], JobRow>

  constructor(db: Database.Database, clock: Clock) {
    this.#clock = clock
    this.#add = db.prepare("INSERT INTO jobs (id, kind, input, state, added_at_ms) VALUES (?, ?, ?, 'queued', ?)")
    this.#start = db.prepare("UPDATE jobs SET state = 'running', started_at_ms = ? WHERE id = ?")
    this.#end = db.prepare('UPDATE jobs SET state = ?, ended_at_ms = ? WHERE id = ?')
    this.#pending = db.prepare(
      "SELECT id, input, state FROM jobs WHERE state IN ('queued', 'running') ORDER BY added_at_ms, rowid",
    )
  }

  add(id: JobId, kind: string, input: unknown): void {
    this.#add.run(id, kind, JSON.stringify(input), this.#nowMs())
  }

  start(id: JobId): void {
    this.#start.run(this.#nowMs(), id)
  }

  end(id: JobId, outcome: JobOutcome): void {
    this.#end.run(outcome, this.#nowMs(), id)
  }

  /** Queued or interrupted, oldest first. */
  pending(): StoredJob[] {
    return this.#pending.all().map(({ id, input, state }) => ({
      id: jobIdSchema.parse(id),
      input: JSON.parse(input) as unknown,
      state,
    }))
  }

  #nowMs(): number {
    return Math.round(this.#clock.nowMs())
  }
}
