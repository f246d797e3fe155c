import { readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import { type Log, writeFileAtomic } from '#engine/kernel/index.ts'
import {
  type DatabaseRecovery,
  type DatabaseSource,
  databaseRecoverySchema,
  databaseSourceSchema,
  personIdSchema,
  type RecoveryId,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

const entrySchema = z.object({
  recovery: databaseRecoverySchema,
  /** Where each of them is, so that whatever a crash left is found again. Names of passwords, never passwords. */
  live: databaseSourceSchema,
  fresh: databaseSourceSchema,
  aside: databaseSourceSchema,
  /** Who agreed to what, and when. */
  approvals: z.array(z.object({ person: personIdSchema, step: z.enum(['swap', 'undo']), atMs: z.number().int() })),
})
const fileSchema = z.object({ version: z.literal(1), entries: z.array(entrySchema) })

export type RecoveryEntry = z.infer<typeof entrySchema>

/**
 * The book of databases on their way back. Each step is on the disk before it is done, so that a crash leaves nothing unknown.
 * A file of its own, because the catalogue may be thrown away and what stands beside the clinic's database may not be forgotten.
 */
export class RecoveryBook {
  readonly #file: string
  #entries: readonly RecoveryEntry[]
  #last: Promise<unknown> = Promise.resolve()

  private constructor(file: string, entries: readonly RecoveryEntry[]) {
    this.#file = file
    this.#entries = entries
  }

  /** A file that does not read is set aside, never written over. */
  static async open(file: string, log: Log): Promise<RecoveryBook> {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) return new RecoveryBook(file, [])
    try {
      return new RecoveryBook(file, fileSchema.parse(JSON.parse(text)).entries)
    } catch {
      log.warn('database-recoveries.set-aside')
      await rename(file, `${file}.unreadable`).catch(() => {})
      return new RecoveryBook(file, [])
    }
  }

  /** Newest first. */
  get entries(): readonly RecoveryEntry[] {
    return this.#entries.toReversed()
  }

  /** Throws DB_117 for one that is not in the book. */
  find(id: RecoveryId): RecoveryEntry {
    return this.#entries.find(({ recovery }) => recovery.recoveryId === id) ?? fail('DB_117')
  }

  add(entry: RecoveryEntry): Promise<void> {
    return this.#write((entries) => [...entries, entry])
  }

  /** Resolves when the change is on the disk. */
  async change(id: RecoveryId, change: (entry: RecoveryEntry) => RecoveryEntry): Promise<RecoveryEntry> {
    await this.#write((entries) => entries.map((entry) => (entry.recovery.recoveryId === id ? change(entry) : entry)))
    return this.find(id)
  }

  async move(id: RecoveryId, state: DatabaseRecovery['state']): Promise<RecoveryEntry> {
    return this.change(id, (entry) => ({ ...entry, recovery: { ...entry.recovery, state } }))
  }

  #write(change: (entries: readonly RecoveryEntry[]) => readonly RecoveryEntry[]): Promise<void> {
    const written = this.#last.then(async () => {
      const entries = change(this.#entries)
      await writeFileAtomic(this.#file, `${JSON.stringify({ version: 1, entries }, null, 1)}\n`)
      this.#entries = entries
    })
    this.#last = written.catch(() => undefined)
    return written
  }
}

/** As its server or folder lists it. */
export const nameOf = (source: DatabaseSource): string => (source.kind === 'sqlite' ? source.path : source.database)
