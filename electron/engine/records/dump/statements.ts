import { fail } from '#shared/errors/index.ts'

/** Which server's words a dump is written in: they quote and comment differently. */
export type Dialect = 'postgresql' | 'mariadb'

/** What V8 keeps in one text; no statement of our servers is as long. */
const LONGEST = 500 * 1024 * 1024
/** Characters that begin nothing. */
const QUIET = /[^'"`;$\-/#\\\nDd]+/y
const TAG = /\$[A-Za-z_0-9]*\$/y
const CLIENT_LINE = /[ \t]*(?:\\[a-z]|delimiter\s)/iy

export type StatementSink = {
  /** One statement without its end. `rows` when lines of rows follow it. */
  statement(text: string): 'rows' | undefined
  row(line: string): void
}

/**
 * Cuts a plain dump into statements and gives the rows between `COPY … FROM stdin` and `\.` line by line.
 *
 * A character stands for a byte: what the bytes of a text mean is known only where its column's type is.
 */
export class StatementReader {
  readonly #dialect: Dialect
  readonly #sink: StatementSink
  #text = ''
  /** Where the open statement begins, and up to where it was looked at. */
  #from = 0
  #at = 0
  #isInRows = false
  #delimiter = ';'

  constructor(dialect: Dialect, sink: StatementSink) {
    this.#dialect = dialect
    this.#sink = sink
  }

  take(block: Uint8Array): void {
    this.#text =
      this.#text.slice(this.#from) + Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('latin1')
    this.#at -= this.#from
    this.#from = 0
    if (this.#text.length > LONGEST) fail('DB_110')
    while (this.#isInRows ? this.#rows() : this.#statement()) {}
  }

  /** Throws DB_104 where the dump stops in the middle of something. */
  finish(): void {
    this.take(Buffer.from('\n\n'))
    const left = this.#text.slice(this.#from).replace(/--[^\n]*\n|#[^\n]*\n|\/\*[\s\S]*?\*\//g, '')
    if (this.#isInRows || left.trim() !== '') fail('DB_104')
  }

  /** False when more bytes are needed. */
  #rows(): boolean {
    for (let end = this.#text.indexOf('\n', this.#from); end >= 0; end = this.#text.indexOf('\n', this.#from)) {
      const line = this.#text.slice(this.#from, end)
      this.#from = end + 1
      this.#at = this.#from
      if (line === '\\.' || line === '\\.\r') {
        this.#isInRows = false
        return true
      }
      this.#sink.row(line)
    }
    return false
  }

  #statement(): boolean {
    while (this.#at < this.#text.length) {
      const isLineBegin = this.#at === this.#from || this.#text[this.#at - 1] === '\n'
      if (isLineBegin && this.#isBetween()) {
        const line = this.#clientLine()
        if (line === 'more') return false
        if (line === 'done') continue
      }
      QUIET.lastIndex = this.#at
      if (QUIET.test(this.#text)) this.#at = QUIET.lastIndex
      if (this.#at >= this.#text.length) return false
      if (this.#text.startsWith(this.#delimiter, this.#at)) return this.#end()
      const next = this.#past(this.#at)
      if (next === undefined) return false
      this.#at = next
    }
    return false
  }

  #end(): boolean {
    const statement = this.#text.slice(this.#from, this.#at)
    this.#at += this.#delimiter.length
    this.#from = this.#at
    if (this.#sink.statement(statement) !== 'rows') return true
    this.#isInRows = true
    // The rows begin on the next line.
    const line = this.#text.indexOf('\n', this.#at)
    if (line < 0) fail('DB_110')
    this.#from = line + 1
    this.#at = this.#from
    return true
  }

  #isBetween(): boolean {
    return this.#at - this.#from < 4096 && /^(\s|--[^\n]*\n|#[^\n]*\n)*$/.test(this.#text.slice(this.#from, this.#at))
  }

  /** Lines for the client: `\restrict`, `\connect`, `DELIMITER ;;`. Only between statements. */
  #clientLine(): 'none' | 'more' | 'done' {
    const end = this.#text.indexOf('\n', this.#at)
    if (end < 0) return 'more'
    CLIENT_LINE.lastIndex = this.#at
    if (!CLIENT_LINE.test(this.#text)) return 'none'
    const delimiter = /^\s*delimiter\s+(\S+)/i.exec(this.#text.slice(this.#at, end))?.[1]
    if (delimiter !== undefined) this.#delimiter = delimiter
    this.#from = end + 1
    this.#at = this.#from
    return 'done'
  }

  /** Past whatever begins at `at`: a quoted text, a comment, or just this character. Undefined when its end has not come yet. */
  #past(at: number): number | undefined {
    const text = this.#text
    const char = text[at] ?? ''
    if (char === "'" || char === '"' || char === '`') {
      const isEscaped =
        char !== '`' && (this.#dialect === 'mariadb' || (char === "'" && /[eE]/.test(text[at - 1] ?? '')))
      return quotedEnd(text, at, char, isEscaped)
    }
    if (at + 1 >= text.length) return char === '-' || char === '/' || char === '$' ? undefined : at + 1
    if (text.startsWith('--', at) || (char === '#' && this.#dialect === 'mariadb')) return past(text, '\n', at)
    if (text.startsWith('/*', at)) return past(text, '*/', at + 2)
    if (char === '$' && this.#dialect === 'postgresql') {
      TAG.lastIndex = at
      const tag = TAG.exec(text)?.[0]
      return tag === undefined ? at + 1 : past(text, tag, at + tag.length)
    }
    return at + 1
  }
}

function past(text: string, mark: string, from: number): number | undefined {
  const end = text.indexOf(mark, from)
  return end < 0 ? undefined : end + mark.length
}

/** Where a quoted text ends: past its closing mark, which counts for itself when it is doubled. Undefined when it has not come yet. */
export function quotedEnd(text: string, at: number, mark: string, isEscaped: boolean): number | undefined {
  for (let from = at + 1; ; ) {
    const end = text.indexOf(mark, from)
    // The character behind decides whether this was the end.
    if (end < 0 || end + 1 >= text.length) return undefined
    if (isEscaped) {
      let slashes = 0
      while (text[end - 1 - slashes] === '\\' && end - 1 - slashes > at) slashes++
      if (slashes % 2 === 1) {
        from = end + 1
        continue
      }
    }
    if (text[end + 1] !== mark) return end + 1
    from = end + 2
  }
}
