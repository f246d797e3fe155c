import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'
import { migrations } from './migrations/all.ts'

/** Up to this size the whole file is checked at start; a bigger one would keep the window waiting. */
const CHECKED_BYTES = 50_000_000

/** How the file is written today: so many migrations. */
export const CATALOG_VERSION = migrations.length

/** How the catalogue was found. Anything but 'kept' lacks the copies of the vault: see `rebuildFromVault`. */
export type CatalogOrigin = 'kept' | 'new' | 'set-aside'

/**
 * Opens the catalogue's file, brings it up to date, and begins a new one where it is damaged or not ours: it is a cache of the vault,
 * and the unusable file is kept beside it under another name. Throws APP_003 for one of a newer program, which stays as it is.
 *
 * `prepare` makes what works on it; when it cannot, the file is none of ours.
 */
export function openDatabase<T>(
  path: string,
  nowMs: number,
  prepare: (db: Database.Database) => T,
): { readonly parts: T; readonly origin: CatalogOrigin } {
  const isNew = !existsSync(path)
  try {
    return { parts: openMigrated(path, prepare), origin: isNew ? 'new' : 'kept' }
  } catch (error) {
    if (!isUnusable(error)) throw error
    setAside(path, nowMs)
    return { parts: openMigrated(path, prepare), origin: 'set-aside' }
  }
}

function openMigrated<T>(path: string, prepare: (db: Database.Database) => T): T {
  const db = new Database(path, { timeout: 5000 })
  try {
    const done = Number(db.pragma('user_version', { simple: true }))
    if (done > CATALOG_VERSION) fail('APP_003')
    // File names can name a patient: nobody else on this computer reads them.
    if (process.platform !== 'win32') chmodSync(path, 0o600)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // A name that was forgotten is overwritten, not only let go.
    db.pragma('secure_delete = ON')
    // Tables are made anew under their old names; nothing else would allow it.
    db.pragma('foreign_keys = OFF')
    migrations.slice(done).forEach((migration, at) => {
      db.transaction(() => {
        if (typeof migration === 'string') db.exec(migration)
        else migration(db)
        db.pragma(`user_version = ${done + at + 1}`)
      })()
    })
    db.pragma('foreign_keys = ON')
    assertSound(db)
    return prepare(db)
  } catch (error) {
    db.close()
    throw error
  }
}

function assertSound(db: Database.Database): void {
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  if (bytes > CHECKED_BYTES) return
  const found = db.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new Database.SqliteError('damaged catalogue', 'SQLITE_CORRUPT')
}

const isUnusable = (error: unknown): boolean =>
  // SQLITE_ERROR: the file is sound, but its tables are not ours.
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(error.code)

function setAside(path: string, nowMs: number): void {
  renameSync(path, `${path}.set-aside-${nowMs}`)
  // A log belongs to its database file; beside a new one it would be poison.
  for (const ending of ['-wal', '-shm', '-journal']) {
    if (!existsSync(path + ending)) continue
    if (ending === '-shm') rmSync(path + ending, { force: true })
    else renameSync(path + ending, `${path}.set-aside-${nowMs}${ending}`)
  }
}
