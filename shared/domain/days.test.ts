import { expect, it } from 'vitest'
import { type DayEvent, daysOf } from './days.ts'

const NOW = new Date(2026, 10, 23, 14).getTime()
const on = (daysAgo: number, hour: number, kind: DayEvent['kind']): DayEvent => ({
  atMs: new Date(2026, 10, 23 - daysAgo, hour).getTime(),
  kind,
})
const kinds = (events: DayEvent[], setUpDaysAgo: number | null = 40) =>
  daysOf(events, setUpDaysAgo === null ? null : on(setUpDaysAgo, 10, 'look').atMs, NOW, 4).map(({ kind }) => kind)

it.each([
  ['copies on two days', [on(1, 9, 'copy'), on(0, 9, 'copy')], ['idle', 'idle', 'guarded', 'guarded']],
  ['a look that found nothing new', [on(0, 9, 'look')], ['idle', 'idle', 'idle', 'guarded']],
  ['something left out', [on(0, 9, 'copy-with-misses'), on(0, 10, 'look')], ['idle', 'idle', 'idle', 'with-misses']],
  ['left out, then kept', [on(0, 9, 'copy-with-misses'), on(0, 10, 'copy')], ['idle', 'idle', 'idle', 'guarded']],
  ['failures all day', [on(1, 9, 'failure'), on(1, 12, 'failure')], ['idle', 'idle', 'overdue', 'idle']],
  ['a failure that a copy made good', [on(1, 9, 'failure'), on(1, 12, 'copy')], ['idle', 'idle', 'guarded', 'idle']],
  ['a copy, then failures', [on(1, 9, 'copy'), on(1, 12, 'failure')], ['idle', 'idle', 'with-misses', 'idle']],
  ['told that copies stay away', [on(2, 9, 'overdue')], ['idle', 'overdue', 'idle', 'idle']],
] as const)('%s', (_name, events, expected) => {
  expect(kinds([...events])).toEqual(expected)
})

it('days before set-up are not held against anybody', () => {
  expect(kinds([on(0, 9, 'copy')], 1)).toEqual(['before', 'before', 'idle', 'guarded'])
  expect(kinds([], null)).toEqual(['before', 'before', 'before', 'before'])
})

it('thirty days end with today and count the copies of each', () => {
  const days = daysOf([on(29, 1, 'copy'), on(0, 9, 'copy'), on(0, 10, 'copy')], 0, NOW)
  expect(days).toHaveLength(30)
  expect(days[0]).toMatchObject({ kind: 'guarded', copies: 1 })
  expect(days[29]).toMatchObject({ copies: 2, fromMs: new Date(2026, 10, 23).getTime() })
})
