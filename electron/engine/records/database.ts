import Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'
import { digitsOf } from './rows.ts'
import { readSchema, type Schema } from './schema.ts'

/** A copy of a database, open for reading. */
export type RecordDatabase = { readonly db: Database.Database; readonly schema: Schema; close(): void }

/** Opens a SQLite file that nobody else writes to. Throws DB_102, DB_103. */
export function openDatabaseFile(file: string, known?: Schema): RecordDatabase {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true })
    // SECURITY: the file may be anybody's. What its schema computes calls no function of ours, and damaged pages are told before they are read.
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    prepare(db)
    return { db, schema: known ?? readSchema(db), close: () => void db.close() }
  } catch (cause) {
    const code = cause instanceof Database.SqliteError ? cause.code : ''
    return fail(code.startsWith('SQLITE_NOTADB') ? 'DB_103' : 'DB_102')
  }
}

/** What our statements need: sets in memory, and no digits but the digits. */
export function prepare(db: Database.Database): void {
  db.pragma('temp_store = MEMORY')
  db.pragma('query_only = OFF')
  db.function('digits', { deterministic: true }, (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? digitsOf(value) : '',
  )
}
