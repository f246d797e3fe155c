import type Database from 'better-sqlite3'

// What stands in each 256 lines of the register: from when to when, which types and by whom. A question passes over those that cannot
// hold what is asked for. It takes a hundredth of what an index of each line would, and can be made in pieces: what is not sorted yet
// is looked through.

const SHIFT = 8
const LINES = 2 ** SHIFT
/** Of a long register so many blocks are sorted at once: a few milliseconds. */
const SORTED_AT_ONCE = 16
/** So many blocks are asked about at once, the newest first: most pages are found in these. */
const ASKED_AT_ONCE = 1000

const ADD_MOMENTS = `ON CONFLICT (block) DO UPDATE
  SET first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)
  WHERE excluded.first_ms < first_ms OR excluded.last_ms > last_ms`
const SCHEMA = `
CREATE TABLE blocks (block INTEGER PRIMARY KEY, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL) STRICT;
CREATE TABLE block_kinds (
  type TEXT NOT NULL, block INTEGER NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (type, block, actor)
) STRICT, WITHOUT ROWID;
CREATE TABLE kinds (type TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (type, actor)) STRICT, WITHOUT ROWID;
-- The blocks of which nothing is known yet; one row, none when all are known.
CREATE TABLE unsorted (first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
INSERT INTO unsorted SELECT (SELECT min(place) FROM entries) >> ${SHIFT}, (SELECT max(place) FROM entries) >> ${SHIFT}
  WHERE EXISTS (SELECT 1 FROM entries);
`
const TRIGGER = `
CREATE TRIGGER IF NOT EXISTS entries_in_blocks AFTER INSERT ON entries BEGIN
  INSERT INTO blocks VALUES (new.place >> ${SHIFT}, new.at_ms, new.at_ms) ${ADD_MOMENTS};
  INSERT OR IGNORE INTO block_kinds VALUES (new.type, new.place >> ${SHIFT}, new.actor);
  INSERT OR IGNORE INTO kinds VALUES (new.type, new.actor);
END;
`
/** What an earlier version asked by. */
const INDEXES = ['entries_by_type', 'entries_by_time'] as const

/** Places from one to another, both included. */
export type Range = { readonly first: number; readonly last: number }
export type AskedOfBlocks = {
  readonly types?: readonly string[] | undefined
  readonly actor?: string | undefined
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
}
type BlockRange = { readonly first: number; readonly last: number }

const blockOf = (place: number) => Math.floor(place / LINES)
const lastOf = (block: number) => block * LINES + LINES - 1

/** Finds lines without reading those between them. The tables lie in the register's own file; triggers keep them for new lines. */
export class Blocks {
  readonly #db: Database.Database

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** Begins to keep them in a file that has none: at once for new lines, for all others with `sortNext`. */
  begin(): void {
    this.#db
      .transaction(() => {
        if (!this.#isKept()) this.#db.exec(SCHEMA)
        this.#db.exec(TRIGGER)
      })
      .immediate()
  }

  /** Sorts a few more of the lines that were there before, the newest first. False when nothing is left to do. */
  sortNext(): boolean {
    return this.#db
      .transaction(() => {
        const left = this.#unsorted()
        if (!left) return this.#dropNext()
        const from = Math.max(left.first, left.last - SORTED_AT_ONCE + 1)
        this.#sort({ first: from * LINES, last: lastOf(left.last) })
        if (from === left.first) this.#db.exec('DELETE FROM unsorted')
        else this.#db.prepare('UPDATE unsorted SET last = ?').run(from - 1)
        return true
      })
      .immediate()
  }

  /** What somebody took away of what is known of these lines is there again; nothing is written when nothing is missing. */
  sortAgain(range: Range): void {
    this.#db.transaction(() => this.#sort(range)).immediate()
  }

  #sort(range: Range): void {
    const some = 'FROM entries WHERE place BETWEEN @first AND @last'
    for (const sql of [
      `INSERT INTO blocks SELECT place >> ${SHIFT}, min(at_ms), max(at_ms) ${some} GROUP BY place >> ${SHIFT} ${ADD_MOMENTS}`,
      `INSERT OR IGNORE INTO block_kinds SELECT DISTINCT type, place >> ${SHIFT}, actor ${some}`,
      `INSERT OR IGNORE INTO kinds SELECT DISTINCT type, actor ${some}`,
    ])
      this.#db.prepare(sql).run(range)
  }

  #dropNext(): boolean {
    const old = INDEXES.find((name) => this.#has(name))
    if (old !== undefined) this.#db.exec(`DROP INDEX ${old}`)
    return old !== undefined
  }

  /** Where lines may stand that are asked for, up to a place, the newest first. */
  *ranges(asked: AskedOfBlocks, upTo: number): Generator<Range> {
    const oldest = this.#edge('min')
    const newest = this.#edge('max')
    if (oldest === undefined || newest === undefined) return
    const last = Math.min(newest, upTo)
    const [low, high] = [blockOf(oldest), blockOf(last)]
    const unsorted = this.#unsorted()
    if (!unsorted) return yield* this.#known(asked, { first: low, last: high })
    yield* this.#known(asked, { first: Math.max(low, unsorted.last + 1), last: high })
    yield { first: unsorted.first * LINES, last: lastOf(unsorted.last) }
    yield* this.#known(asked, { first: low, last: Math.min(high, unsorted.first - 1) })
  }

  types(): string[] {
    return this.#every('type')
  }

  actors(): string[] {
    return this.#every('actor')
  }

  #every(field: 'type' | 'actor'): string[] {
    const known = this.#isKept() ? this.#list(`SELECT DISTINCT ${field} FROM kinds`) : []
    const unsorted = this.#unsorted()
    if (!unsorted) return known
    const bounds = { first: unsorted.first * LINES, last: lastOf(unsorted.last) }
    const others = this.#list(`SELECT DISTINCT ${field} FROM entries WHERE place BETWEEN @first AND @last`, bounds)
    return [...new Set([...known, ...others])]
  }

  #list(sql: string, bound: object = {}): string[] {
    return this.#db.prepare<[object], string>(sql).pluck().all(bound)
  }

  *#known({ types, actor, fromMs, toMs }: AskedOfBlocks, { first, last }: BlockRange): Generator<Range> {
    if (first > last) return
    const ofKind = `block IN (SELECT block FROM block_kinds WHERE type IN (SELECT value FROM json_each(@types))
      AND block BETWEEN @low AND @high ${actor === undefined ? '' : 'AND actor = @actor'})`
    const conditions = [
      'block BETWEEN @low AND @high',
      ...(fromMs === undefined ? [] : ['last_ms >= @fromMs']),
      ...(toMs === undefined ? [] : ['first_ms < @toMs']),
      ...(types === undefined && actor === undefined ? [] : [ofKind]),
    ]
    const blocksOf = this.#db
      .prepare<[object], number>(`SELECT block FROM blocks WHERE ${conditions.join(' AND ')} ORDER BY block DESC`)
      .pluck()
    const named = JSON.stringify(types ?? (actor === undefined ? [] : this.#list('SELECT DISTINCT type FROM kinds')))
    for (let high = last; high >= first; high -= ASKED_AT_ONCE) {
      const low = Math.max(first, high - ASKED_AT_ONCE + 1)
      yield* joined(blocksOf.all({ low, high, fromMs, toMs, actor, types: named }))
    }
  }

  #edge(way: 'min' | 'max'): number | undefined {
    return this.#db.prepare<[], number | null>(`SELECT ${way}(place) FROM entries`).pluck().get() ?? undefined
  }

  /** All there is in a file that is only looked at and was written by an earlier version. */
  #unsorted(): BlockRange | undefined {
    if (!this.#isKept()) return { first: blockOf(this.#edge('min') ?? 0), last: blockOf(this.#edge('max') ?? 0) }
    return this.#db.prepare<[], BlockRange>('SELECT first, last FROM unsorted').get()
  }

  #isKept(): boolean {
    return this.#has('blocks')
  }

  #has(name: string): boolean {
    return this.#db.prepare<[string]>('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined
  }
}

/** Blocks beside each other are one range. */
function* joined(blocks: readonly number[]): Generator<Range> {
  let range: BlockRange | undefined
  for (const block of blocks) {
    if (range && block === range.first - 1) range = { first: block, last: range.last }
    else {
      if (range) yield { first: range.first * LINES, last: lastOf(range.last) }
      range = { first: block, last: block }
    }
  }
  if (range) yield { first: range.first * LINES, last: lastOf(range.last) }
}
