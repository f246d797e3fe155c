import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Log, writeFileAtomic } from '#engine/kernel/index.ts'
import { KIT_WORDS, plainWord } from './kit.ts'

const pageSchema = z.object({
  version: z.literal(1),
  /** When the newest paper was printed, or written by hand. */
  printedAtMs: z.number().int(),
  /** When three words of it were typed and one real file came back; null while that was never done. */
  provenAtMs: z.number().int().nullable(),
  /** One mark a word. */
  marks: z.array(z.string().regex(/^[0-9a-f]{64}$/)).length(KIT_WORDS),
})
export type KitPage = z.infer<typeof pageSchema>

/**
 * What is known of the paper, in a file of its own. The words are not in it.
 *
 * A mark is a keyed hash of a word and its position, by a key that only an open vault gives. Whoever could guess words from marks has that
 * key and needs no kit.
 */
export class KitBook {
  readonly #file: string
  #page: KitPage | undefined

  private constructor(file: string, page: KitPage | undefined) {
    this.#file = file
    this.#page = page
  }

  /** A file that does not read is as good as none: the paper is written down anew the next time its words are typed. */
  static async open({ file, log }: { readonly file: string; readonly log: Log }): Promise<KitBook> {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) return new KitBook(file, undefined)
    try {
      return new KitBook(file, pageSchema.parse(JSON.parse(text)))
    } catch {
      log.warn('kit-book.unreadable', {})
      return new KitBook(file, undefined)
    }
  }

  get page(): KitPage | undefined {
    return this.#page
  }

  /** The paper with these words is in somebody's hands since then. */
  async printed(words: readonly string[], key: Uint8Array, atMs: number): Promise<void> {
    const marks = words.map((word, at) => markOf(key, at + 1, word))
    const isSame = this.#page?.marks.every((mark, at) => mark === marks[at]) ?? false
    await this.#save({
      version: 1,
      printedAtMs: atMs,
      provenAtMs: isSame ? (this.#page?.provenAtMs ?? null) : null,
      marks,
    })
  }

  async proven(atMs: number): Promise<void> {
    if (this.#page) await this.#save({ ...this.#page, provenAtMs: atMs })
  }

  /** Whether each typed word stands at its position on the paper. */
  isRight(proof: readonly { readonly position: number; readonly word: string }[], key: Uint8Array): boolean {
    return proof.every(({ position, word }) => {
      const known = this.#page?.marks[position - 1]
      const typed = markOf(key, position, plainWord(word))
      return known !== undefined && timingSafeEqual(Buffer.from(known, 'hex'), Buffer.from(typed, 'hex'))
    })
  }

  async #save(page: KitPage): Promise<void> {
    await writeFileAtomic(this.#file, `${JSON.stringify(page)}\n`)
    this.#page = page
  }
}

const markOf = (key: Uint8Array, position: number, word: string): string =>
  createHmac('sha256', key).update(`${position} ${word}`).digest('hex')
