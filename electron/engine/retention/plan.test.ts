import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { categoryTags, neverDelete, type RetentionPolicy, type RetentionRule } from '#shared/domain/index.ts'
import { planRetention } from './plan.ts'
import { judgeRetention } from './refusals.ts'
import type { RetentionCopy, RetentionPlan, RetentionRequest } from './types.ts'

const PLAN = 'plano-0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f70'
const OTHER = 'plano-11111111-1111-4111-8111-111111111111'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW = Date.parse('2026-11-21T15:00:00-03:00')
/** A category without a legal minimum, so that the rules alone decide. */
const FREE = categoryTags.agenda

const rule = (daily: number, weekly = 0, monthly = 0, yearly = 0): RetentionRule => ({
  kind: 'keep',
  daily,
  weekly,
  monthly,
  yearly,
})
const requestOf = (
  standard: RetentionRule,
  more: Partial<RetentionRequest & RetentionPolicy> = {},
): RetentionRequest => {
  const { byCategory = {}, minimumYears = 0, ...rest } = more
  return { planTag: PLAN, policy: { standard, byCategory, minimumYears }, ...rest }
}
const copyAt = (time: string, ...tags: string[]): RetentionCopy => ({
  copyId: `${time} ${tags.join()}`,
  takenAtMs: Date.parse(time.length > 10 ? time : `${time}T12:00:00-03:00`),
  tags: [PLAN, ...tags],
})
const removed = (plan: RetentionPlan) => plan.remove.map(({ copyId }) => copyId.trim())
const reasons = (plan: RetentionPlan) =>
  Object.fromEntries(plan.keep.map(({ copyId, reasons: why }) => [copyId.trim(), why.join(' ')]))

describe('rules', () => {
  test('nothing has a date to be deleted until somebody decides otherwise', () => {
    const copies = Array.from({ length: 400 }, (_, at) => ({
      ...copyAt('2026-11-21'),
      copyId: `${at}`,
      takenAtMs: NOW - at * 30 * DAY_MS,
    }))
    const plan = planRetention(copies, { planTag: PLAN, policy: neverDelete }, NOW)
    expect(plan.remove).toEqual([])
    expect(plan.keep[200]?.reasons).toContain('never-delete')
  })

  test('the newest of each of the last days, weeks, months and years that have one stay, told by the clock on the wall', () => {
    const days = [
      '2026-11-21',
      '2026-11-20',
      '2026-11-19',
      '2026-11-13',
      '2026-10-31',
      '2026-10-05',
      '2025-07-01',
      '2025-02-01',
      '2023-01-01',
    ]
    const copies = days.map((day) => copyAt(day, FREE))
    // Still 19 November in São Paulo.
    copies.push(copyAt('2026-11-20T02:30:00Z', FREE))
    const plan = planRetention(copies, requestOf(rule(2, 2, 2, 3)), NOW)
    const of = (day: string) => reasons(plan)[`${day} ${FREE}`]
    expect(of('2026-11-21')).toBe('newest daily weekly monthly yearly')
    expect(of('2026-11-20')).toBe('daily')
    expect(of('2026-11-13')).toBe('weekly')
    expect(of('2026-10-31')).toBe('monthly')
    expect(of('2025-07-01')).toBe('yearly')
    expect(of('2023-01-01')).toBe('yearly')
    expect(removed(plan).map((id) => id.slice(0, 10))).toEqual(['2026-11-20', '2026-11-19', '2026-10-05', '2025-02-01'])
  })

  test('health records keep their first copy and the last of every month for twenty years, whatever the rule', () => {
    const copies = [
      '2026-11-20',
      '2026-11-21',
      '2016-05-30',
      '2016-05-20',
      '2006-11-22',
      '2006-11-21',
      '2006-11-19',
      '2006-11-18',
      '2001-01-01',
    ].map((day) => copyAt(day))
    const plan = planRetention(copies, requestOf(rule(1)), NOW)
    expect(removed(plan)).toEqual(['2026-11-20', '2016-05-20', '2006-11-21', '2006-11-19', '2006-11-18', '2001-01-01'])
    expect(reasons(plan)['2006-11-22']).toBe('floor')
    expect(plan.remove.map(({ isBeyondFloor }) => isBeyondFloor)).toEqual([false, false, false, true, true, true])
    const longer = planRetention(copies, requestOf(rule(1), { minimumYears: 30 }), NOW)
    expect(removed(longer)).toEqual(['2026-11-20', '2016-05-20', '2006-11-21', '2006-11-19', '2006-11-18'])
  })

  test('a copy that does not say what it holds is a health record; one that holds several things follows the longest', () => {
    const older = '2020-03-10'
    const newer = '2020-03-20'
    const last = copyAt('2026-11-21', FREE)
    const finance = (...tags: string[]) => [copyAt(older, ...tags), copyAt(newer, ...tags), last]
    const floorOf = (...tags: string[]) => removed(planRetention(finance(...tags), requestOf(rule(1)), NOW)).length
    expect(floorOf()).toBe(0)
    expect(floorOf(categoryTags.finance)).toBe(1)
    expect(floorOf(categoryTags.finance, categoryTags.images)).toBe(0)
  })

  test('a rule of a category is for its copies only, and a copy of two stays as soon as one rule keeps it', () => {
    const request = requestOf(rule(1), { byCategory: { finance: { kind: 'never' } } })
    const copies = [
      copyAt('2026-11-21', FREE),
      copyAt('2010-01-02', FREE),
      copyAt('2010-01-02', categoryTags.finance),
      copyAt('2010-01-03', FREE, categoryTags.finance),
    ]
    const plan = planRetention(copies, request, NOW)
    expect(removed(plan)).toEqual([`2010-01-02 ${FREE}`])
  })

  test('a copy with a long minimum never leans on one with a short', () => {
    const record = copyAt('2020-03-10')
    const agenda = copyAt('2020-03-20', FREE)
    const copies = [copyAt('2026-11-21'), copyAt('2019-01-01'), record, agenda]
    const plan = planRetention(copies, requestOf(rule(1), { byCategory: { agenda: rule(0) } }), NOW)
    expect(reasons(plan)['2020-03-10']).toBe('floor')
    expect(removed(plan)).toEqual([`2020-03-20 ${FREE}`])
  })

  test('copies of other plans, of several, of nobody, and of restic are not touched; nor are pinned ones', () => {
    const base = copyAt('2010-01-02', FREE)
    const strangers = [[], ['outra'], [OTHER], [PLAN, OTHER, FREE]].map((tags, at) => ({
      ...base,
      copyId: `${at}`,
      tags,
    }))
    const pinned = [
      { ...base, copyId: 'a', tags: [PLAN, FREE, 'fixada'] },
      { ...base, copyId: 'b' },
    ]
    const request = requestOf(rule(0), { pinned: ['b'] })
    const plan = planRetention(
      [...strangers, ...pinned, { ...base, copyId: 'c' }, copyAt('2026-11-21', FREE)],
      request,
      NOW,
    )
    expect(removed(plan)).toEqual(['c'])
  })

  test('the disks of the month are never cleaned, and a copy from the future is left alone and counts for nothing', () => {
    const copies = ['2010-01-02', '2010-01-03', '2026-11-21', '2031-01-01'].map((day) => copyAt(day, FREE))
    expect(removed(planRetention(copies, requestOf(rule(0), { series: 'monthly' }), NOW))).toEqual([])
    const plan = planRetention(copies, requestOf(rule(0)), NOW)
    expect(reasons(plan)).toMatchObject({
      [`2031-01-01 ${FREE}`]: 'future',
      [`2026-11-21 ${FREE}`]: expect.stringContaining('newest'),
    })
    expect(removed(plan)).toHaveLength(2)
  })

  test('a few at a time, the oldest first', () => {
    const copies = ['2010-01-01', '2010-01-02', '2010-01-03', '2026-11-21'].map((day) => copyAt(day, FREE))
    const plan = planRetention(copies, requestOf(rule(1), { atMost: 1 }), NOW)
    expect(removed(plan)).toEqual([`2010-01-01 ${FREE}`])
    expect(reasons(plan)[`2010-01-03 ${FREE}`]).toBe('later')
  })
})

describe('refusals', () => {
  const health = { lastProofAtMs: NOW - DAY_MS, brakes: [] }
  const copies = ['2010-01-01', '2026-11-19', '2026-11-20', '2026-11-21'].map((day) => copyAt(day, FREE))
  const planOf = (daily: number) => planRetention(copies, requestOf(rule(daily)), NOW)

  test('more than half at once, no proof of late, alarms, and copies that stopped coming', () => {
    expect(planOf(3).remove).toHaveLength(1)
    expect(judgeRetention(planOf(3), health, NOW)).toEqual([])
    expect(planOf(2).remove).toHaveLength(2)
    expect(judgeRetention(planOf(2), health, NOW)).toEqual([])
    const mostly = planRetention(
      copies.map((copy) => ({ ...copy, takenAtMs: copy.takenAtMs - 2 * DAY_MS })),
      requestOf(rule(1)),
      NOW,
    )
    expect(mostly.remove).toHaveLength(3)
    expect(judgeRetention(mostly, health, NOW)).toEqual(['more-than-half'])
    expect(judgeRetention(planOf(3), { ...health, lastProofAtMs: null }, NOW)).toEqual(['proof-too-old'])
    expect(judgeRetention(planOf(3), { ...health, lastProofAtMs: NOW - 8 * DAY_MS }, NOW)).toEqual(['proof-too-old'])
    expect(judgeRetention(planOf(3), { ...health, lastProofAtMs: NOW + 8 * DAY_MS }, NOW)).toEqual(['proof-too-old'])
    expect(judgeRetention(planOf(3), { ...health, brakes: ['mass-change'] }, NOW)).toEqual(['brake-on'])
    const later = NOW + 40 * DAY_MS
    expect(judgeRetention(planOf(3), { ...health, lastProofAtMs: later }, later)).toEqual(['no-new-copies'])
  })

  test('a plan that removes nothing needs no health', () => {
    expect(judgeRetention(planOf(9), { lastProofAtMs: null, brakes: ['canary'] }, NOW)).toEqual([])
  })
})

describe('whatever the copies and the rules', () => {
  const tags = fc.constantFrom<string[]>(
    [],
    [FREE],
    [FREE],
    [categoryTags.finance],
    [categoryTags.records],
    ['fixada'],
    [OTHER],
  )
  const copies = fc
    .array(
      fc.record({
        age: fc.integer({ min: -3 * 24, max: 24 * 365 * 24 }),
        near: fc.integer({ min: 0, max: 24 * 80 }),
        isNear: fc.boolean(),
        tags,
      }),
      { maxLength: 50 },
    )
    .map((list) =>
      list.map(({ age, near, isNear, tags: more }, at) => ({
        copyId: `${at}`,
        takenAtMs: NOW - (isNear ? near : age) * HOUR_MS,
        tags: at % 17 === 16 ? more : [PLAN, ...more],
      })),
    )
  const counts = fc.integer({ min: 0, max: 5 })
  const rules = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(counts, counts, counts, counts).map((each) => rule(...each)) },
    { weight: 1, arbitrary: fc.constant<RetentionRule>({ kind: 'never' }) },
  )
  const requests = fc
    .record({
      standard: rules,
      agenda: fc.option(rules, { nil: undefined }),
      minimumYears: fc.constantFrom(0, 0, 3, 25),
    })
    .map(({ standard, agenda, minimumYears }) =>
      requestOf(standard, { minimumYears, byCategory: agenda ? { agenda } : {} }),
    )

  test('every copy is named once, the newest stays, and strangers stay', () => {
    fc.assert(
      fc.property(copies, requests, (all, request) => {
        const plan = planRetention(all, request, NOW)
        expect([...plan.keep, ...plan.remove].map(({ copyId }) => copyId).sort()).toEqual(
          all.map(({ copyId }) => copyId).sort(),
        )
        const gone = new Set(removed(plan))
        const ours = all.filter(
          (copy) => copy.tags.includes(PLAN) && !copy.tags.includes(OTHER) && copy.takenAtMs <= NOW + DAY_MS,
        )
        const newest = ours.toSorted((a, b) => b.takenAtMs - a.takenAtMs)[0]
        if (newest)
          expect(
            ours.filter((copy) => copy.takenAtMs === newest.takenAtMs).every((copy) => gone.has(copy.copyId)),
          ).toBe(false)
        for (const copy of all)
          if (gone.has(copy.copyId))
            expect(copy.tags.includes(PLAN) && !copy.tags.includes(OTHER) && !copy.tags.includes('fixada')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('below the legal minimum, what goes has a copy that stays after it in its own month, and one before it', () => {
    const monthOf = (ms: number) => new Date(ms - 3 * HOUR_MS).toISOString().slice(0, 7)
    // Brazil had summer time until 2019: these are about the months, not the hour in which one ends.
    const isMidMonth = (ms: number) => new Date(ms).getUTCDate() > 2 && new Date(ms).getUTCDate() < 28
    fc.assert(
      fc.property(copies, requests, (all, request) => {
        const list = all.filter(({ takenAtMs }) => isMidMonth(takenAtMs))
        const plan = planRetention(list, request, NOW)
        for (const gone of plan.remove) {
          if (gone.isBeyondFloor) continue
          const lasting = plan.keep.filter((kept) => kept.minimumYears >= gone.minimumYears)
          expect(
            lasting.some(
              (kept) => kept.takenAtMs >= gone.takenAtMs && monthOf(kept.takenAtMs) === monthOf(gone.takenAtMs),
            ),
          ).toBe(true)
        }
        const oldestMs = NOW - 19 * 365 * DAY_MS
        if (list.every(({ takenAtMs }) => takenAtMs > oldestMs))
          for (const gone of plan.remove)
            if (gone.minimumYears >= 20) expect(plan.keep.some((kept) => kept.takenAtMs <= gone.takenAtMs)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('planned again after it was carried out, it removes nothing more', () => {
    fc.assert(
      fc.property(copies, requests, (all, request) => {
        const gone = new Set(removed(planRetention(all, request, NOW)))
        const left = all.filter(({ copyId }) => !gone.has(copyId))
        expect(planRetention(left, request, NOW).remove).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('what may go stays allowed to go as time passes', () => {
    fc.assert(
      fc.property(copies, requests, fc.integer({ min: 0, max: 20 * 365 }), (all, request, days) => {
        const now = removed(planRetention(all, request, NOW))
        const later = new Set(removed(planRetention(all, request, NOW + days * DAY_MS)))
        expect(now.filter((id) => !later.has(id))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('it is what a plain reading of the rules gives', () => {
    fc.assert(
      fc.property(copies, requests, (all, request) => {
        expect(removed(planRetention(all, request, NOW)).sort()).toEqual(plainReading(all, request).toSorted())
      }),
      { numRuns: 400 },
    )
  })
})

/** The same decision, copy by copy, by counting which later copies stand in its way. */
function plainReading(all: readonly RetentionCopy[], { policy }: RetentionRequest): readonly string[] {
  const wall = (ms: number) => new Date(ms).toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' })
  const week = (ms: number) => {
    const noon = new Date(`${wall(ms)}T12:00:00Z`)
    noon.setUTCDate(noon.getUTCDate() - ((noon.getUTCDay() + 6) % 7))
    return noon.toISOString().slice(0, 10)
  }
  const of = {
    daily: wall,
    weekly: week,
    monthly: (ms: number) => wall(ms).slice(0, 7),
    yearly: (ms: number) => wall(ms).slice(0, 4),
  }
  const has = (copy: RetentionCopy, tag: string) => copy.tags.includes(tag)
  const ours = all.filter((copy) => has(copy, PLAN) && !has(copy, OTHER) && copy.takenAtMs <= NOW + DAY_MS)
  const isAfter = (left: RetentionCopy, right: RetentionCopy) =>
    left.takenAtMs > right.takenAtMs || (left.takenAtMs === right.takenAtMs && left.copyId < right.copyId)
  const kindOf = (copy: RetentionCopy) =>
    has(copy, FREE)
      ? 'agenda'
      : has(copy, categoryTags.finance)
        ? 'finance'
        : has(copy, categoryTags.records)
          ? 'records'
          : 'unknown'
  const yearsOf = (copy: RetentionCopy) =>
    Math.max({ agenda: 0, finance: 5, records: 20, unknown: 20 }[kindOf(copy)], policy.minimumYears)
  const isProtected = (copy: RetentionCopy) => {
    const limit = new Date(NOW)
    limit.setUTCFullYear(limit.getUTCFullYear() - yearsOf(copy))
    return yearsOf(copy) > 0 && copy.takenAtMs >= limit.getTime() - DAY_MS
  }
  return ours
    .filter((copy) => {
      const others = ours.filter((other) => other !== copy)
      if (!others.some((other) => isAfter(other, copy)) || has(copy, 'fixada')) return false
      // For every length of protection that includes this copy: is it the first, or the last of its month, among those that last as long?
      for (const years of new Set(ours.map(yearsOf))) {
        if (years > yearsOf(copy) || !isProtected(copy)) continue
        const lasting = others.filter((other) => yearsOf(other) >= years)
        if (!lasting.some((other) => isAfter(copy, other))) return false
        if (
          !lasting.some((other) => isAfter(other, copy) && of.monthly(other.takenAtMs) === of.monthly(copy.takenAtMs))
        )
          return false
      }
      const kind = kindOf(copy)
      const applied = (kind === 'unknown' ? undefined : policy.byCategory[kind]) ?? policy.standard
      if (applied.kind === 'never') return false
      const alike = others.filter((other) => kindOf(other) === kind && isAfter(other, copy))
      return (['daily', 'weekly', 'monthly', 'yearly'] as const).every((period) => {
        const mine = of[period](copy.takenAtMs)
        const later = new Set(alike.map((other) => of[period](other.takenAtMs)))
        return later.has(mine) || later.size >= applied[period]
      })
    })
    .map(({ copyId }) => copyId)
}
