import type Database from 'better-sqlite3'
import { OWN } from './copies.ts'

/** What one replica holds of the copies that the catalogue knows. */
export type Holding = { readonly copies: number; readonly newestAtMs: number | null }
/** What one replica lacks that others hold. */
export type Missing = { readonly copies: number; readonly sinceMs: number; readonly bytes: number }

/** Which replica holds which copy, as far as it was told. */
export class Holdings {
  readonly #db: Database.Database
  readonly #put: Database.Statement<[string, string]>
  readonly #known: Database.Statement<[string], { copy_id: string; is_held: number }>
  readonly #drop: Database.Statement<[string, string]>
  readonly #holding: Database.Statement<[string], { copies: number; newest: number | null }>
  readonly #missing: Database.Statement<[string, string], { copies: number; since: number | null; bytes: number }>

  constructor(db: Database.Database) {
    this.#db = db
    this.#put = db.prepare(
      'INSERT INTO holdings (replica_id, copy_id, is_held) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET is_held = 1',
    )
    this.#known = db.prepare('SELECT copy_id, is_held FROM holdings WHERE replica_id = ?')
    this.#drop = db.prepare('UPDATE holdings SET is_held = 0 WHERE replica_id = ? AND copy_id = ?')
    this.#holding = db.prepare(
      'SELECT count(*) AS copies, max(c.taken_at_ms) AS newest FROM holdings h JOIN copies c ON c.copy_id = h.copy_id ' +
        `WHERE h.replica_id = ? AND h.is_held = 1 AND c.series_id = ${OWN}`,
    )
    this.#missing = db.prepare(
      // Copies that the catalogue does not know yet are missing as well.
      'SELECT count(DISTINCT o.copy_id) AS copies, min(coalesce(c.taken_at_ms, 0)) AS since, ' +
        "coalesce(sum(json_extract(c.summary, '$.addedBytes')), 0) AS bytes " +
        'FROM (SELECT DISTINCT copy_id FROM holdings h JOIN json_each(?) r ON r.value = h.replica_id WHERE h.is_held = 1) o ' +
        'LEFT JOIN copies c ON c.copy_id = o.copy_id ' +
        'WHERE NOT EXISTS (SELECT 1 FROM holdings h WHERE h.replica_id = ? AND h.copy_id = o.copy_id)',
    )
  }

  add(replicaId: string, copyIds: readonly string[]): void {
    this.#db.transaction(() => {
      for (const copyId of copyIds) this.#put.run(replicaId, copyId)
    })()
  }

  /** Everything that was just listed there: what is not among it any more was removed. */
  replace(replicaId: string, copyIds: readonly string[]): void {
    const listed = new Set(copyIds)
    const known = this.#known.all(replicaId)
    const held = new Set(known.filter((row) => row.is_held === 1).map((row) => row.copy_id))
    this.#db.transaction(() => {
      for (const copyId of listed) if (!held.has(copyId)) this.#put.run(replicaId, copyId)
      for (const copyId of held) if (!listed.has(copyId)) this.#drop.run(replicaId, copyId)
    })()
  }

  of(replicaId: string): Holding {
    const { copies, newest } = this.#holding.get(replicaId) ?? { copies: 0, newest: null }
    return { copies, newestAtMs: newest }
  }

  /** Null when it lacks nothing that one of `holders` holds. */
  missingIn(replicaId: string, holders: readonly string[]): Missing | null {
    const found = this.#missing.get(JSON.stringify(holders), replicaId)
    if (!found || found.since === null) return null
    return { copies: found.copies, sinceMs: found.since, bytes: found.bytes }
  }

  removedFrom(replicaId: string): ReadonlySet<string> {
    return new Set(
      this.#known
        .all(replicaId)
        .filter((row) => row.is_held === 0)
        .map((row) => row.copy_id),
    )
  }

  holders(copyId: string): readonly string[] {
    return this.#db
      .prepare<[string], string>('SELECT replica_id FROM holdings WHERE copy_id = ? AND is_held = 1')
      .pluck()
      .all(copyId)
  }
}
