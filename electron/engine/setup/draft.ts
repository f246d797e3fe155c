import { type Clock, JsonBook, type Log } from '#engine/kernel/index.ts'
import { type SetupDraft, setupDraftSchema } from '#shared/domain/index.ts'

const fileSchema = setupDraftSchema.nullable()

/** How far set-up has got, in a file of its own: a window or a computer that stops midway goes on at the same step. */
export class SetupDraftFile {
  readonly #book: JsonBook<typeof fileSchema>

  private constructor(book: JsonBook<typeof fileSchema>) {
    this.#book = book
  }

  /** One that does not read is set aside: set-up begins anew. */
  static async open(parts: {
    readonly file: string
    readonly clock: Clock
    readonly log: Log
  }): Promise<SetupDraftFile> {
    return new SetupDraftFile(await JsonBook.open({ ...parts, schema: fileSchema, empty: null }))
  }

  get now(): SetupDraft | null {
    return this.#book.now
  }

  async save(draft: SetupDraft): Promise<void> {
    await this.#book.change(() => draft)
  }

  /** Everything is set up, or somebody begins anew. */
  async forget(): Promise<void> {
    if (this.now !== null) await this.#book.change(() => null)
  }
}
