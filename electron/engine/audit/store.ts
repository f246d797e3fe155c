import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { AuditHead } from '#shared/domain/index.ts'
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

/** How the file was found: `set-aside` when it was damaged or none of ours. */
export type StoreOrigin = 'kept' | 'new' | 'set-aside'

/** The file of the register: lines are added, and nothing else. */
export class Store {
  readonly #db: Database.Database
  readonly origin: StoreOrigin

  private constructor(db: Database.Database, origin: StoreOrigin) {
    this.#db = db
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

  at(place: number): StoredRow | undefined {
    return this.#db.prepare<[number], StoredRow>(`SELECT place, ${FIELDS} FROM entries WHERE place = ?`).get(place)
  }

  /** Newest first. */
  page(filter: RowFilter, limit: number): StoredRow[] {
    const types = filter.types === undefined ? null : JSON.stringify(filter.types)
    return this.#db
      .prepare<unknown[], StoredRow>(
        `SELECT place, ${FIELDS} FROM entries
         WHERE (@before IS NULL OR place < @before) AND (@actor IS NULL OR actor = @actor)
           AND (@from IS NULL OR at_ms >= @from) AND (@to IS NULL OR at_ms < @to)
           AND (@types IS NULL OR type IN (SELECT value FROM json_each(@types)))
         ORDER BY place DESC LIMIT @limit`,
      )
      .all({
        before: filter.beforePlace ?? null,
        actor: filter.actor ?? null,
        from: filter.fromMs ?? null,
        to: filter.toMs ?? null,
        types,
        limit,
      })
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
    return this.#db.prepare<[], string>('SELECT DISTINCT actor FROM entries').pluck().all()
  }

  types(): string[] {
    return this.#db.prepare<[], string>('SELECT DISTINCT type FROM entries').pluck().all()
  }

  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM entries').pluck().get() ?? 0
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
