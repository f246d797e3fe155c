import { closeSync, fsyncSync, lstatSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import type { NativePath } from '#engine/sources/index.ts'
import { decodePath, encodePath, type JournalLine, readJournal } from './lines.ts'

/**
 * The durable memory of one recovery: what it makes and what it sets aside, so that it can go on after a crash and be undone.
 *
 * A line is with the system before the target is touched: killing the program loses nothing. Before something of a person's is moved it is on the disk.
 */
export class Journal {
  readonly #file: number
  /** Whether an earlier run was at work: it may have left its first file unfinished before it had made anything. */
  readonly isBegun: boolean
  /** What an earlier run made, by where it would have stood; each is taken once. */
  readonly #made = new Map<string, JournalLine[]>()
  readonly #own = new Set<string>()

  constructor(file: string) {
    const lines = readJournal(file)
    this.isBegun = lines.length > 0
    const undone = new Set(lines.flatMap((line) => (line.kind === 'undone' ? [line.path] : [])))
    for (const line of lines) {
      if (!('wanted' in line) || undone.has(line.path)) continue
      const list = this.#made.get(line.wanted)
      if (list) list.push(line)
      else this.#made.set(line.wanted, [line])
      if (line.kind === 'file') this.#own.add(line.inode)
    }
    this.#file = openSync(file, 'a', 0o600)
    // Half a line of a crash must not swallow the next one.
    writeSync(this.#file, '\n')
  }

  write(line: JournalLine, isDurable = false): void {
    if (line.kind === 'file') this.#own.add(line.inode)
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
    if (isDurable) fsyncSync(this.#file)
  }

  /** What an earlier run made of the entry with this place, if `isIt`; never the same twice. */
  take<K extends 'file' | 'folder' | 'symlink' | 'fifo'>(
    kind: K,
    wanted: NativePath,
    isIt: (line: Extract<JournalLine, { kind: K }>, path: string | Buffer) => boolean,
  ): string | Buffer | undefined {
    const list = this.#made.get(encodePath(wanted)) ?? []
    const at = list.findIndex(
      (line) => line.kind === kind && isIt(line as Extract<JournalLine, { kind: K }>, decodePath(line.path)),
    )
    const [line] = at >= 0 ? list.splice(at, 1) : []
    return line && 'path' in line ? decodePath(line.path) : undefined
  }

  /** Whether what stands there was made by this very recovery: two names of a copy may be one here (capitals, accents). */
  isOwn(path: NativePath): boolean {
    try {
      return this.#own.has(String(lstatSync(path, { bigint: true }).ino))
    } catch {
      return false
    }
  }

  /** Everything so far outlives a power cut. */
  sync(): void {
    fsyncSync(this.#file)
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Tells the journal of folders above a target that will have to be made for it. */
export function recordMissingFolders(file: string, folders: readonly string[]): void {
  const journal = new Journal(file)
  try {
    for (const folder of folders) {
      const path = encodePath(resolve(folder))
      if (!journal.take('folder', path, () => true)) journal.write({ kind: 'folder', wanted: path, path })
    }
    journal.sync()
  } finally {
    journal.close()
  }
}
