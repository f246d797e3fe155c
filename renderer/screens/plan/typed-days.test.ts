import { expect, it } from 'vitest'
import { typedDay, writtenDay } from './typed-days.ts'

it('a holiday is typed as people write a day, and shown so', () => {
  expect(typedDay('25/01/2026')).toBe('2026-01-25')
  expect(typedDay('5.1.2026')).toBe('2026-01-05')
  expect(writtenDay('2026-01-25')).toBe('25/01/2026')
  expect(typedDay(writtenDay('2028-02-29'))).toBe('2028-02-29')
})

it.each(['31/02/2026', '25/13/2026', '25/01', 'ontem'])('%j stays as it was typed', (typed) => {
  expect(typedDay(typed)).toBe(typed)
})
