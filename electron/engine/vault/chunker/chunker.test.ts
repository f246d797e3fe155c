import { hash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf } from '../format/ids.ts'
import { vectors } from '../test-support/vectors.ts'
import { Chunker, MAX_CHUNK_BYTES, MIN_CHUNK_BYTES } from './chunker.ts'

const POLYNOMIAL = 0x3da3358b4dc173n

function cut(chunker: Chunker, slices: Iterable<Uint8Array>): { readonly id: string; readonly lengthBytes: number }[] {
  const chunks: { id: string; lengthBytes: number }[] = []
  const take = (chunk: Uint8Array) => chunks.push({ id: idOf(chunk), lengthBytes: chunk.length })
  for (const slice of slices) for (const chunk of chunker.push(slice)) take(chunk)
  const last = chunker.finish()
  if (last) take(last)
  return chunks
}

function counterBytes(lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes)
  const counter = Buffer.alloc(8)
  for (let at = 0; at < lengthBytes; at += 32) {
    counter.writeBigUInt64LE(BigInt(at / 32))
    bytes.set(hash('sha256', counter, 'buffer'), at)
  }
  return bytes
}

const INPUTS: Readonly<Record<string, () => Uint8Array>> = {
  '1200000 zero bytes': () => new Uint8Array(1_200_000),
  '2097152 zero bytes': () => new Uint8Array(2_097_152),
  '20971520 bytes of 0x41': () => new Uint8Array(20_971_520).fill(0x41),
  '25165824 bytes: concatenation of SHA-256(uint64 little-endian counter) for counter=0,1,2,...': () =>
    counterBytes(25_165_824),
}
const cases = vectors.chunker.cases.filter(({ input }) => input in INPUTS)

test('R12 no case of the vectors is left out but the file that lies in a repository', () => {
  expect(vectors.chunker.cases.length - cases.length).toBe(1)
})

test.each(cases)('R12 cuts as restic does: $input', ({ input, polynomial, lengths, ids, first_id }) => {
  const chunks = cut(new Chunker(BigInt(`0x${polynomial}`)), [INPUTS[input]?.() ?? new Uint8Array()])
  expect(chunks.map(({ lengthBytes }) => lengthBytes)).toEqual(lengths)
  if (ids) expect(chunks.map(({ id }) => id)).toEqual(ids)
  if (first_id) expect(chunks[0]?.id).toBe(first_id)
})

test('R12 an empty file has no chunk, a small one is one chunk', () => {
  const chunker = new Chunker(POLYNOMIAL)
  expect(cut(chunker, [])).toEqual([])
  expect(cut(chunker, [new Uint8Array(0)])).toEqual([])
  expect(cut(chunker, [Buffer.from('a'), Buffer.from('b')])).toEqual([{ id: idOf(Buffer.from('ab')), lengthBytes: 2 }])
  expect(cut(chunker, [new Uint8Array(MIN_CHUNK_BYTES - 1)]).length).toBe(1)
})

test('R12 the slices in which a file arrives do not matter, nor which file came before', () => {
  // Longer than the longest chunk, so that there always are several.
  const bytes = new Uint8Array(randomBytes(9_000_000))
  const chunker = new Chunker(POLYNOMIAL)
  const whole = cut(new Chunker(POLYNOMIAL), [bytes])
  expect(whole.length).toBeGreaterThan(1)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const slices: Uint8Array[] = []
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1
        slices.push(bytes.subarray(at, at + Math.max(size, 1000)))
        at += Math.max(size, 1000)
      }
      expect(cut(chunker, slices)).toEqual(whole)
    }),
    { numRuns: 15 },
  )
  const around = MIN_CHUNK_BYTES - 64
  const edges = [
    0,
    around - 1,
    around,
    around + 1,
    MIN_CHUNK_BYTES - 1,
    MIN_CHUNK_BYTES,
    MIN_CHUNK_BYTES + 63,
    bytes.length,
  ]
  expect(
    cut(
      chunker,
      edges.slice(1).map((edge, at) => bytes.subarray(edges[at], edge)),
    ),
  ).toEqual(whole)
})

test('R12 what was changed in the middle of a file changes only the chunks around it', () => {
  const bytes = new Uint8Array(randomBytes(20_000_000))
  const before = cut(new Chunker(POLYNOMIAL), [bytes])
  const inserted = Buffer.concat([bytes.subarray(0, 9_000_000), Buffer.from('!'), bytes.subarray(9_000_000)])
  const after = new Set(cut(new Chunker(POLYNOMIAL), [inserted]).map(({ id }) => id))
  expect(before.filter(({ id }) => !after.has(id)).length).toBeLessThanOrEqual(2)
})

test('R12 no chunk is longer than 8 MiB', () => {
  const chunks = cut(new Chunker(POLYNOMIAL), [new Uint8Array(MAX_CHUNK_BYTES + 1).fill(0x41)])
  expect(chunks.map(({ lengthBytes }) => lengthBytes)).toEqual([MAX_CHUNK_BYTES, 1])
})

test('R12 another degree than 53 is refused', () => {
  expect(() => new Chunker(0x1da3358b4dc173n)).toThrow(TypeError)
})
