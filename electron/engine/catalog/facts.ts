import type Database from 'better-sqlite3'
import type { Clock, Log } from '#engine/kernel/index.ts'
import { type Fact, factSchema, type NewFact } from '#shared/domain/index.ts'

type FactRow = { readonly seq: number; readonly at_ms: number; readonly body: string }
export type FactListener = (fact: Fact) => void

/** What happened, numbered without gaps. The only place of the engine that announces anything. */
export class Facts {
  readonly #db: Database.Database
  readonly #clock: Clock
  readonly #log: Log
  readonly #listeners = new Set<FactListener>()
  readonly #insert: Database.Statement<[number, number, string, string]>
  readonly #after: Database.Statement<[number, number], FactRow>
  readonly #newest: Database.Statement<[string, number], FactRow>
  readonly #max: Database.Statement<[], number>

  constructor(db: Database.Database, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#log = log
    this.#insert = db.prepare('INSERT INTO facts (seq, at_ms, kind, body) VALUES (?, ?, ?, ?)')
    this.#after = db.prepare('SELECT seq, at_ms, body FROM facts WHERE seq > ? ORDER BY seq LIMIT ?')
    this.#newest = db.prepare('SELECT seq, at_ms, body FROM facts WHERE kind = ? ORDER BY seq DESC LIMIT ?')
    this.#max = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM facts').pluck()
  }

  /** Numbers a fact and stores it with everything `alsoInTransaction` writes, all or nothing; listeners hear of it after the commit. */
  commit(fact: NewFact, alsoInTransaction: () => void = () => {}): Fact {
    const { seq, atMs } = this.#db
      .transaction(() => {
        alsoInTransaction()
        const seq = this.newestSeq() + 1
        const atMs = Math.round(this.#clock.nowMs())
        this.#insert.run(seq, atMs, fact.kind, JSON.stringify(fact))
        return { seq, atMs }
      })
      .immediate()
    const numbered = { ...fact, seq, atMs }
    for (const listener of [...this.#listeners]) this.#tell(listener, numbered)
    return numbered
  }

  onFact(listener: FactListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Oldest first, in pages, so that years of facts never stand in memory at once. */
  *after(seq: number): IterableIterator<Fact> {
    const pageSize = 500
    for (let last = seq; ; ) {
      const rows = this.#after.all(last, pageSize)
      for (const row of rows) {
        const fact = this.#read(row)
        if (fact) yield fact
        last = row.seq
      }
      if (rows.length < pageSize) return
    }
  }

  newest<K extends Fact['kind']>(kind: K, limit: number): Extract<Fact, { kind: K }>[] {
    return this.#newest.all(kind, limit).flatMap((row) => {
      const fact = this.#read(row)
      return fact ? [fact as Extract<Fact, { kind: K }>] : []
    })
  }

  /** Reads no further than to the one. */
  find<K extends Fact['kind']>(
    kind: K,
    isIt: (fact: Extract<Fact, { kind: K }>) => boolean,
  ): Extract<Fact, { kind: K }> | undefined {
    for (const row of this.#newest.iterate(kind, -1)) {
      const fact = this.#read(row) as Extract<Fact, { kind: K }> | undefined
      if (fact && isIt(fact)) return fact
    }
    return undefined
  }

  newestSeq(): number {
    return this.#max.get() ?? 0
  }

  #read({ seq, at_ms, body }: FactRow): Fact | undefined {
    const parsed = factSchema.safeParse({ ...(JSON.parse(body) as object), seq, atMs: at_ms })
    if (!parsed.success) this.#log.warn('catalog.fact-unreadable', { seq })
    return parsed.data
  }

  #tell(listener: FactListener, fact: Fact): void {
    try {
      listener(fact)
    } catch {
      this.#log.warn('catalog.listener-failed', { seq: fact.seq })
    }
  }
}
