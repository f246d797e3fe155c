import type { Code } from '#shared/errors/index.ts'

/** Which code tells a person about a failure of SQLite while it read the source or wrote the copy. */
export function codeOfSqlite(sqliteCode: string): Code {
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(sqliteCode)) return 'DB_101'
  if (/^SQLITE_CORRUPT/.test(sqliteCode)) return 'DB_102'
  if (/^SQLITE_NOTADB/.test(sqliteCode)) return 'DB_103'
  if (/^SQLITE_(FULL|IOERR|TOOBIG)/.test(sqliteCode)) return 'DB_104'
  if (/^SQLITE_(PERM|AUTH|READONLY|CANTOPEN)/.test(sqliteCode)) return 'SRC_102'
  return 'APP_000'
}

/** Which code tells a person that the source's file could not even be opened; undefined for what is no failure of the file system. */
export function codeOfOpening(error: unknown): Code | undefined {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined
  if (code === undefined) return undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'DB_105'
  return code === 'EISDIR' ? 'DB_103' : 'SRC_102'
}
