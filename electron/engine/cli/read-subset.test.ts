import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readSubset } from './read-subset.ts'

const packs = Array.from({ length: 500 }, (_, at) => ({
  id: createHash('sha256').update(String(at)).digest('hex'),
  sizeBytes: 1,
}))

test('the parts together are everything, each pack once', () => {
  const parts = Array.from({ length: 7 }, (_, at) => readSubset(`${at + 1}/7`)(packs))
  expect(parts.flat().sort()).toEqual(packs.map(({ id }) => id).sort())
  expect(parts.every((part) => part.length > 40)).toBe(true)
})

test('a percentage is that many packs, one at least', () => {
  expect(new Set(readSubset('10%')(packs)).size).toBe(50)
  expect(readSubset('0.01%')(packs)).toHaveLength(1)
  expect(readSubset('100%')(packs)).toHaveLength(500)
})

test.each(['', '0/3', '4/3', '1/257', '0%', '101%', '5', 'tudo', '-1/3'])('refuses %s', (text) => {
  expect(() => readSubset(text)).toThrow(expect.objectContaining({ code: 'APP_002' }))
})
