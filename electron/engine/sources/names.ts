import { isUtf8 } from 'node:buffer'

const encoder = new TextEncoder()

/**
 * A name as people may see and type it: its text, or, for bytes that are no text, Latin-1-like escapes (`lat\xe9.txt`).
 * Two names can share one text; compare bytes where that matters.
 */
export function textOfName(name: Uint8Array): string {
  if (isUtf8(name)) return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('utf8')
  return withInvalid(name, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
}

/** Text with U+FFFD for each byte that is no UTF-8, as Go's JSON writes it. */
export const lossyText = (bytes: Uint8Array): string =>
  isUtf8(bytes) ? textOfName(bytes) : withInvalid(bytes, () => '\ufffd')

function withInvalid(name: Uint8Array, replace: (byte: number) => string): string {
  let text = ''
  for (let at = 0; at < name.length; ) {
    const length = validSequenceLength(name, at)
    const end = at + Math.max(length, 1)
    const part = name.subarray(at, end)
    text += length > 0 ? Buffer.from(part).toString('utf8') : replace(name[at] ?? 0)
    at = end
  }
  return text
}

function validSequenceLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++)
    if (isUtf8(bytes.subarray(at, at + length))) return length
  return 0
}

/** UTF-16 to bytes; a lone surrogate becomes three bytes (WTF-8), as Go does on Windows, so that no name is lost. */
export function encodeWtf8(text: string): Uint8Array {
  if (!/\p{Surrogate}/u.test(text)) return encoder.encode(text)
  const parts: Uint8Array[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff
    parts.push(
      isLoneSurrogate
        ? Uint8Array.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
        : encoder.encode(character),
    )
  }
  return Buffer.concat(parts)
}

/** The inverse of `encodeWtf8`. Undefined when the bytes are no WTF-8: such a name was not made on Windows. */
export function decodeWtf8(bytes: Uint8Array): string | undefined {
  if (isUtf8(bytes)) return textOfName(bytes)
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = validSequenceLength(bytes, at)
    if (length > 0) {
      text += Buffer.from(bytes.subarray(at, at + length)).toString('utf8')
      at += length
      continue
    }
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
    const isSurrogate = first === 0xed && (second & 0xe0) === 0xa0 && (third & 0xc0) === 0x80
    if (!isSurrogate) return undefined
    text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f))
    at += 3
  }
  return text
}

/** Order of names in a copy: by unsigned bytes. */
export const compareNames = (left: Uint8Array, right: Uint8Array): number => Buffer.compare(left, right)

/** A key for maps that tells any two names apart. */
export const nameKey = (name: Uint8Array): string =>
  Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1')
