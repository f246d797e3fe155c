import { lstat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { recordMissingFolders } from './journal.ts'
import { readJournal } from './lines.ts'

/** What an earlier run of the same recovery has made, as it wrote down. */
export function madeBefore(journalFile: string): { readonly lines: number; readonly bytes: number } {
  const lines = readJournal(journalFile)
  const files = lines.filter((line) => line.kind === 'file')
  return { lines: lines.length, bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

/** Folders that will have to be made above all else are of this recovery, too. */
export async function recordMissingAbove(journalFile: string, targetFolder: string): Promise<void> {
  const missing: string[] = []
  for (let at = resolve(targetFolder); !(await isThere(at)); at = dirname(at)) missing.unshift(at)
  recordMissingFolders(journalFile, missing)
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => dirname(path) === path,
  )
}
