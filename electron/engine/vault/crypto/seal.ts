import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto'
import { poly1305 } from './poly1305.ts'

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

/** IV ‖ AES-256-CTR ‖ Poly1305-AES over the ciphertext (restic-format 2.3). `iv` must be fresh for every call. */
export function seal(key: SealKey, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(plain.length + SEAL_OVERHEAD_BYTES)
  sealed.set(iv)
  const cipher = createCipheriv('aes-256-ctr', key.encrypt, iv)
  sealed.set(cipher.update(plain), IV_BYTES)
  const body = sealed.subarray(IV_BYTES, IV_BYTES + plain.length)
  sealed.set(poly1305(key.macR, padOf(key, iv), body), IV_BYTES + plain.length)
  return sealed
}

/** The plain bytes, or undefined when the bytes were not sealed with this key or were changed since. */
export function unseal(key: SealKey, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < SEAL_OVERHEAD_BYTES) return undefined
  const iv = sealed.subarray(0, IV_BYTES)
  if (iv.every((byte) => byte === 0)) return undefined
  const body = sealed.subarray(IV_BYTES, sealed.length - MAC_BYTES)
  const mac = sealed.subarray(sealed.length - MAC_BYTES)
  if (!timingSafeEqual(poly1305(key.macR, padOf(key, iv), body), mac)) return undefined
  return createDecipheriv('aes-256-ctr', key.encrypt, iv).update(body)
}

function padOf(key: SealKey, iv: Uint8Array): Uint8Array {
  return createCipheriv('aes-128-ecb', key.macK, null).setAutoPadding(false).update(iv)
}
