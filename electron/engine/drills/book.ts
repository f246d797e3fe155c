import { z } from 'zod'
import { type CarriedBook, type Clock, JsonBook, type Log } from '#engine/kernel/index.ts'
import { type DrillRecord, drillRecordSchema, type SilentDrill, silentDrillSchema } from '#shared/domain/index.ts'
import type { PlaceUse } from './rotation.ts'

const bookSchema = z.object({
  version: z.literal(1),
  drills: z.array(drillRecordSchema),
  /** Weekly ones; the oldest go. */
  silent: z.array(silentDrillSchema),
})
/** Two years of weeks. */
const MOST_SILENT = 104

/** What the clinic knows of its drills, durable before anybody hears of it: a power cut in the middle is told afterwards. */
export class DrillBook {
  readonly #book: JsonBook<typeof bookSchema>
  /** Without the one under way: its clock runs on this computer. */
  readonly carried: CarriedBook

  private constructor(book: JsonBook<typeof bookSchema>) {
    this.#book = book
    this.carried = book.carried('ensaios', (now) => ({ ...now, drills: now.drills.filter(({ end }) => end !== null) }))
  }

  static async open(parts: { readonly file: string; readonly clock: Clock; readonly log: Log }): Promise<DrillBook> {
    return new DrillBook(
      await JsonBook.open({ ...parts, schema: bookSchema, empty: { version: 1, drills: [], silent: [] } }),
    )
  }

  /** Oldest first. */
  get drills(): readonly DrillRecord[] {
    return this.#book.now.drills
  }

  get silent(): readonly SilentDrill[] {
    return this.#book.now.silent
  }

  /** The one that has not ended; there is at most one. */
  get open(): DrillRecord | undefined {
    return this.drills.find(({ end }) => end === null)
  }

  /** Which places guided drills used, in their order. */
  get uses(): readonly PlaceUse[] {
    return this.drills.map(({ replicaId, startedAtMs }) => ({ replicaId, atMs: startedAtMs }))
  }

  async write(record: DrillRecord): Promise<void> {
    await this.#book.change((book) => {
      const isKnown = book.drills.some(({ id }) => id === record.id)
      const drills = isKnown
        ? book.drills.map((known) => (known.id === record.id ? record : known))
        : [...book.drills, record]
      return { ...book, drills }
    })
  }

  async writeSilent(done: SilentDrill): Promise<void> {
    await this.#book.change((book) => ({ ...book, silent: [...book.silent, done].slice(-MOST_SILENT) }))
  }
}
