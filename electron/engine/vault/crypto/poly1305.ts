const LIMB = 0x400000
const LIMB_MASK = 0x3fffff
const PER_LIMB = 1 / LIMB

/**
 * Poly1305 of RFC 8439 §2.5 with the one-time key (r, s), r clamped here.
 *
 * Numbers are held in six limbs of 22 bits, so that every product and sum stays below 2^53 and plain doubles are exact.
 */
export function poly1305(r: Uint8Array, s: Uint8Array, message: Uint8Array): Uint8Array {
  const key = new DataView(r.buffer, r.byteOffset, 16)
  const k0 = key.getUint32(0, true) & 0x0fffffff
  const k1 = key.getUint32(4, true) & 0x0ffffffc
  const k2 = key.getUint32(8, true) & 0x0ffffffc
  const k3 = key.getUint32(12, true) & 0x0ffffffc
  const r0 = k0 & LIMB_MASK
  const r1 = ((k0 >>> 22) | (k1 << 10)) & LIMB_MASK
  const r2 = ((k1 >>> 12) | (k2 << 20)) & LIMB_MASK
  const r3 = (k2 >>> 2) & LIMB_MASK
  const r4 = ((k2 >>> 24) | (k3 << 8)) & LIMB_MASK
  const r5 = k3 >>> 14
  // 2^132 is 20 modulo 2^130 - 5: what runs over the top limb comes back at the bottom times 20.
  const s1 = r1 * 20
  const s2 = r2 * 20
  const s3 = r3 * 20
  const s4 = r4 * 20
  const s5 = r5 * 20

  let h0 = 0
  let h1 = 0
  let h2 = 0
  let h3 = 0
  let h4 = 0
  let h5 = 0

  const absorb = (view: DataView, from: number, to: number, topBit: number) => {
    for (let at = from; at < to; at += 16) {
      const t0 = view.getUint32(at, true)
      const t1 = view.getUint32(at + 4, true)
      const t2 = view.getUint32(at + 8, true)
      const t3 = view.getUint32(at + 12, true)
      const a0 = h0 + (t0 & LIMB_MASK)
      const a1 = h1 + (((t0 >>> 22) | (t1 << 10)) & LIMB_MASK)
      const a2 = h2 + (((t1 >>> 12) | (t2 << 20)) & LIMB_MASK)
      const a3 = h3 + ((t2 >>> 2) & LIMB_MASK)
      const a4 = h4 + (((t2 >>> 24) | (t3 << 8)) & LIMB_MASK)
      const a5 = h5 + ((t3 >>> 14) | topBit)

      const d0 = a0 * r0 + a1 * s5 + a2 * s4 + a3 * s3 + a4 * s2 + a5 * s1
      const c0 = Math.floor(d0 * PER_LIMB)
      const d1 = a0 * r1 + a1 * r0 + a2 * s5 + a3 * s4 + a4 * s3 + a5 * s2 + c0
      const c1 = Math.floor(d1 * PER_LIMB)
      const d2 = a0 * r2 + a1 * r1 + a2 * r0 + a3 * s5 + a4 * s4 + a5 * s3 + c1
      const c2 = Math.floor(d2 * PER_LIMB)
      const d3 = a0 * r3 + a1 * r2 + a2 * r1 + a3 * r0 + a4 * s5 + a5 * s4 + c2
      const c3 = Math.floor(d3 * PER_LIMB)
      const d4 = a0 * r4 + a1 * r3 + a2 * r2 + a3 * r1 + a4 * r0 + a5 * s5 + c3
      const c4 = Math.floor(d4 * PER_LIMB)
      const d5 = a0 * r5 + a1 * r4 + a2 * r3 + a3 * r2 + a4 * r1 + a5 * r0 + c4
      const c5 = Math.floor(d5 * PER_LIMB)
      const e0 = d0 - c0 * LIMB + c5 * 20
      const carry = Math.floor(e0 * PER_LIMB)
      h0 = e0 - carry * LIMB
      h1 = d1 - c1 * LIMB + carry
      h2 = d2 - c2 * LIMB
      h3 = d3 - c3 * LIMB
      h4 = d4 - c4 * LIMB
      h5 = d5 - c5 * LIMB
    }
  }

  const whole = message.length & ~15
  absorb(new DataView(message.buffer, message.byteOffset, message.length), 0, whole, 0x40000)
  if (whole < message.length) {
    const last = new Uint8Array(16)
    last.set(message.subarray(whole))
    last[message.length - whole] = 1
    absorb(new DataView(last.buffer), 0, 16, 0)
  }
  return finish([h0, h1, h2, h3, h4, h5], s)
}

/** (h mod 2^130 - 5) + s, the low 128 bits. Once a message, so big integers cost nothing. */
function finish(limbs: readonly number[], s: Uint8Array): Uint8Array {
  let sum = 0n
  for (const limb of limbs.toReversed()) sum = (sum << 22n) + BigInt(limb)
  sum %= (1n << 130n) - 5n
  const pad = new DataView(s.buffer, s.byteOffset, 16)
  sum += pad.getBigUint64(0, true) + (pad.getBigUint64(8, true) << 64n)
  const tag = new DataView(new ArrayBuffer(16))
  tag.setBigUint64(0, BigInt.asUintN(64, sum), true)
  tag.setBigUint64(8, BigInt.asUintN(64, sum >> 64n), true)
  return new Uint8Array(tag.buffer)
}
