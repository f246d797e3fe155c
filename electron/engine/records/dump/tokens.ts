import { fail } from '#shared/errors/index.ts'
import { type Dialect, quotedEnd } from './statements.ts'

export type Token =
  /** A name as it was meant, without its quotes. */
  | { readonly kind: 'name'; readonly text: string; readonly isQuoted: boolean }
  /** The bytes of a quoted text, one character each. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string }

const SPACE = /(?:\s+|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/y
const SPACE_POSTGRES = /(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/y
const NUMBER = /[+-]?(?:0x[0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)/y
const NAME = /[A-Za-z_\u0080-\u00ff][\w$\u0080-\u00ff]*/y

/** The words of one statement. Bytes of names are taken for UTF-8. */
export class Tokens {
  readonly #text: string
  readonly #dialect: Dialect
  #at: number

  constructor(text: string, dialect: Dialect, at = 0) {
    this.#text = text
    this.#dialect = dialect
    this.#at = at
  }

  next(): Token | undefined {
    const text = this.#text
    this.#skip()
    if (this.#at >= text.length) return undefined
    const char = text[this.#at] ?? ''
    if (char === "'" || (char === '"' && this.#dialect === 'mariadb'))
      return { kind: 'text', text: this.#quoted(char, this.#dialect === 'mariadb') }
    if (char === '"' || char === '`') return { kind: 'name', text: utf8(this.#quoted(char, false)), isQuoted: true }
    const number = this.#match(NUMBER)
    if (number !== undefined) return { kind: 'number', text: number }
    const name = this.#match(NAME)
    if (name === undefined) {
      this.#at++
      return { kind: 'mark', text: char }
    }
    // Markers of a text to come: E'…', x'…', b'…', N'…', _binary '…'.
    if (/^(e|x|b|n|_[a-z0-9]+)$/i.test(name)) {
      const before = this.#at
      if (name.startsWith('_')) this.#skip()
      if (text[this.#at] === "'") {
        const quoted = this.#quoted("'", this.#dialect === 'mariadb' || /^e$/i.test(name))
        if (/^x$/i.test(name)) return { kind: 'number', text: `0x${quoted}` }
        if (/^b$/i.test(name)) return { kind: 'number', text: String(Number.parseInt(quoted || '0', 2)) }
        return { kind: 'text', text: quoted }
      }
      this.#at = before
    }
    return { kind: 'name', text: utf8(name), isQuoted: false }
  }

  /** All that is left. */
  rest(): Token[] {
    const tokens: Token[] = []
    for (let token = this.next(); token; token = this.next()) tokens.push(token)
    return tokens
  }

  #skip(): void {
    const rule = this.#dialect === 'mariadb' ? SPACE : SPACE_POSTGRES
    rule.lastIndex = this.#at
    if (rule.test(this.#text)) this.#at = rule.lastIndex
  }

  #match(rule: RegExp): string | undefined {
    rule.lastIndex = this.#at
    const found = rule.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #quoted(mark: string, isEscaped: boolean): string {
    const end =
      quotedEnd(`${this.#text}`, this.#at, mark, isEscaped) ??
      (this.#text.endsWith(mark) ? this.#text.length : fail('DB_110'))
    const inner = this.#text.slice(this.#at + 1, end - 1)
    this.#at = end
    const single = inner.includes(mark) ? inner.replaceAll(mark + mark, mark) : inner
    return isEscaped && single.includes('\\') ? unescaped(single) : single
  }
}

export const utf8 = (bytes: string): string =>
  /[\u0080-\u00ff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\x1a' }
/** The ways MariaDB's tool writes what a quoted text cannot hold. `\%` and `\_` keep their stroke. */
const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (whole, char: string) => ESCAPES[char] ?? (char === '%' || char === '_' ? whole : char))
