import { readJournal, shownPath } from './lines.ts'

/** What a journal tells of a recovery, as native paths for showing. `all` also has what was undone, and links. */
export type MadeThings = {
  /** Made, and not undone. */
  readonly files: readonly string[]
  readonly aside: readonly { readonly from: string; readonly to: string }[]
  readonly all: readonly string[]
}

export function readMade(journalFile: string): MadeThings {
  const lines = readJournal(journalFile)
  const undone = new Set(lines.flatMap((line) => (line.kind === 'undone' ? [line.path] : [])))
  const files = new Set(lines.flatMap((line) => (line.kind === 'file' && !undone.has(line.path) ? [line.path] : [])))
  return {
    files: [...files].map(shownPath),
    aside: lines.flatMap((line) =>
      line.kind === 'aside' ? [{ from: shownPath(line.path), to: shownPath(line.to) }] : [],
    ),
    all: lines.flatMap((line) =>
      line.kind === 'file' || line.kind === 'symlink' || line.kind === 'fifo' ? [shownPath(line.path)] : [],
    ),
  }
}
