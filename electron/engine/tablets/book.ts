import { readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import { type Clock, type Log, writeFileAtomic } from '#engine/kernel/index.ts'
import { type TabletPolicy, tabletIdSchema, tabletPolicySchema } from '#shared/domain/index.ts'
import { certificateSchema } from './certificate.ts'

const sentFileSchema = z.object({
  /** The tablet's own id of the file: sent twice, kept once. */
  fileId: z.uuid(),
  /** Its name in the folder that everything comes to. */
  name: z.string(),
  receivedAtMs: z.number().int(),
})
export type SentFile = z.infer<typeof sentFileSchema>

const entrySchema = z.object({
  tabletId: tabletIdSchema,
  name: z.string(),
  /** The token itself is on the tablet only. */
  tokenSha256: z.string().regex(/^[0-9a-f]{64}$/),
  pairedAtMs: z.number().int(),
  lastSentAtMs: z.number().int().nullable(),
  sentFiles: z.number().int().nonnegative(),
  /** The newest ones, newest first. */
  newest: z.array(sentFileSchema),
})
export type TabletEntry = z.infer<typeof entrySchema>

const bookSchema = z.object({
  version: z.literal(1),
  isOn: z.boolean(),
  inboxPath: z.string().nullable(),
  /** 0 until the system gave one; kept, so that a tablet finds the page again. */
  port: z.number().int().min(0).max(65_535),
  certificate: certificateSchema.nullable(),
  policy: tabletPolicySchema,
  tablets: z.array(entrySchema),
})
export type Book = z.infer<typeof bookSchema>

/** So many are shown on the tablet, and told apart when sent twice. */
export const NEWEST_FILES = 200

const emptyBook = (): Book => ({
  version: 1,
  isOn: false,
  inboxPath: null,
  port: 0,
  certificate: null,
  policy: defaultPolicy(),
  tablets: [],
})
const defaultPolicy = (): TabletPolicy => tabletPolicySchema.parse({})

/** Which tablets may send, and what they sent last: one file, replaced as a whole. */
export class TabletBook {
  readonly #file: string
  #book: Book
  #last: Promise<unknown> = Promise.resolve()

  private constructor(file: string, book: Book) {
    this.#file = file
    this.#book = book
  }

  /** A file that does not read is set aside: tablets have to be paired again, photos are not in it. */
  static async open({ file, clock, log }: { file: string; clock: Clock; log: Log }): Promise<TabletBook> {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) return new TabletBook(file, emptyBook())
    try {
      return new TabletBook(file, bookSchema.parse(JSON.parse(text)))
    } catch {
      log.warn('tablets.book-damaged')
      await rename(file, `${file}.damaged-${clock.nowMs()}`)
      return new TabletBook(file, emptyBook())
    }
  }

  get now(): Book {
    return this.#book
  }

  /** Resolves when the change is on the disk; only then anybody sees it. */
  change(how: (book: Book) => Book): Promise<Book> {
    const changed = this.#last.then(async () => {
      const book = how(this.#book)
      await writeFileAtomic(this.#file, `${JSON.stringify(book)}\n`)
      this.#book = book
      return book
    })
    this.#last = changed.catch(() => undefined)
    return changed
  }
}
