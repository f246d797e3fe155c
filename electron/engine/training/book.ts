import { z } from 'zod'
import { type CarriedBook, type Clock, JsonBook, type Log } from '#engine/kernel/index.ts'
import { type LessonAnswer, lessonAnswerSchema } from '#shared/domain/index.ts'

/** Far more than a clinic's people answer in twenty years; the oldest wrong answers go first. */
const MOST_ANSWERS = 20_000

const bookSchema = z.object({ version: z.literal(1), answers: z.array(lessonAnswerSchema).max(MOST_ANSWERS + 1) })

/** Who answered which lesson when: lines that are added and never changed. */
export class TrainingBook {
  readonly #book: JsonBook<typeof bookSchema>
  readonly #clock: Clock
  readonly carried: CarriedBook

  private constructor(book: JsonBook<typeof bookSchema>, clock: Clock) {
    this.#book = book
    this.#clock = clock
    this.carried = book.carried('treinamentos')
  }

  static async open(parts: { readonly file: string; readonly clock: Clock; readonly log: Log }): Promise<TrainingBook> {
    return new TrainingBook(
      await JsonBook.open({ ...parts, schema: bookSchema, empty: { version: 1, answers: [] } }),
      parts.clock,
    )
  }

  /** Oldest first. */
  get answers(): readonly LessonAnswer[] {
    return this.#book.now.answers
  }

  async add(answer: Omit<LessonAnswer, 'number' | 'atMs'>): Promise<LessonAnswer> {
    const atMs = Math.round(this.#clock.nowMs())
    const { answers } = await this.#book.change(({ version, answers }) => {
      const number = (answers.at(-1)?.number ?? 0) + 1
      return { version, answers: withRoom([...answers, { ...answer, number, atMs }]) }
    })
    return answers.at(-1) as LessonAnswer
  }
}

function withRoom(answers: LessonAnswer[]): LessonAnswer[] {
  if (answers.length <= MOST_ANSWERS) return answers
  const wrong = answers.findIndex(({ isRight }) => !isRight)
  return answers.toSpliced(Math.max(wrong, 0), 1)
}
