import type { SeededRandom } from './random.ts'

/** Longest input: what grows must show by then, and more only makes rounds slower. */
const MAX_INPUT_BYTES = 256 * 1024
const MAX_STEPS = 6
/** Words and numbers at which parsers of JSON, zstd and our own layouts turn. */
const TOKENS = [
  ...['null', 'true', '{}', '[]', '""', '-1', '-0', '0', '1e3', '1.5', '4294967295', '4294967296', '9007199254740993'],
  ...['18446744073709551615', '18446744073709551616', '1'.repeat(400), '"\\u0000"', '"\\ud800"', '\\x', '\\', '"', ','],
  ...['{"__proto__":1}', '"name":"..",', '"NAME":"a",', '"0001-01-01T00:00:00Z"', '"2026-02-30T00:00:00Z"', '\0', '\n'],
  ...['"type":"dir",', '"content":null,', '"size":0,', '"uncompressed_length":0,', '"version":2,', '"kdf":"scrypt",'],
].map((text) => Buffer.from(text))
const MAGICS = ['28b52ffd', '502a4d18', '00000000', 'ffffffff', '00000080', '28b52ffd2000010000'].map((hex) =>
  Buffer.from(hex, 'hex'),
)

/** What a careless or malicious writer might have made of a real file. */
export function mutate(random: SeededRandom, corpus: readonly Uint8Array[]): Uint8Array {
  let bytes = Uint8Array.from(random.pick(corpus))
  for (let steps = 1 + random.below(MAX_STEPS); steps > 0; steps -= 1) {
    const step = random.pick(STEPS)
    bytes = Uint8Array.from(step(random, bytes, corpus).subarray(0, MAX_INPUT_BYTES))
  }
  return bytes
}

type Step = (random: SeededRandom, bytes: Uint8Array, corpus: readonly Uint8Array[]) => Uint8Array

const STEPS: readonly Step[] = [
  (random, bytes) => setAt(bytes, random.below(bytes.length), (byte) => byte ^ (1 << random.below(8))),
  (random, bytes) => setAt(bytes, random.below(bytes.length), () => random.below(256)),
  (random, bytes) => replace(bytes, random.below(bytes.length + 1), 0, random.pick(TOKENS)),
  (random, bytes) => replace(bytes, random.below(bytes.length + 1), 4, random.pick(MAGICS)),
  (random, bytes) => replace(bytes, random.below(bytes.length + 1), 0, random.bytes(1 + random.below(16))),
  // a part gone, a part twice, a part many times, only the beginning
  (random, bytes) => replace(bytes, random.below(bytes.length + 1), 1 + random.below(64), Buffer.of()),
  (random, bytes) => replace(bytes, random.below(bytes.length + 1), 0, partOf(random, bytes)),
  (random, bytes) =>
    replace(bytes, random.below(bytes.length + 1), 0, repeated(partOf(random, bytes), 1 << random.below(12))),
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes, corpus) =>
    replace(bytes, random.below(bytes.length + 1), random.below(64), partOf(random, random.pick(corpus))),
  // another value in the place of one that stood there: what is around stays readable
  (random, bytes) => replaceToken(random, bytes, /\d+/g),
  (random, bytes) => replaceToken(random, bytes, /"(?:[^"\\]|\\.){0,80}"/g),
  (random, bytes) => nest(random, bytes),
]

function setAt(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  if (bytes.length > 0) changed[at] = change(bytes[at] ?? 0)
  return changed
}

function replace(bytes: Uint8Array, at: number, length: number, by: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(Math.min(at + length, bytes.length))])
}

function partOf(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const from = random.below(bytes.length + 1)
  return bytes.subarray(from, from + 1 + random.below(200))
}

const repeated = (bytes: Uint8Array, times: number): Uint8Array =>
  Buffer.concat(Array<Uint8Array>(Math.min(times, Math.ceil(MAX_INPUT_BYTES / Math.max(1, bytes.length)))).fill(bytes))

function replaceToken(random: SeededRandom, bytes: Uint8Array, pattern: RegExp): Uint8Array {
  const found = [...Buffer.from(bytes).toString('latin1').slice(0, 20_000).matchAll(pattern)]
  if (found.length === 0) return bytes
  const { index, 0: text } = random.pick(found)
  return replace(bytes, index, text.length, random.pick(TOKENS))
}

function nest(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const depth = 1 << random.below(16)
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ] as const)
  const deep = Buffer.from(`${open.repeat(depth)}1${close.repeat(depth)}`)
  return replace(bytes, random.below(bytes.length + 1), random.below(8), deep)
}
