import type Database from 'better-sqlite3'

/** When a pack was first met, and last read and found whole. */
export type PackProof = { readonly seenAtMs: number; readonly provenAtMs: number | null }

type ProofRow = { readonly pack_id: string; readonly seen_at_ms: number; readonly proven_at_ms: number | null }

/** The ledger of what was proven when, pack by pack, for every replica. */
export class Proofs {
  readonly #db: Database.Database
  readonly #all: Database.Statement<[string], ProofRow>
  readonly #put: Database.Statement<[string, string, number, number | null]>
  readonly #oldestUnproven: Database.Statement<[string], number | null>
  readonly #remove: Database.Statement<[string, string]>

  constructor(db: Database.Database) {
    this.#db = db
    this.#all = db.prepare('SELECT pack_id, seen_at_ms, proven_at_ms FROM proofs WHERE replica_id = ?')
    this.#put = db.prepare(
      'INSERT INTO proofs (replica_id, pack_id, seen_at_ms, proven_at_ms) VALUES (?, ?, ?, ?) ' +
        'ON CONFLICT DO UPDATE SET seen_at_ms = excluded.seen_at_ms, proven_at_ms = excluded.proven_at_ms',
    )
    this.#oldestUnproven = db
      .prepare<[string], number | null>(
        'SELECT min(seen_at_ms) FROM proofs WHERE replica_id = ? AND proven_at_ms IS NULL',
      )
      .pluck()
    this.#remove = db.prepare('DELETE FROM proofs WHERE replica_id = ? AND pack_id = ?')
  }

  read(replicaId: string): Map<string, PackProof> {
    const rows = this.#all.iterate(replicaId)
    return new Map(
      [...rows].map((row) => [row.pack_id, { seenAtMs: row.seen_at_ms, provenAtMs: row.proven_at_ms }] as const),
    )
  }

  /** When the first of the packs was met that was never proven; undefined when all are. */
  oldestUnproven(replicaId: string): number | undefined {
    return this.#oldestUnproven.get(replicaId) ?? undefined
  }

  record(replicaId: string, proofs: ReadonlyMap<string, PackProof>): void {
    this.#db.transaction(() => {
      for (const [packId, { seenAtMs, provenAtMs }] of proofs)
        this.#put.run(replicaId, packId, Math.round(seenAtMs), provenAtMs === null ? null : Math.round(provenAtMs))
    })()
  }

  forget(replicaId: string, packIds: readonly string[]): void {
    this.#db.transaction(() => {
      for (const packId of packIds) this.#remove.run(replicaId, packId)
    })()
  }
}
