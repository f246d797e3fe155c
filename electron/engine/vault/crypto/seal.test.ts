import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex, vectors } from '../test-support/vectors.ts'
import { SLICE_BYTES } from '../wasm/kernels.ts'
import { poly1305 } from './poly1305.ts'
import { seal, unseal } from './seal.ts'

const { crypto_kat: kat } = vectors
const KEY = { encrypt: fromHex(kat.aes256_key_hex), macK: fromHex(kat.mac_k_hex), macR: fromHex(kat.mac_r_hex) }

test.each(kat.cases)(
  'R7 seals exactly as the known answer with IV $iv_hex',
  ({ plaintext_hex, iv_hex, sealed_hex }) => {
    const plain = fromHex(plaintext_hex)
    expect(toHex(seal(KEY, fromHex(iv_hex), plain))).toBe(sealed_hex)
    expect(toHex(unseal(KEY, fromHex(sealed_hex)) ?? new Uint8Array(1))).toBe(plaintext_hex)
  },
)

test('R7 any changed bit, and any cut, is noticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), fc.nat(), (plain, bit, cut) => {
      const sealed = seal(KEY, randomBytes(16), plain)
      expect(unseal(KEY, sealed)).toEqual(Buffer.from(plain))
      const changed = Uint8Array.from(sealed)
      const at = (bit >> 3) % sealed.length
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7))
      expect(unseal(KEY, changed)).toBeUndefined()
      expect(unseal(KEY, sealed.subarray(0, cut % sealed.length))).toBeUndefined()
    }),
  )
})

test('R7 an IV of zeros is refused', () => {
  expect(unseal(KEY, seal(KEY, new Uint8Array(16), Buffer.from('x')))).toBeUndefined()
})

/** Poly1305 as RFC 8439 states it, with big integers. */
function plainPoly1305(r: Uint8Array, s: Uint8Array, message: Uint8Array): string {
  const little = (bytes: Uint8Array) => BigInt(`0x0${toHex(Uint8Array.from(bytes).reverse())}`)
  const clamped = little(r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn
  let sum = 0n
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16)
    sum = ((sum + little(block) + (1n << BigInt(8 * block.length))) * clamped) % ((1n << 130n) - 5n)
  }
  const tag = (sum + little(s)) & ((1n << 128n) - 1n)
  return toHex(fromHex(tag.toString(16).padStart(32, '0')).reverse())
}

test('R7 Poly1305 equals its definition for every length and for the largest limbs', () => {
  const ones = new Uint8Array(16).fill(0xff)
  expect(toHex(poly1305(ones, ones, new Uint8Array(1000).fill(0xff)))).toBe(
    plainPoly1305(ones, ones, new Uint8Array(1000).fill(0xff)),
  )
  // Blocks whose sums end close to the prime and whose carries run through every limb.
  const edge = fc.constantFrom(
    ...['00', 'ff', '01', '80'].map((byte) => fromHex(byte.repeat(16))),
    ...['fa', 'fb', 'fc', '05', '01'].map((byte) => fromHex(byte + 'ff'.repeat(15))),
    ...['01', '02', '05', 'fb'].map((byte) => fromHex(byte + '00'.repeat(15))),
  )
  fc.assert(
    fc.property(edge, edge, fc.array(edge, { maxLength: 40 }), (r, s, blocks) => {
      const message = Uint8Array.from(blocks.flatMap((each) => [...each]))
      expect(toHex(poly1305(r, s, message))).toBe(plainPoly1305(r, s, message))
    }),
    { numRuns: 500 },
  )
  const block = fc.uint8Array({ minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(block, block, fc.uint8Array({ maxLength: 200 }), (r, s, message) => {
      expect(toHex(poly1305(r, s, message))).toBe(plainPoly1305(r, s, message))
    }),
    { numRuns: 500 },
  )
  // More than is given over at once, and something left.
  for (const length of [SLICE_BYTES, SLICE_BYTES + 1, 2 * SLICE_BYTES + 31]) {
    const message = Uint8Array.from({ length }, (_, at) => (at * at) % 251)
    const [r, s] = [message.slice(3, 19), message.slice(40, 56)]
    expect(toHex(poly1305(r, s, message))).toBe(plainPoly1305(r, s, message))
  }
})
