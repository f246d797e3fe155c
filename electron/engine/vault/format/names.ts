import { TextDecoder } from 'node:util'

/** No system keeps names of more than 255 characters, each of ten at most once quoted; taking these apart costs memory. */
const MAX_QUOTED = 64 * 1024
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u
const PLAIN_ASCII = /^[ !#-[\]-~]*$/
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}
const UNSHORT: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '"': 34 }
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** One character of UTF-8 text, or one byte that is none. */
type Unit = { readonly kind: 'char'; readonly text: string } | { readonly kind: 'byte'; readonly value: number }

/** Splits raw bytes into characters and bytes that are no strict UTF-8 (surrogates, overlongs, stray and cut sequences). */
export function* utf8Units(bytes: Uint8Array): Generator<Unit> {
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4
    const text = decodeOrUndefined(STRICT, bytes.subarray(at, at + length))
    if (text === undefined) {
      yield { kind: 'byte', value: first }
      at += 1
    } else {
      yield { kind: 'char', text }
      at += length
    }
  }
}

function decodeOrUndefined(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** The inside of Go's double-quoted string literal of raw bytes (restic-format 8.4, layer 1), which is how restic stores names. */
export function quoteName(raw: Uint8Array): string {
  const text = decodeOrUndefined(STRICT, raw)
  if (text !== undefined && (PLAIN_ASCII.test(text) || (PRINTABLE.test(text) && !/["\\]/.test(text)))) return text
  let quoted = ''
  for (const unit of utf8Units(raw)) quoted += unit.kind === 'byte' ? `\\x${hex(unit.value, 2)}` : quoteChar(unit.text)
  return quoted
}

function quoteChar(char: string): string {
  const short = SHORT[char]
  if (short !== undefined) return short
  if (PRINTABLE.test(char)) return char
  const point = char.codePointAt(0) ?? 0
  if (point < 0x80) return `\\x${hex(point, 2)}`
  return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`
}

/** The raw bytes of a stored name, or undefined where Go's strconv.Unquote fails, which makes restic give up the whole folder. */
export function unquoteName(quoted: string): Uint8Array | undefined {
  if (quoted.length > MAX_QUOTED) return undefined
  if (!/["\\\n]/.test(quoted)) return Buffer.from(quoted, 'utf8')
  const parts: Buffer[] = []
  const token = /([^"\\\n]+)|\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y
  while (token.lastIndex < quoted.length) {
    const match = token.exec(quoted)
    if (!match) return undefined
    const [, plain, short, byteHex, u4, u8, octal] = match
    if (plain !== undefined) parts.push(Buffer.from(plain, 'utf8'))
    else if (short !== undefined) parts.push(Buffer.of(UNSHORT[short] ?? 0))
    else if (byteHex !== undefined) parts.push(Buffer.of(Number.parseInt(byteHex, 16)))
    else if (octal !== undefined) {
      const value = Number.parseInt(octal, 8)
      if (value > 255) return undefined
      parts.push(Buffer.of(value))
    } else {
      const point = Number.parseInt(u4 ?? u8 ?? '', 16)
      if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return undefined
      parts.push(Buffer.from(String.fromCodePoint(point), 'utf8'))
    }
  }
  return Buffer.concat(parts)
}

/** The name as text where it is text; every byte that is no UTF-8 shows as U+FFFD. */
export function nameText(raw: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw)
}
