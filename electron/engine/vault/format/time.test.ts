import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCanonicalTimestamp, timestampFromNs, timestampNs } from './time.ts'

test.each([
  [0n, '1970-01-01T00:00:00Z'],
  [120_000_000n, '1970-01-01T00:00:00.12Z'],
  [1_710_508_830_123_456_789n, '2024-03-15T13:20:30.123456789Z'],
  [-1n, '1969-12-31T23:59:59.999999999Z'],
  [-11_644_473_600_000_000_000n, '1601-01-01T00:00:00Z'],
  [10n ** 30n, '9999-12-31T23:59:59.999999999Z'],
  [-(10n ** 30n), '0000-01-01T00:00:00Z'],
])('R26 %s ns is written %s', (ns, text) => {
  expect(timestampFromNs(ns)).toBe(text)
})

test('R26 every instant comes back from its text, which is canonical', () => {
  fc.assert(
    fc.property(fc.bigInt(-60_000_000_000_000_000_000n, 250_000_000_000_000_000_000n), (ns) => {
      const text = timestampFromNs(ns)
      expect(timestampNs(text)).toBe(ns)
      expect(isCanonicalTimestamp(text)).toBe(true)
    }),
  )
})

test('R26 zones count, digits beyond nine do not', () => {
  expect(timestampNs('2024-03-15T10:20:30.5-03:00')).toBe(timestampNs('2024-03-15T13:20:30.5Z'))
  expect(timestampNs('2024-03-15T13:20:30.1234567899Z')).toBe(timestampNs('2024-03-15T13:20:30.123456789Z'))
})

test.each([
  '',
  '2024-03-15',
  '2024-03-15T10:20:30',
  '2024-03-15T10:20:30-0300',
  '2024-03-15 10:20:30Z',
  '+010000-01-01T00:00:00Z',
  '2024-02-30T00:00:00Z',
  '2024-13-01T00:00:00Z',
])('R26 %j is no time', (text) => {
  expect(timestampNs(text)).toBeUndefined()
})

test.each([
  '2024-03-15T10:20:30.120Z',
  '2024-03-15T10:20:30.Z',
  '2024-03-15T10:20:30+00:00',
  '2024-03-15T10:20:30.1234567891Z',
])('R26 %j is not canonical', (text) => {
  expect(isCanonicalTimestamp(text)).toBe(false)
})
