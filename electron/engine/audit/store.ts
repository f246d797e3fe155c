import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { AuditHead } from '#shared/domain/index.ts'
import { Blocks } from './blocks.ts'
import type { StoredRow } from './row.ts'

const SCHEMA = `
CREATE TABLE IF NOT EXISTS entries (
  place INTEGER PRIMARY KEY,
  segment TEXT NOT NULL,
  number INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  actor TEXT NOT NULL,
  component TEXT NOT NULL,
  subject_kind TEXT,
  subject_id TEXT,
  extra TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  seal TEXT,
  UNIQUE (segment, number)
) STRICT;
CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'lines stay'); END;
CREATE TRIGGER IF NOT EXISTS entries_keep BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'lines keep'); END;
`
const FIELDS =
  'segment, number, at_ms, type, actor, component, subject_kind, subject_id, extra, prev_hash, hash, seal' as const
const NAMED = FIELDS.split(', ')
  .map((field) => `@${field}`)
  .join(', ')

export type NewRow = Omit<StoredRow, 'place'>
/** Which lines are asked for, newest first. */
export type RowFilter = {
  readonly types?: readonly string[] | undefined
  readonly actor?: string | undefined
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  readonly beforePlace?: number | undefined
}

/** The unbroken run of places that the lines of one segment have. */
export type SegmentSpan = {
  readonly segment: string
  readonly firstPlace: number
  readonly lastPlace: number
  readonly lines: number
}

/** How the file was found: `set-aside` when it was damaged or none of ours. */
export type StoreOrigin = 'kept' | 'new' | 'set-aside'

/** The file of the register: lines are added, and nothing else. */
export class Store {
  readonly #db: Database.Database
  readonly #blocks: Blocks
  readonly origin: StoreOrigin

  private constructor(db: Database.Database, origin: StoreOrigin) {
    this.#db = db
    this.#blocks = new Blocks(db)
    this.origin = origin
  }

  /** A file that does not open is renamed and kept beside a new one. Throws the system's error where no file can be made. */
  static open(file: string, nowMs: number): Store {
    const isNew = !existsSync(file)
    try {
      return new Store(prepared(file), isNew ? 'new' : 'kept')
    } catch (error) {
      if (isNew || !isUnusable(error)) throw error
      setAside(file, nowMs)
      return new Store(prepared(file), 'set-aside')
    }
  }

  /** For looking only: a file that another process writes to. Throws better-sqlite3's error. */
  static look(file: string): Store {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 })
    try {
      db.prepare(`SELECT place, ${FIELDS} FROM entries LIMIT 1`).get()
    } catch (error) {
      db.close()
      throw error
    }
    return new Store(db, 'kept')
  }

  /** In one transaction: all or nothing. */
  add(rows: readonly NewRow[]): void {
    const insert = this.#db.prepare(`INSERT INTO entries (${FIELDS}) VALUES (${NAMED})`)
    this.#db.transaction(() => rows.forEach((row) => void insert.run(row))).immediate()
  }

  /** Puts older lines before all others. */
  putBefore(rows: readonly NewRow[]): void {
    const insert = this.#db.prepare(`INSERT INTO entries (place, ${FIELDS}) VALUES (@place, ${NAMED})`)
    this.#db
      .transaction(() => {
        const first = this.#db.prepare<[], number>('SELECT coalesce(min(place), 1) FROM entries').pluck().get() ?? 1
        rows.forEach((row, at) => void insert.run({ ...row, place: first - rows.length + at }))
      })
      .immediate()
  }

  /** Oldest first, a page at a time. */
  after(place: number, limit: number): StoredRow[] {
    return this.#db
      .prepare<[number, number], StoredRow>(
        `SELECT place, ${FIELDS} FROM entries WHERE place > ? ORDER BY place LIMIT ?`,
      )
      .all(place, limit)
  }

  /** The lines from one place to another, both included, oldest first. */
  between(first: number, last: number): StoredRow[] {
    return this.#db
      .prepare<[number, number], StoredRow>(
        `SELECT place, ${FIELDS} FROM entries WHERE place BETWEEN ? AND ? ORDER BY place`,
      )
      .all(first, last)
  }

  at(place: number): StoredRow | undefined {
    return this.#db.prepare<[number], StoredRow>(`SELECT place, ${FIELDS} FROM entries WHERE place = ?`).get(place)
  }

  /** Newest first. Only lines that come into question are looked at: a register of twenty years has millions. */
  page(filter: RowFilter, limit: number): StoredRow[] {
    const { types, actor, fromMs, toMs, beforePlace } = filter
    const conditions = [
      'place BETWEEN @first AND @last',
      ...(fromMs === undefined ? [] : ['at_ms >= @fromMs']),
      ...(toMs === undefined ? [] : ['at_ms < @toMs']),
      ...(actor === undefined ? [] : ['actor = @actor']),
      ...(types === undefined ? [] : ['type IN (SELECT value FROM json_each(@types))']),
    ]
    const some = this.#db.prepare<[object], StoredRow>(
      `SELECT place, ${FIELDS} FROM entries WHERE ${conditions.join(' AND ')} ORDER BY place DESC LIMIT @limit`,
    )
    const upTo = beforePlace === undefined ? Number.MAX_SAFE_INTEGER : beforePlace - 1
    const rows: StoredRow[] = []
    for (const { first, last } of this.#blocks.ranges(filter, upTo)) {
      const [wanted, until] = [limit - rows.length, Math.min(last, upTo)]
      rows.push(
        ...some.all({ first, last: until, fromMs, toMs, actor, types: JSON.stringify(types ?? []), limit: wanted }),
      )
      if (rows.length === limit) break
    }
    return rows
  }

  /** Sorts a few more lines of a register that an earlier version kept. False when nothing is left; better-sqlite3's error where it cannot. */
  sortNext(): boolean {
    return this.#blocks.sortNext()
  }

  /** What a question passes lines over by is made good for these. */
  sortAgain(first: number, last: number): void {
    this.#blocks.sortAgain({ first, last })
  }

  last(): StoredRow | undefined {
    return this.page({}, 1)[0]
  }

  findLast(type: string): StoredRow | undefined {
    return this.page({ types: [type] }, 1)[0]
  }

  row(segment: string, number: number): StoredRow | undefined {
    return this.#db
      .prepare<[string, number], StoredRow>(`SELECT place, ${FIELDS} FROM entries WHERE segment = ? AND number = ?`)
      .get(segment, number)
  }

  /** The last line of a segment; undefined when there is none of it. */
  headOf(segment: string): AuditHead | undefined {
    return this.#db
      .prepare<[string], AuditHead>(
        'SELECT segment, number, hash FROM entries WHERE segment = ? ORDER BY number DESC LIMIT 1',
      )
      .get(segment)
  }

  /** Whether a line up to this one has a seal. */
  isSealedBy({ segment, number }: AuditHead): boolean {
    const found = this.#db
      .prepare('SELECT 1 FROM entries WHERE segment = ? AND number <= ? AND seal IS NOT NULL LIMIT 1')
      .get(segment, number)
    return found !== undefined
  }

  actors(): string[] {
    return this.#blocks.actors()
  }

  types(): string[] {
    return this.#blocks.types()
  }

  /** From one to the next by the index, never over the lines between them. */
  #segments(): string[] {
    return this.#db
      .prepare<[], string>(
        `WITH RECURSIVE found (value) AS (
           SELECT min(segment) FROM entries
           UNION ALL
           SELECT (SELECT min(segment) FROM entries WHERE segment > found.value) FROM found WHERE found.value IS NOT NULL
         ) SELECT value FROM found WHERE value IS NOT NULL`,
      )
      .pluck()
      .all()
  }

  /** How many lines: they stand at one place after the other, and none ever leaves. */
  count(): number {
    return (
      this.#db
        .prepare<[], number>(
          'SELECT coalesce((SELECT max(place) FROM entries) - (SELECT min(place) FROM entries) + 1, 0)',
        )
        .pluck()
        .get() ?? 0
    )
  }

  /** Where each segment stands, in the order of the register; undefined when lines of one stand between those of another. */
  spans(): SegmentSpan[] | undefined {
    const segments = this.#segments()
    const edge = (segment: string, way: 'ASC' | 'DESC') =>
      this.#db
        .prepare<[string], { place: number; number: number }>(
          `SELECT place, number FROM entries WHERE segment = ? ORDER BY number ${way} LIMIT 1`,
        )
        .get(segment) ?? { place: 0, number: 0 }
    const spans = segments
      .map((segment) => {
        const [first, last] = [edge(segment, 'ASC'), edge(segment, 'DESC')]
        return { segment, firstPlace: first.place, lastPlace: last.place, lines: last.number - first.number + 1 }
      })
      .sort((left, right) => left.firstPlace - right.firstPlace)
    const isInOrder = spans.every(
      ({ firstPlace, lastPlace, lines }, at) =>
        lastPlace - firstPlace + 1 === lines && firstPlace > (spans[at - 1]?.lastPlace ?? Number.MIN_SAFE_INTEGER),
    )
    return isInOrder ? spans : undefined
  }

  /** A number in the extras of the last line that has it; 0 when none has. */
  lastNumber(extra: string): number {
    const path = `$.${extra}`
    const found = this.#db
      .prepare<[string, string], unknown>(
        `SELECT json_extract(extra, ?) FROM entries
         WHERE json_valid(extra) AND json_extract(extra, ?) IS NOT NULL ORDER BY place DESC LIMIT 1`,
      )
      .pluck()
      .get(path, path)
    return typeof found === 'number' ? found : 0
  }

  close(): void {
    this.#db.close()
  }
}

function prepared(file: string): Database.Database {
  const db = new Database(file, { timeout: 5000 })
  try {
    if (process.platform !== 'win32') chmodSync(file, 0o600)
    db.pragma('journal_mode = WAL')
    // A line is on the disk before what it tells of goes on.
    db.pragma('synchronous = FULL')
    db.exec(SCHEMA)
    new Blocks(db).begin()
    db.prepare(`SELECT place, ${FIELDS} FROM entries ORDER BY place DESC LIMIT 1`).get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const isUnusable = (error: unknown): boolean =>
  // SQLITE_ERROR: the file is sound, but its table is not ours.
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(error.code)

function setAside(file: string, nowMs: number): void {
  for (const ending of ['', '-wal', '-journal'])
    if (existsSync(file + ending)) renameSync(file + ending, `${file}.set-aside-${Math.round(nowMs)}${ending}`)
  rmSync(`${file}-shm`, { force: true })
}
