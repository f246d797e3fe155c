import { codeOf, isAppError } from '#shared/errors/index.ts'
import { formatBytes, type Language } from '#shared/units/index.ts'
import { fillIn, say, type Word } from './words.ts'

const PROGRESS_EVERY_MS = 250

/** Where a command says things: data on standard output, everything else on standard error. */
export class Output {
  readonly language: Language
  readonly isJson: boolean
  readonly #isQuiet: boolean
  #lastProgressMs = 0
  #hasProgressLine = false

  constructor(language: Language, options: { readonly isJson: boolean; readonly isQuiet: boolean }) {
    this.language = language
    this.isJson = options.isJson
    this.#isQuiet = options.isQuiet
  }

  /** One JSON document on a line of its own. */
  json(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value)}\n`)
  }

  line(text: string): void {
    this.#clearProgress()
    process.stdout.write(`${text}\n`)
  }

  say(word: Word, params: Readonly<Record<string, string | number>> = {}): void {
    if (!this.isJson && !this.#isQuiet) this.line(say(this.language, word, params))
  }

  /** For the technician who asked: may name files. */
  note(word: Word, params: Readonly<Record<string, string | number>> = {}): void {
    this.#clearProgress()
    process.stderr.write(`${say(this.language, word, params)}\n`)
  }

  progress(doneBytes: number, totalBytes: number): void {
    if (this.isJson || this.#isQuiet || !process.stderr.isTTY) return
    const nowMs = performance.now()
    if (nowMs - this.#lastProgressMs < PROGRESS_EVERY_MS) return
    this.#lastProgressMs = nowMs
    const percent = totalBytes > 0 ? `${Math.min(100, Math.floor((doneBytes / totalBytes) * 100))} % · ` : ''
    process.stderr.write(`\r\u001b[K${percent}${formatBytes(doneBytes, this.language)}`)
    this.#hasProgressLine = true
  }

  /** The coded sentence: what is safe, what to do. SECURITY: nothing of the thrown error's own text. */
  async failure(error: unknown): Promise<void> {
    this.#clearProgress()
    // Most commands have nothing to say of this kind.
    const { dictionaries } = await import('#shared/i18n/index.ts')
    const code = codeOf(error)
    const params = isAppError(error) ? error.params : {}
    const { safe, todo } = dictionaries[this.language].errors[code]
    const told = { code, safe: fillIn(safe, params), todo: fillIn(todo, params) }
    if (this.isJson) process.stderr.write(`${JSON.stringify({ message_type: 'exit_error', ...told })}\n`)
    else process.stderr.write(`${told.safe}\n${told.todo}\n(${code})\n`)
  }

  #clearProgress(): void {
    if (!this.#hasProgressLine) return
    process.stderr.write('\r\u001b[K')
    this.#hasProgressLine = false
  }
}
