import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { swapDayAfter, swapDayBefore, swapDayCovered } from './disk-calendar.ts'
import { diskStateOf, diskStateSchema, judgePlug, promiseOf } from './disk-promise.ts'
import { isOldDisk, readBackDueSince, recordsOf, staysSince } from './disk-record.ts'
import { type DiskEntry, type DiskSet, diskPolicyOf, type NewDiskEntry, plugVerdictSchema } from './disk-set.ts'
import type { DiskId } from './volumes.ts'

const DAY_MS = 86_400_000
const local = (year: number, month: number, day: number, hour = 12) => new Date(year, month - 1, day, hour).getTime()
const disk = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as DiskId
const START_MS = local(2026, 1, 20)

const setOf = (count: number, hasMonths = false, swapDays: DiskSet['policy']['swapDays'] = FIFTH): DiskSet => ({
  policy: diskPolicyOf(swapDays, START_MS),
  disks: Array.from({ length: count }, (_, index) => ({
    diskId: disk(index + 1),
    replicaId: String(index + 1)
      .repeat(64)
      .slice(0, 64),
    number: index + 1,
    label: `Disco ${index + 1}`,
    ...(hasMonths && { month: index + 1 }),
  })),
})
const FIFTH = { kind: 'month-day', day: 5 } as const
const FRIDAYS = { kind: 'weekday', weekday: 5 } as const

/** A book that is written line by line. */
class Book {
  readonly entries: DiskEntry[] = []
  write(atMs: number, entry: NewDiskEntry): this {
    this.entries.push({ ...entry, number: this.entries.length + 1, atMs } as DiskEntry)
    return this
  }
  swap(atMs: number, number: number, takenBy = 'Sr. João'): this {
    const diskId = disk(number)
    return this.write(atMs, { kind: 'came', diskId, verdict: 'right' })
      .write(atMs, { kind: 'copied', diskId, copies: 1, bytes: 10, durationMs: 5, newestCopyAtMs: atMs })
      .write(atMs, { kind: 'ejected', diskId })
      .write(atMs, { kind: 'left', diskId, wasEjected: true })
      .write(atMs, { kind: 'handed-over', diskId, takenBy, place: 'casa', note: '' })
  }
  get records() {
    return recordsOf(this.entries)
  }
}

describe('the calendar', () => {
  const monthly = { swapDays: FIFTH, byMinute: 18 * 60 }

  it('knows the promised day before and after a moment, and which one a swap keeps', () => {
    expect(swapDayAfter(monthly, local(2026, 3, 5, 17)).byMs).toBe(local(2026, 3, 5, 18))
    expect(swapDayAfter(monthly, local(2026, 3, 5, 18)).byMs).toBe(local(2026, 4, 5, 18))
    expect(swapDayBefore(monthly, local(2026, 3, 5, 17)).byMs).toBe(local(2026, 2, 5, 18))
    expect(swapDayCovered(monthly, local(2026, 2, 27)).byMs).toBe(local(2026, 3, 5, 18))
    expect(swapDayCovered(monthly, local(2026, 2, 20)).byMs).toBe(local(2026, 2, 5, 18))
  })

  it('takes the last day of a month that has no such day', () => {
    const last = { swapDays: { kind: 'month-day', day: 31 } as const, byMinute: 18 * 60 }
    expect(swapDayAfter(last, local(2026, 2, 3)).dayMs).toBe(local(2026, 2, 28, 0))
    expect(swapDayAfter(last, local(2026, 2, 28, 20)).dayMs).toBe(local(2026, 3, 31, 0))
  })

  it('never runs out of days, and never leaves one out', () => {
    const days = fc.oneof(
      fc.record({ kind: fc.constant('month-day' as const), day: fc.integer({ min: 1, max: 31 }) }),
      fc.record({ kind: fc.constant('weekday' as const), weekday: fc.integer({ min: 0, max: 6 }) }),
    )
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 1439 }),
        fc.nat(4000),
        fc.nat(DAY_MS),
        (swapDays, byMinute, day, ms) => {
          const when = { swapDays, byMinute }
          const atMs = START_MS + day * DAY_MS + ms
          const [before, after] = [swapDayBefore(when, atMs), swapDayAfter(when, atMs)]
          expect(before.byMs).toBeLessThanOrEqual(atMs)
          expect(after.byMs).toBeGreaterThan(atMs)
          expect(swapDayAfter(when, before.byMs)).toEqual(after)
          expect(swapDayBefore(when, after.byMs - 1)).toEqual(before)
          expect(after.fromMs).toBeGreaterThan(before.byMs)
        },
      ),
    )
  })
})

describe('the promise', () => {
  it('is asked of nobody while there is no disk', () => {
    expect(promiseOf(setOf(0), new Map(), START_MS)).toEqual({ kind: 'no-disks' })
  })

  it('comes near, falls due on its day, is overdue from 18h on, and is kept by a swap, also a late one', () => {
    const set = setOf(3)
    const book = new Book()
    const at = (nowMs: number) => promiseOf(set, book.records, nowMs)
    expect(at(START_MS)).toMatchObject({ kind: 'kept', diskId: disk(1), byMs: local(2026, 2, 5, 18) })
    expect(at(local(2026, 1, 30))).toMatchObject({ kind: 'near', diskId: disk(1) })
    expect(at(local(2026, 2, 5, 9))).toMatchObject({ kind: 'today', diskId: disk(1) })
    expect(at(local(2026, 2, 5, 19))).toMatchObject({ kind: 'overdue', sinceMs: local(2026, 2, 5, 18), missed: 1 })
    expect(at(local(2026, 4, 9))).toMatchObject({ kind: 'overdue', sinceMs: local(2026, 2, 5, 18), missed: 3 })
    book.swap(local(2026, 4, 9), 1)
    expect(at(local(2026, 4, 9, 13))).toMatchObject({ kind: 'kept', diskId: disk(2), byMs: local(2026, 5, 5, 18) })
    book.swap(local(2026, 4, 29), 2)
    expect(at(local(2026, 5, 9))).toMatchObject({ kind: 'kept', diskId: disk(3), byMs: local(2026, 6, 5, 18) })
    book.swap(local(2026, 6, 5), 3)
    expect(at(local(2026, 7, 5))).toMatchObject({ kind: 'today', diskId: disk(1) })
  })

  it('asks for the disk of the month where each month has one, beginning in any month', () => {
    const set = setOf(12, true)
    const book = new Book()
    for (let month = 2; month <= 14; month += 1) {
      const nowMs = local(2026, month, 5, 9)
      const promise = promiseOf(set, book.records, nowMs)
      expect(promise).toMatchObject({ kind: 'today', diskId: disk(((month - 1) % 12) + 1) })
      book.swap(nowMs, ((month - 1) % 12) + 1)
    }
  })

  it('is not kept by a disk that was lost since, and asks for another one', () => {
    const set = setOf(2)
    const book = new Book().swap(local(2026, 2, 4), 1)
    const nowMs = local(2026, 2, 10)
    expect(promiseOf(set, book.records, nowMs).kind).toBe('kept')
    book.write(nowMs, { kind: 'lost', diskId: disk(1), reportedBy: 'Ana', what: 'ficou no ônibus', incident: 'D-1' })
    expect(promiseOf(set, book.records, nowMs)).toMatchObject({ kind: 'overdue', diskId: disk(2) })
  })

  it('goes on from week to week as well', () => {
    const set = setOf(2, false, FRIDAYS)
    const book = new Book()
    expect(promiseOf(set, book.records, local(2026, 1, 23, 9))).toMatchObject({ kind: 'today', diskId: disk(1) })
    book.swap(local(2026, 1, 22), 1)
    expect(promiseOf(set, book.records, local(2026, 1, 24))).toMatchObject({
      kind: 'kept',
      diskId: disk(2),
      byMs: local(2026, 1, 30, 18),
    })
  })

  it('is not silenced by a clock that was years ahead for a day', () => {
    const book = new Book().swap(local(2031, 3, 1), 1)
    expect(promiseOf(setOf(2), book.records, local(2026, 6, 1))).toMatchObject({ kind: 'overdue', missed: 4 })
  })
})

describe('a disk that is plugged in', () => {
  const set = setOf(3)
  const nowMs = local(2026, 4, 4)
  const book = new Book().swap(local(2026, 2, 5), 1).swap(local(2026, 3, 5), 2)
  book.write(local(2026, 3, 5), { kind: 'added', diskId: disk(3) }).swap(local(2026, 3, 6), 3)
  const judge = (number: number, at = nowMs, isHeld = false) =>
    judgePlug(set, book.records, disk(number), { nowMs: at, isHeld })

  it('is right when it is its turn, and named when it is not', () => {
    expect([judge(1), judge(2), judge(3)]).toEqual(['right', 'wrong', 'wrong'])
  })

  it('is always right when it is new: it has nothing to lose', () => {
    expect(judgePlug(setOf(4), book.records, disk(4), { nowMs, isHeld: false })).toBe('right')
  })

  it('is left alone while the brake is on', () => {
    expect(judge(1, nowMs, true)).toBe('held')
  })

  it('is only read when a year has passed since everything on it was', () => {
    expect(judge(2, local(2027, 4, 4))).toBe('read-back')
    const retired = new Book().swap(local(2026, 2, 5), 1)
    retired.write(local(2026, 2, 6), { kind: 'retired', diskId: disk(1), decidedBy: 'Ana', reason: 'velho' })
    const of = (at: number) => judgePlug(set, retired.records, disk(1), { nowMs: at, isHeld: false })
    expect([of(nowMs), of(local(2027, 4, 4))]).toEqual(['retired', 'read-back'])
  })

  it('is not trusted again when it was lost, until somebody says that it was found, and all of it was read', () => {
    const lost = new Book().swap(local(2026, 2, 5), 1).swap(local(2026, 3, 5), 2)
    const of = () => judgePlug(set, lost.records, disk(2), { nowMs, isHeld: false })
    lost.write(nowMs, { kind: 'lost', diskId: disk(2), reportedBy: 'Ana', what: '', incident: 'D-1' })
    expect(of()).toBe('lost')
    lost.write(nowMs, { kind: 'found', diskId: disk(2), reportedBy: 'Ana' })
    expect(of()).toBe('read-back')
    const read = { kind: 'read-back', diskId: disk(2), bytes: 1, durationMs: 1 } as const
    lost.write(nowMs, { ...read, scope: 'sample', problems: 0 })
    expect(of()).toBe('read-back')
    lost.write(nowMs, { ...read, scope: 'whole', problems: 0 })
    expect(of()).toBe('wrong')
  })

  it('may go on with the swap of the day, but a forgotten one does not count for the next', () => {
    const forgotten = new Book().swap(local(2026, 2, 5), 1)
    forgotten.write(local(2026, 3, 5), { kind: 'came', diskId: disk(2), verdict: 'right' })
    forgotten.write(local(2026, 3, 5), {
      kind: 'copied',
      diskId: disk(2),
      copies: 1,
      bytes: 1,
      durationMs: 1,
      newestCopyAtMs: 0,
    })
    forgotten.write(local(2026, 3, 5), { kind: 'left', diskId: disk(2), wasEjected: false })
    const of = (at: number) => judgePlug(set, forgotten.records, disk(2), { nowMs: at, isHeld: false })
    expect(of(local(2026, 3, 7))).toBe('right')
    expect(of(local(2026, 4, 4))).toBe('wrong')
  })

  it('is said to stay too long only once it is ready to go', () => {
    const { policy } = set
    const stays = new Book().write(nowMs, { kind: 'came', diskId: disk(1), verdict: 'right' })
    const of = (hours: number) => {
      const record = stays.records.get(disk(1))
      return record && staysSince(record, policy, nowMs + hours * 3_600_000)
    }
    expect(of(48)).toBeNull()
    const copied = { kind: 'copied', diskId: disk(1), copies: 1, bytes: 1, durationMs: 1, newestCopyAtMs: 0 } as const
    stays.write(nowMs + 3_600_000, copied)
    expect(of(8)).toBeNull()
    expect(of(9)).toBe(nowMs + 9 * 3_600_000)
    // Its cable is out, but it lies on the counter.
    stays.write(nowMs + 3_600_000, { kind: 'left', diskId: disk(1), wasEjected: true })
    expect(of(99)).toBe(nowMs + 9 * 3_600_000)
    stays.write(nowMs, { kind: 'handed-over', diskId: disk(1), takenBy: 'Ana', place: 'casa', note: '' })
    expect(of(99)).toBeNull()
  })
})

it('gets old', () => {
  const record = new Book().write(START_MS, { kind: 'added', diskId: disk(1) }).records.get(disk(1))
  const { policy } = setOf(1)
  expect(record && isOldDisk(record, policy, local(2031, 1, 19))).toBe(false)
  expect(record && isOldDisk(record, policy, local(2031, 1, 20))).toBe(true)
})

describe('any history', () => {
  const newEntry: fc.Arbitrary<NewDiskEntry> = fc.integer({ min: 1, max: 4 }).chain((number) => {
    const diskId = fc.constant(disk(number))
    const kind = <K extends NewDiskEntry['kind']>(name: K) => fc.constant(name)
    const person = fc.constantFrom('Ana', 'Sr. João')
    return fc.oneof(
      fc.record({ kind: kind('added'), diskId }),
      fc.record({ kind: kind('came'), diskId, verdict: fc.constantFrom(...plugVerdictSchema.options) }),
      fc.record({
        kind: kind('copied'),
        diskId,
        copies: fc.nat(9),
        bytes: fc.nat(999),
        durationMs: fc.nat(99),
        newestCopyAtMs: fc.option(fc.integer({ min: START_MS, max: START_MS + 900 * DAY_MS })),
      }),
      fc.record({
        kind: kind('read-back'),
        diskId,
        scope: fc.constantFrom('sample' as const, 'whole' as const),
        bytes: fc.nat(999),
        problems: fc.nat(1),
        durationMs: fc.nat(99),
      }),
      fc.record({ kind: kind('ejected'), diskId }),
      fc.record({ kind: kind('left'), diskId, wasEjected: fc.boolean() }),
      fc.record({ kind: kind('handed-over'), diskId, takenBy: person, place: fc.constant('casa'), note: fc.string() }),
      fc.record({ kind: kind('lost'), diskId, reportedBy: person, what: fc.string(), incident: fc.constant('D-1') }),
      fc.record({ kind: kind('found'), diskId, reportedBy: person }),
      fc.record({ kind: kind('retired'), diskId, decidedBy: person, reason: fc.string() }),
    )
  })
  const history = fc.array(fc.tuple(newEntry, fc.integer({ min: -40, max: 400 })), { maxLength: 60 }).map((lines) => {
    const book = new Book()
    let nowMs = START_MS
    // Clocks go back now and then.
    for (const [entry, hours] of lines) {
      nowMs += hours * 3_600_000
      book.write(nowMs, entry)
    }
    return { book, nowMs }
  })

  it('gives each disk exactly one state and loses no line', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 900 }), ({ book, nowMs: lastMs }, days) => {
        const set = setOf(4)
        const nowMs = lastMs + days * DAY_MS
        const records = book.records
        expect(
          [...records.values()].flatMap(({ entries }) => entries).sort((left, right) => left.number - right.number),
        ).toEqual(book.entries)
        const promise = promiseOf(set, records, nowMs)
        for (const record of records.values()) {
          const state = diskStateOf(record, set.policy, promise, nowMs)
          expect(diskStateSchema.options.filter((one) => one === state)).toHaveLength(1)
          expect(state === 'lost').toBe(record.lost !== null)
          expect(state === 'in-use' && record.holder !== null).toBe(false)
          if (state === 'to-check') expect(readBackDueSince(record, set.policy, nowMs)).not.toBeNull()
          const verdict = judgePlug(set, records, record.diskId, { nowMs, isHeld: false })
          // What is lost or retired is never written to.
          if (state === 'lost' || state === 'retired') expect(verdict).not.toBe('right')
        }
        if (promise.kind === 'no-disks') return
        const asked = records.get(promise.diskId)
        expect(asked?.lost ?? null).toBeNull()
        expect(asked?.retiredAtMs ?? null).toBeNull()
        // Whoever brings the disk that is asked for is never sent away.
        expect(judgePlug(set, records, promise.diskId, { nowMs, isHeld: false })).toBe('right')
      }),
    )
  })

  it('is the same told in one go or line by line', () => {
    fc.assert(
      fc.property(history, ({ book }) => {
        const half = Math.floor(book.entries.length / 2)
        const first = recordsOf(book.entries.slice(0, half))
        const whole = recordsOf(book.entries)
        for (const [diskId, { entries }] of first)
          expect(whole.get(diskId)?.entries.slice(0, entries.length)).toEqual(entries)
      }),
    )
  })
})
