import { createHash } from 'node:crypto'
import { type CopySummary, copyIdSchema } from '#shared/domain/index.ts'
import type { CopyEntry } from '../paths.ts'

export const hash = (text: string) => createHash('sha256').update(text).digest('hex')
export const DAY_MS = 86_400_000

/** A copy taken on the given day; nothing else about it matters here. */
export function copyOfDay(day: number): CopySummary {
  const none = { files: 0, folders: 0, sourceBytes: 0, addedBytes: 0, newFiles: 0, changedFiles: 0, unchangedFiles: 0 }
  return {
    copyId: copyIdSchema.parse(hash(`cópia ${day}`)),
    takenAtMs: day * DAY_MS,
    durationMs: 0,
    databases: 0,
    skips: {},
    ...none,
  }
}

/** Entries from `path → content`; `!` before the content means a database. */
export async function* entriesOf(files: Readonly<Record<string, string>>): AsyncGenerator<CopyEntry> {
  for (const [path, content] of Object.entries(files))
    yield {
      path,
      sizeBytes: content.length,
      modifiedAtMs: content.length * 1000,
      contentKey: hash(content),
      kind: content.startsWith('!') ? 'database' : 'file',
    }
}
