import { stat } from 'node:fs/promises'

/**
 * Stands for the state of a few files that are written together (a database and its log): another mark, and one was written to.
 *
 * Empty files count as none: a reader leaves them behind. Opens nothing, so it disturbs no lock.
 */
export async function markOf(paths: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    paths.map(async (path) => {
      const facts = await stat(path, { bigint: true }).catch(() => undefined)
      if (!facts?.isFile() || facts.size === 0n) return '-'
      // Not the ctime: SQLite gives a log its owner anew whenever the system's administrator opens it, to read too.
      return [facts.ino, facts.size, facts.mtimeNs].join(':')
    }),
  )
  return marks.join(' ')
}
