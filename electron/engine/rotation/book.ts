import { createHash } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import { type CarriedBook, type Clock, type Log, writeFileAtomic } from '#engine/kernel/index.ts'
import {
  type DiskEntry,
  type DiskId,
  type DiskRecord,
  diskEntrySchema,
  type NewDiskEntry,
  recordsOf,
} from '#shared/domain/index.ts'

const fileSchema = z.object({ version: z.literal(1), entries: z.array(diskEntrySchema) })

export type BookParts = {
  readonly file: string
  readonly clock: Clock
  readonly log: Log
  /** Hears of each line once it is on the disk. */
  readonly tell: (entry: DiskEntry) => void
}

/**
 * The book of the disks: who had which, since when, and what was written and read. Lines are only ever added.
 *
 * A file of its own, durable before anybody hears of a line, because the catalogue may be thrown away and custody may not.
 */
export class DiskBook {
  readonly #file: string
  readonly #clock: Clock
  #entries: readonly DiskEntry[]
  #records: ReadonlyMap<DiskId, DiskRecord>
  readonly #tell: (entry: DiskEntry) => void
  #last: Promise<unknown> = Promise.resolve()

  private constructor({ file, clock, tell }: BookParts, entries: readonly DiskEntry[]) {
    this.#file = file
    this.#clock = clock
    this.#tell = tell
    this.#entries = entries
    this.#records = recordsOf(entries)
  }

  /** A file that does not read is set aside, never written over. */
  static async open(parts: BookParts): Promise<DiskBook> {
    return new DiskBook(parts, await load(parts))
  }

  get entries(): readonly DiskEntry[] {
    return this.#entries
  }

  get records(): ReadonlyMap<DiskId, DiskRecord> {
    return this.#records
  }

  /**
   * The book as copies take it along. Lines that come from another computer stay as they are, so that printed seals hold; what was plugged
   * in there is not plugged in here, which a line more says for each.
   */
  get carried(): CarriedBook {
    return {
      name: 'discos',
      text: () => textOf(this.#entries),
      bring: (text) => this.#inTurn(() => this.#bring(fileSchema.parse(JSON.parse(text)).entries)),
    }
  }

  /** Resolves when the line is on the disk. Throws the system's error; then nothing was written. */
  write(line: NewDiskEntry): Promise<DiskEntry> {
    return this.#inTurn(() => this.#write(line))
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await this.#last
  }

  async #write(line: NewDiskEntry): Promise<DiskEntry> {
    const number = (this.#entries.at(-1)?.number ?? 0) + 1
    const entry = diskEntrySchema.parse({ ...line, number, atMs: Math.round(this.#clock.nowMs()) })
    const entries = [...this.#entries, entry]
    await this.#save(entries)
    this.#tell(entry)
    return entry
  }

  async #bring(entries: readonly DiskEntry[]): Promise<boolean> {
    if (entries.length === 0 || this.#entries.length > 0) return false
    await this.#save(entries)
    for (const { diskId, present } of this.#records.values())
      if (present) await this.#write({ kind: 'left', diskId, wasEjected: present.ejectedAtMs !== null })
    return true
  }

  async #save(entries: readonly DiskEntry[]): Promise<void> {
    await writeFileAtomic(this.#file, textOf(entries))
    this.#entries = entries
    this.#records = recordsOf(entries)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }
}

const textOf = (entries: readonly DiskEntry[]) => `${JSON.stringify({ version: 1, entries }, null, 1)}\n`

/**
 * A short seal for each line, in the order of the lines: the first 12 hex digits of SHA-256 over the seal before and the line.
 *
 * Printed on receipts: no line up to a printed one can be changed afterwards without the paper telling.
 */
export function sealsOf(entries: readonly DiskEntry[]): string[] {
  let chain = ''
  return entries.map((entry) => {
    chain = createHash('sha256')
      .update(`${chain}\n${canonical(entry)}`)
      .digest('hex')
    return chain.slice(0, 12)
  })
}

/** Fields by name, so that the seal does not hang on the order in which they were written down. */
const canonical = (entry: DiskEntry): string =>
  JSON.stringify(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)))

async function load({ file, clock, log }: BookParts): Promise<readonly DiskEntry[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  try {
    return fileSchema.parse(JSON.parse(text)).entries
  } catch {
    log.warn('rotation.book-set-aside')
    await rename(file, `${file}.set-aside-${Math.round(clock.nowMs())}`)
    return []
  }
}
