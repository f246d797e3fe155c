import { createHash } from 'node:crypto'
import type { Id } from '../types.ts'

const ID_DIGITS = 64
const IS_HEX_DIGIT = Uint8Array.from({ length: 128 }, (_, code) => +/[0-9a-f]/.test(String.fromCharCode(code)))

/** SHA-256 of bytes: the name of everything in a vault. */
export function idOf(bytes: Uint8Array): Id {
  return createHash('sha256').update(bytes).digest('hex')
}

/** True for 64 lower-case hex digits. */
export function isId(text: string): text is Id {
  return text.length === ID_DIGITS && isIdAt(text, 0)
}

/** True where the digits of an id stand from `from`; what follows is not looked at. Folders name several a file: a pattern takes three times as long. */
export function isIdAt(text: string, from: number): boolean {
  for (let at = from; at < from + ID_DIGITS; at += 1) if (IS_HEX_DIGIT[text.charCodeAt(at)] !== 1) return false
  return true
}
