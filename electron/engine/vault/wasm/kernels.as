// The two inner loops of the vault that plain JavaScript cannot make fast. AssemblyScript; `node build/scripts/wasm.mjs` compiles it
// into kernels.generated.ts, and a test compares. No allocation, no imports: the caller writes to the places below and calls.

/** Poly1305's multiplier: 16 bytes, clamped by `polyBegin`. */
const POLY_R: usize = 0
/** Poly1305's pad: 16 bytes. */
const POLY_S: usize = 16
/** Where `polyEnd` leaves the tag: 16 bytes. */
const POLY_TAG: usize = 32
/** What slides out of the Rabin window: 256 words, already shifted by the byte that comes in. */
const RABIN_OUT: usize = 4096
/** What leaves the top of the digest comes back reduced: 256 words. */
const RABIN_MOD: usize = 4096 + 2048
/** Bytes for either loop. */
const DATA: usize = 65536

const WINDOW: usize = 64
const SPLIT_MASK: u64 = 0xfffff
const TOP_SHIFT: u64 = 45
const NONE: u32 = 0xffffffff
const LIMB: u64 = 0xffffffff

let r0: u64 = 0
let r1: u64 = 0
let r2: u64 = 0
let r3: u64 = 0
let h0: u64 = 0
let h1: u64 = 0
let h2: u64 = 0
let h3: u64 = 0
let h4: u64 = 0

/** Starts a message with the key at POLY_R and POLY_S. Numbers are held in limbs of 32 bits; the sum has two bits more in a fifth. */
export function polyBegin(): void {
  r0 = <u64>load<u32>(POLY_R) & 0x0fffffff
  r1 = <u64>load<u32>(POLY_R + 4) & 0x0ffffffc
  r2 = <u64>load<u32>(POLY_R + 8) & 0x0ffffffc
  r3 = <u64>load<u32>(POLY_R + 12) & 0x0ffffffc
  h0 = 0
  h1 = 0
  h2 = 0
  h3 = 0
  h4 = 0
}

/**
 * Takes `length` bytes at DATA, a multiple of 16. `topBit` is 1 for whole blocks, 0 for a padded last one.
 *
 * Each carry goes one limb up and no further, so that none waits for another. Limbs stay below 2^33 like that, and as the clamped
 * multiplier's are below 2^28 and divide by 4 without a rest above the lowest, no sum reaches 2^64.
 */
export function polyBlocks(length: u32, topBit: u64): void {
  const a0 = r0
  const a1 = r1
  const a2 = r2
  const a3 = r3
  // Times 5/4: what crosses 2^128 comes back like that, because 2^130 is 5.
  const s1 = a1 + (a1 >> 2)
  const s2 = a2 + (a2 >> 2)
  const s3 = a3 + (a3 >> 2)
  let g0 = h0
  let g1 = h1
  let g2 = h2
  let g3 = h3
  let g4 = h4
  const end: usize = DATA + <usize>length
  for (let at: usize = DATA; at < end; at += 16) {
    g0 += <u64>load<u32>(at)
    g1 += <u64>load<u32>(at, 4)
    g2 += <u64>load<u32>(at, 8)
    g3 += <u64>load<u32>(at, 12)
    g4 += topBit
    const d0 = g0 * a0 + g1 * s3 + g2 * s2 + g3 * s1
    const d1 = g0 * a1 + g1 * a0 + g2 * s3 + g3 * s2 + g4 * s1
    const d2 = g0 * a2 + g1 * a1 + g2 * a0 + g3 * s3 + g4 * s2
    const d3 = g0 * a3 + g1 * a2 + g2 * a1 + g3 * a0 + g4 * s3
    const d4 = g4 * a0 + (d3 >> 32)
    g0 = (d0 & LIMB) + (d4 >> 2) + (d4 & ~3)
    g1 = (d1 & LIMB) + (d0 >> 32)
    g2 = (d2 & LIMB) + (d1 >> 32)
    g3 = (d3 & LIMB) + (d2 >> 32)
    g4 = d4 & 3
  }
  h0 = g0
  h1 = g1
  h2 = g2
  h3 = g3
  h4 = g4
}

/** Leaves (h mod 2^130 - 5) + s, the low 128 bits, at POLY_TAG. */
export function polyEnd(): void {
  let g0 = h0
  let g1 = h1
  let g2 = h2
  let g3 = h3
  let g4 = h4
  // Two rounds of carries: the first may wrap round the top.
  for (let round = 0; round < 2; round++) {
    g1 += g0 >> 32
    g0 &= LIMB
    g2 += g1 >> 32
    g1 &= LIMB
    g3 += g2 >> 32
    g2 &= LIMB
    g4 += g3 >> 32
    g3 &= LIMB
    g0 += (g4 >> 2) * 5
    g4 &= 3
  }
  // h - p, taken without a branch when it is not negative.
  const c0 = g0 + 5
  const c1 = g1 + (c0 >> 32)
  const c2 = g2 + (c1 >> 32)
  const c3 = g3 + (c2 >> 32)
  const c4 = g4 + (c3 >> 32)
  const isOver: u64 = 0 - (c4 >> 2)
  // After a wrap in the second round the lowest limb is small, so nothing is left above 32 bits.
  g0 = (g0 & ~isOver) | (c0 & LIMB & isOver)
  g1 = (g1 & ~isOver) | (c1 & LIMB & isOver)
  g2 = (g2 & ~isOver) | (c2 & LIMB & isOver)
  g3 = (g3 & ~isOver) | (c3 & LIMB & isOver)
  const low = g0 | (g1 << 32)
  const high = g2 | (g3 << 32)
  const pad = load<u64>(POLY_S)
  const sum = low + pad
  store<u64>(POLY_TAG, sum)
  store<u64>(POLY_TAG, high + load<u64>(POLY_S, 8) + u64(sum < low), 8)
}

/** Digest of the 64 bytes before `at`. */
// @ts-ignore: decorator
@inline
function warm(at: usize): u64 {
  let digest: u64 = 0
  for (let from = at - WINDOW; from < at; from++) {
    digest = ((digest << 8) | load<u8>(from)) ^ load<u64>(RABIN_MOD + (<usize>(digest >> TOP_SHIFT) << 3))
  }
  return digest
}

/** The digest one byte further: restic's rolling hash with its two steps made one, so that only one look-up waits for the other. */
// @ts-ignore: decorator
@inline
function roll(digest: u64, at: usize): u64 {
  return (
    ((digest << 8) | load<u8>(at)) ^
    load<u64>(RABIN_MOD + (<usize>(digest >> TOP_SHIFT) << 3)) ^
    load<u64>(RABIN_OUT + (<usize>load<u8>(at - WINDOW) << 3))
  )
}

/**
 * How many of `length` bytes, which lie at DATA + 64 after the 64 bytes before them, belong to the chunk up to its first cut; 0 for no cut.
 *
 * The digest depends on the last 64 bytes only, so four stretches are hashed side by side, each warmed up on its own.
 */
export function rabinScan(length: u32): u32 {
  const lane: u32 = length >> 2
  const p0: usize = DATA + WINDOW
  const p1 = p0 + lane
  const p2 = p1 + lane
  const p3 = p2 + lane
  let d0 = warm(p0)
  let d1 = warm(p1)
  let d2 = warm(p2)
  let d3 = warm(p3)
  let f1 = NONE
  let f2 = NONE
  let f3 = NONE
  for (let at: u32 = 0; at < lane; at++) {
    d0 = roll(d0, p0 + at)
    d1 = roll(d1, p1 + at)
    d2 = roll(d2, p2 + at)
    d3 = roll(d3, p3 + at)
    if (
      u32((d0 & SPLIT_MASK) == 0) | u32((d1 & SPLIT_MASK) == 0) | u32((d2 & SPLIT_MASK) == 0) | u32((d3 & SPLIT_MASK) == 0)
    ) {
      if ((d0 & SPLIT_MASK) == 0) return at + 1
      if ((d1 & SPLIT_MASK) == 0 && f1 == NONE) f1 = at
      if ((d2 & SPLIT_MASK) == 0 && f2 == NONE) f2 = at
      if ((d3 & SPLIT_MASK) == 0 && f3 == NONE) f3 = at
    }
  }
  if (f1 != NONE) return lane + f1 + 1
  if (f2 != NONE) return 2 * lane + f2 + 1
  if (f3 != NONE) return 3 * lane + f3 + 1
  for (let at: u32 = lane; at < length - 3 * lane; at++) {
    d3 = roll(d3, p3 + at)
    if ((d3 & SPLIT_MASK) == 0) return 3 * lane + at + 1
  }
  return 0
}
