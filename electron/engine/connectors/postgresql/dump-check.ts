import { LineReader } from '../tools/line-reader.ts'
import type { StreamCheck } from '../tools/proven-stream.ts'

const DATA_HEADING = '-- Data for Name: '
const COPY_LINE = /^COPY ((?:"(?:[^"]|"")+"|[^".\s]+)\.(?:"(?:[^"]|"")+"|[^".\s]+)) .*FROM stdin;$/
const END_OF_ROWS = '\\.'
const LINES_BELOW_HEADING = 4

/** Reads a plain dump of pg_dump or pg_dumpall as it passes: counts the rows of each table, and knows whether it ended where it should. */
export class PlainDumpCheck implements StreamCheck {
  readonly rows = new Map<string, number>()
  readonly #trailer: string
  readonly #reader = new LineReader((line) => this.#line(line))
  #table: string | undefined
  #tableRows = 0
  #linesSinceHeading = Number.POSITIVE_INFINITY
  #restrictKey: string | undefined
  #isTrailerLast = false

  constructor(kind: 'database' | 'cluster') {
    this.#trailer = `-- PostgreSQL database ${kind === 'cluster' ? 'cluster ' : ''}dump complete`
  }

  take(block: Uint8Array): void {
    this.#reader.take(block)
  }

  isWhole(): boolean {
    this.#reader.finish()
    return this.#table === undefined && this.#isTrailerLast && this.#restrictKey === undefined
  }

  #line(line: Buffer): void {
    if (this.#table === undefined) this.#statement(line.toString())
    else this.#row(this.#table, line)
  }

  #statement(text: string): void {
    if (text === this.#trailer) this.#isTrailerLast = true
    else if (text.startsWith('\\unrestrict ')) this.#unrestrict(text.slice('\\unrestrict '.length))
    else if (text !== '' && text !== '--') this.#isTrailerLast = false
    if (text.startsWith('\\restrict ')) this.#restrictKey ??= text.slice('\\restrict '.length)

    if (text.startsWith(DATA_HEADING)) this.#linesSinceHeading = 0
    else this.#linesSinceHeading++
    // A function's text may quote a COPY; only the dump's own follows a heading.
    const name = this.#linesSinceHeading <= LINES_BELOW_HEADING ? COPY_LINE.exec(text)?.[1] : undefined
    if (name === undefined) return
    this.#table = unquoteTable(name)
    this.#tableRows = 0
  }

  #row(table: string, line: Buffer): void {
    if (line.length > END_OF_ROWS.length || line.toString() !== END_OF_ROWS) {
      this.#tableRows++
      return
    }
    this.rows.set(table, this.#tableRows)
    this.#table = undefined
    this.#linesSinceHeading = Number.POSITIVE_INFINITY
  }

  #unrestrict(key: string): void {
    if (key === this.#restrictKey) this.#restrictKey = undefined
  }
}

/** `public."Convênio ""A"""` as PostgreSQL itself names it. */
const unquoteTable = (quoted: string): string =>
  quoted.replaceAll(/"((?:[^"]|"")*)"/g, (_, name: string) => name.replaceAll('""', '"'))
