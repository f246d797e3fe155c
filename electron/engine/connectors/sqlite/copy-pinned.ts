import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { fail } from '#shared/errors/index.ts'

const PAGES_PER_STEP = 512

type CopyHooks = {
  /** Throws to stop the copy. */
  readonly checkStopped: () => void
  readonly onProgress: (doneBytes: number, totalBytes: number) => void
}

/**
 * Copies one moment of a database, page by page, while its program goes on writing.
 *
 * The read transaction comes first: it fails honestly when the database stays locked, and it pins one snapshot,
 * so that no step of the backup ever starts over because of a writer. Pages keep their places, so the vault finds
 * nearly all of them again next time (VACUUM INTO would move every one).
 */
export async function copyPinned(source: Database.Database, copyPath: string, hooks: CopyHooks): Promise<number> {
  const pageBytes = Number(source.pragma('page_size', { simple: true }))
  const pinnedPages = Number(source.pragma('page_count', { simple: true }))
  const result = await source.backup(copyPath, {
    progress: ({ totalPages, remainingPages }) => {
      hooks.checkStopped()
      hooks.onProgress((totalPages - remainingPages) * pageBytes, totalPages * pageBytes)
      return PAGES_PER_STEP
    },
  })
  assertWhole(result.totalPages, pinnedPages, pageBytes, copyPath)
  return result.totalPages * pageBytes
}

/**
 * Refuses a copy that came out short. better-sqlite3 reports success with zero pages when a lock stopped it,
 * and an empty file passes every check of SQLite itself. Throws DB_104.
 */
export function assertWhole(copiedPages: number, expectedPages: number, pageBytes: number, copyPath: string): void {
  const sizeBytes = statSync(copyPath, { throwIfNoEntry: false })?.size ?? 0
  const isWhole = copiedPages > 0 && copiedPages === expectedPages && sizeBytes === copiedPages * pageBytes
  if (!isWhole) fail('DB_104')
}
