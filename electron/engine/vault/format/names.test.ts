import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex, vectors } from '../test-support/vectors.ts'
import { goJsonString } from './json.ts'
import { quoteName, unquoteName } from './names.ts'

/** U+1FAE9 came with Unicode 16, which Node knows and the Go of that restic did not. */
const NEWER_UNICODE = 'u16\\U0001fae9x'
const cases = vectors.names.cases

test('R22 all 47 cases are here', () => {
  expect(cases.length).toBe(47)
  expect(cases.filter(({ quoted }) => quoted === NEWER_UNICODE).length).toBe(1)
})

test.each(cases)('R22 name $quoted', ({ raw_hex, quoted, json }) => {
  const raw = fromHex(raw_hex)
  if (quoted !== NEWER_UNICODE) {
    expect(quoteName(raw)).toBe(quoted)
    expect(goJsonString(quoted)).toBe(json)
  }
  expect(JSON.parse(json)).toBe(quoted)
  expect(toHex(unquoteName(quoted) ?? new Uint8Array())).toBe(raw_hex)
})

test('R22 any bytes come back from their quoted form, and the quoted form is text', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1 }).map((text) => new Uint8Array(Buffer.from(text))),
  )
  fc.assert(
    fc.property(bytes, (raw) => {
      const quoted = quoteName(raw)
      expect(Buffer.from(quoted).toString()).toBe(quoted)
      expect(toHex(unquoteName(quoted) ?? new Uint8Array())).toBe(toHex(raw))
      expect(JSON.parse(goJsonString(quoted))).toBe(quoted)
    }),
    { numRuns: 500 },
  )
})

test.each(['a"b', 'a\\', 'a\nb', '\\q', '\\x4', '\\u12', '\\ud800', '\\U00110000', '\\400', "\\'"])(
  'R22 %j is no name that restic could read',
  (quoted) => {
    expect(unquoteName(quoted)).toBeUndefined()
  },
)

test('R22 escapes that Go reads but never writes are read', () => {
  expect(unquoteName('\\101\\u00e7\\U0001f600 \u0001')).toEqual(Buffer.from('Aç😀 \u0001'))
})
