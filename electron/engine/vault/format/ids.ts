import { createHash } from 'node:crypto'
import type { Id } from '../types.ts'

const ID = /^[0-9a-f]{64}$/

/** SHA-256 of bytes: the name of everything in a vault. */
export function idOf(bytes: Uint8Array): Id {
  return createHash('sha256').update(bytes).digest('hex')
}

/** True for 64 lower-case hex digits. */
export function isId(text: string): text is Id {
  return ID.test(text)
}
