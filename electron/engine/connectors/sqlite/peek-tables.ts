import Database from 'better-sqlite3'
import type { TablePeek } from '#shared/contracts/index.ts'
import { headerKind } from './header.ts'

const MOST_TABLES = 60
const MOST_ROWS = 100
const MOST_COLUMNS = 40
/** Of one cell; the rest is for whoever opens the recovered database. */
const MOST_LETTERS = 200
/** Of one cell that is read at all: many cells of a made-up file may name the same gigabyte. */
const MOST_BYTES = 1_000_000
const WRITE_VERSION_OFFSET = 18
const ROLLBACK_JOURNAL = [1, 1]

export type PeekedTables = { readonly tables: readonly TablePeek[]; readonly moreTables: number }

/** Whether a file begins as a SQLite database does. */
export const isSqlite = (header: Uint8Array): boolean => ['wal', 'rollback-journal'].includes(headerKind(header))

/** Says in a copy's header that it stands alone: what was still in a log when it was copied is not there. Changes `header`. */
export function withoutLog(header: Uint8Array): void {
  header.set(ROLLBACK_JOURNAL, WRITE_VERSION_OFFSET)
}

/**
 * The first rows of every table of a database that anybody may have made: bytes in memory, or the path of a private copy.
 *
 * Only plain tables and plain columns are read: views, virtual tables and generated columns would run what the file says.
 * Throws Database.SqliteError when it does not open.
 */
export function peekTables(source: Buffer | string): PeekedTables {
  const db =
    typeof source === 'string' ? new Database(source, { readonly: true, fileMustExist: true }) : new Database(source)
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('query_only = ON')
    const names = db
      .prepare<[], string>(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
      )
      .pluck()
      .all()
    const tables = names.slice(0, MOST_TABLES).map((name) => peek(db, name))
    return { tables, moreTables: names.length - tables.length }
  } finally {
    db.close()
  }
}

function peek(db: Database.Database, name: string): TablePeek {
  const columns = db
    .prepare<[string], string>("SELECT name FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0 ORDER BY cid")
    .pluck()
    .all(name)
    .slice(0, MOST_COLUMNS)
  if (columns.length === 0) return { name, columns, rows: [], hasMore: false }
  // Lengths are told without reading what is long.
  const cells = columns.map((column) => {
    const cell = quoted(column)
    const isShort = `typeof(${cell}) <> 'blob' AND (typeof(${cell}) <> 'text' OR octet_length(${cell}) <= ${MOST_BYTES})`
    return `CASE WHEN ${isShort} THEN substr(${cell}, 1, ${MOST_LETTERS + 1}) ELSE octet_length(${cell}) END, iif(${isShort}, typeof(${cell}), 'blob')`
  })
  // NOT INDEXED: an index may be one over an expression.
  const rows = db
    .prepare<[], unknown[]>(`SELECT ${cells.join(', ')} FROM ${quoted(name)} NOT INDEXED LIMIT ${MOST_ROWS + 1}`)
    .raw()
    .all()
  const shown = rows.slice(0, MOST_ROWS).map((row) => columns.map((_, at) => cellOf(row[2 * at], row[2 * at + 1])))
  return { name, columns, rows: shown, hasMore: rows.length > MOST_ROWS }
}

function cellOf(value: unknown, type: unknown): TablePeek['rows'][number][number] {
  if (value === null || value === undefined) return { kind: 'empty' }
  if (type === 'blob') return { kind: 'bytes', sizeBytes: Number(value) }
  const text = String(value)
  return { kind: 'text', text: text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
