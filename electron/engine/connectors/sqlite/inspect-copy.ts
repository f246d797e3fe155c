import Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'
import { newestEntry } from './newest.ts'
import { verifyCopy } from './verify-copy.ts'

export type Inspection = { readonly rowCounts: Record<string, number>; readonly newestAtMs: number | null }

/**
 * Opens a database that nobody works in yet and walks all of it, its indexes too: a damaged one is never put in place of another.
 * Throws DB_102.
 */
export function inspectCopy(path: string, untilMs: number, checkStopped: () => void): Inspection {
  const rowCounts = verifyCopy(path, checkStopped)
  const copy = new Database(path, { fileMustExist: true, readonly: true })
  try {
    copy.pragma('trusted_schema = OFF')
    if (!areIndexesSound(copy)) fail('DB_102')
    return { rowCounts, newestAtMs: newestEntry(copy, untilMs, checkStopped) }
  } finally {
    copy.close()
  }
}

/** What `verifyCopy` leaves out: whether every index says what its table says. */
function areIndexesSound(copy: Database.Database): boolean {
  try {
    const lines = copy.prepare<[], string>('PRAGMA integrity_check').pluck().all()
    return !lines.some((line) => /index|entry/i.test(line) && !/^(NULL value|CHECK constraint)/.test(line))
  } catch {
    // A program's own collation is unknown here; the rows themselves were walked.
    return true
  }
}
