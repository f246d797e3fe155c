import { expect, it } from 'vitest'
import { periodOf } from './days.ts'

const shown = (typed: string) => {
  const period = periodOf(typed)
  return period && [period.fromMs, period.toMs].map((ms) => new Date(ms).toString().slice(4, 24))
}

it('a day, a month and a year are understood as people write them', () => {
  expect(shown('12/03/2026')).toEqual(['Mar 12 2026 00:00:00', 'Mar 12 2026 23:59:59'])
  expect(shown(' 1-3-2026 ')).toEqual(['Mar 01 2026 00:00:00', 'Mar 01 2026 23:59:59'])
  expect(shown('12/2025')).toEqual(['Dec 01 2025 00:00:00', 'Dec 31 2025 23:59:59'])
  expect(shown('2024')).toEqual(['Jan 01 2024 00:00:00', 'Dec 31 2024 23:59:59'])
})

it.each(['', '12', '12/03', '31/02/2026', '13/2026', '0/2026', '12/03/26', 'ontem', '2026-03-12'])(
  '%j is not',
  (typed) => {
    expect(periodOf(typed)).toBeUndefined()
  },
)
