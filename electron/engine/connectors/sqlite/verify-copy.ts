import Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'

/** Lines of quick_check that speak of the program's own rules, not of damage. */
const RULE_LINES =
  /^(NULL value in|CHECK constraint failed in|NUMERIC value in|TEXT value in|INT value in|REAL value in|BLOB value in|non-\w+ value in) /

/**
 * Makes the copy one file that opens anywhere, walks all of it, and counts its rows. Throws DB_102 when it is damaged.
 *
 * A row that breaks a foreign key or a CHECK is the clinic's data as it is and no reason to refuse the copy.
 */
export function verifyCopy(copyPath: string, checkStopped: () => void): Record<string, number> {
  const copy = new Database(copyPath, { fileMustExist: true })
  try {
    copy.pragma('trusted_schema = OFF')
    copy.pragma('ignore_check_constraints = ON')
    if (copy.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') fail('DB_104')
    assertSound(copy)
    checkStopped()
    return countRows(copy, checkStopped)
  } finally {
    copy.close()
  }
}

function assertSound(copy: Database.Database): void {
  let lines: string[]
  try {
    lines = copy.prepare<[], string>('PRAGMA quick_check').pluck().all()
  } catch (error) {
    // The program's own collations and functions are unknown here: counting the rows walks the same pages.
    if (sqliteCode(error) === 'SQLITE_ERROR') return
    throw error
  }
  if (lines.some((line) => line !== 'ok' && !RULE_LINES.test(line))) fail('DB_102')
}

function countRows(copy: Database.Database, checkStopped: () => void): Record<string, number> {
  const tables = copy
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all()
  const counts: Record<string, number> = Object.create(null)
  for (const table of tables) {
    checkStopped()
    // NOT INDEXED: the rows themselves are walked, not a smaller index of them.
    const count = copy
      .prepare<[], number>(`SELECT count(*) FROM "${table.replaceAll('"', '""')}" NOT INDEXED`)
      .pluck()
      .get()
    counts[table] = count ?? 0
  }
  return counts
}

/** SQLite's name of what went wrong, or undefined for anything else. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined
}
