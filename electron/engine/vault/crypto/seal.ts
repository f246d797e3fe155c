import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'
import { release } from '#engine/kernel/index.ts'
import { Poly1305, poly1305 } from './poly1305.ts'

/** Three keys that seal together; a vault has one master set, each secret unlocks it with a set of its own. */
export type SealKey = {
  /** AES-256, 32 bytes. */
  readonly encrypt: Uint8Array
  /** AES-128 key that makes Poly1305's one-time pad, 16 bytes. */
  readonly macK: Uint8Array
  /** Poly1305's multiplier, 16 bytes, clamped when used. */
  readonly macR: Uint8Array
}

export const IV_BYTES = 16
export const MAC_BYTES = 16
/** What sealing adds to the length of the plain bytes. */
export const SEAL_OVERHEAD_BYTES = IV_BYTES + MAC_BYTES
/** Sealing goes in pieces that stay in the processor's cache and are too small for memory of their own. */
const PIECE_BYTES = 65_536

/** IV ‖ AES-256-CTR ‖ Poly1305-AES over the ciphertext (restic-format 2.3). `iv` must be fresh for every call. */
export function seal(key: SealKey, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(plain.length + SEAL_OVERHEAD_BYTES)
  sealInto(sealed, key, iv, plain)
  return sealed
}

/** As `seal`, into room of exactly the sealed length. */
export function sealInto(room: Uint8Array, key: SealKey, iv: Uint8Array, plain: Uint8Array): void {
  room.set(iv)
  const cipher = createCipheriv('aes-256-ctr', prepared(key).encrypt, iv)
  const mac = new Poly1305(key.macR, padOf(key, iv))
  for (let from = 0; from < plain.length; from += PIECE_BYTES) {
    const piece = cipher.update(plain.subarray(from, from + PIECE_BYTES))
    mac.update(piece)
    room.set(piece, IV_BYTES + from)
    release(piece)
  }
  room.set(mac.end(), IV_BYTES + plain.length)
}

/** The plain bytes, or undefined when the bytes were not sealed with this key or were changed since. */
export function unseal(key: SealKey, sealed: Uint8Array): Uint8Array | undefined {
  const body = provenBody(key, sealed)
  return body && createDecipheriv('aes-256-ctr', prepared(key).encrypt, sealed.subarray(0, IV_BYTES)).update(body)
}

/** As `unseal`, for somebody who wants the plain bytes one piece after the other and keeps none; false when there are none. */
export function unsealPieces(key: SealKey, sealed: Uint8Array, take: (piece: Uint8Array) => void): boolean {
  const body = provenBody(key, sealed)
  if (!body) return false
  const decipher = createDecipheriv('aes-256-ctr', prepared(key).encrypt, sealed.subarray(0, IV_BYTES))
  for (let from = 0; from < body.length; from += PIECE_BYTES) {
    const piece = decipher.update(body.subarray(from, from + PIECE_BYTES))
    take(piece)
    release(piece)
  }
  return true
}

/** The ciphertext once its MAC is right. */
function provenBody(key: SealKey, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < SEAL_OVERHEAD_BYTES) return undefined
  const iv = sealed.subarray(0, IV_BYTES)
  if (iv.every((byte) => byte === 0)) return undefined
  const body = sealed.subarray(IV_BYTES, sealed.length - MAC_BYTES)
  const mac = sealed.subarray(sealed.length - MAC_BYTES)
  return timingSafeEqual(poly1305(key.macR, padOf(key, iv), body), mac) ? body : undefined
}

function padOf(key: SealKey, iv: Uint8Array): Uint8Array {
  return prepared(key).pads.update(iv)
}

/** `pads` serves for ever: in this mode no block depends on another. */
type PreparedKey = { readonly encrypt: KeyObject; readonly pads: Cipheriv }
const preparedKeys = new WeakMap<SealKey, PreparedKey>()

/** Node checks a raw key anew for every cipher, which for a small blob costs more than sealing it. */
function prepared(key: SealKey): PreparedKey {
  const known = preparedKeys.get(key)
  if (known) return known
  const pads = createCipheriv('aes-128-ecb', key.macK, null).setAutoPadding(false)
  const fresh = { encrypt: createSecretKey(key.encrypt), pads }
  preparedKeys.set(key, fresh)
  return fresh
}
