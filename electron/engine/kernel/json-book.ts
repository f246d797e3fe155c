import { readFile, rename } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { writeFileAtomic } from './atomic-file.ts'
import type { CarriedBook } from './carried-book.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export type JsonBookParts<S extends z.ZodType> = {
  readonly file: string
  readonly schema: S
  readonly empty: z.infer<S>
  readonly clock: Clock
  readonly log: Log
}

/** A small book the app keeps for the clinic: one JSON file, read once, replaced as a whole. */
export class JsonBook<S extends z.ZodType> {
  readonly #file: string
  readonly #schema: S
  readonly #empty: z.infer<S>
  #now: z.infer<S>
  #last: Promise<unknown> = Promise.resolve()

  private constructor({ file, schema, empty }: JsonBookParts<S>, now: z.infer<S>) {
    this.#file = file
    this.#schema = schema
    this.#empty = empty
    this.#now = now
  }

  /** A file that does not read is set aside under a name of its own, never written over; the book begins empty. */
  static async open<S extends z.ZodType>(parts: JsonBookParts<S>): Promise<JsonBook<S>> {
    const { file, schema, empty, clock, log } = parts
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) return new JsonBook(parts, empty)
    try {
      return new JsonBook(parts, schema.parse(JSON.parse(text)))
    } catch {
      log.warn('book.damaged')
      await rename(file, `${file}.damaged-${clock.nowMs()}`)
      return new JsonBook(parts, empty)
    }
  }

  get now(): z.infer<S> {
    return this.#now
  }

  /** The book as copies take it along; `own` leaves out what holds on this computer only. */
  carried(name: string, own: (book: z.infer<S>) => z.infer<S> = (book) => book): CarriedBook {
    return {
      name,
      text: () => `${JSON.stringify(own(this.#now))}\n`,
      bring: async (text) => {
        const brought = this.#schema.parse(JSON.parse(text))
        const isEmpty = (book: z.infer<S>) => isDeepStrictEqual(book, this.#empty)
        if (isEmpty(brought) || !isEmpty(this.#now)) return false
        return isDeepStrictEqual(await this.change((now) => (isEmpty(now) ? brought : now)), brought)
      },
    }
  }

  /** Resolves when the change is on the disk; only then anybody sees it. */
  change(how: (book: z.infer<S>) => z.infer<S>): Promise<z.infer<S>> {
    const changed = this.#last.then(async () => {
      const book = this.#schema.parse(how(this.#now))
      await writeFileAtomic(this.#file, `${JSON.stringify(book)}\n`)
      this.#now = book
      return book
    })
    this.#last = changed.catch(() => undefined)
    return changed
  }
}
