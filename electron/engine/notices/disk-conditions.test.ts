import { describe, expect, it } from 'vitest'
import type { DiskSetView, DiskView } from '#shared/contracts/index.ts'
import { type DiskId, diskPolicyOf } from '#shared/domain/index.ts'
import { diskConditions } from './disk-conditions.ts'

const DAY_MS = 86_400_000
const NOW_MS = new Date(2026, 2, 5, 12).getTime()
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as DiskId
const disk = (number: number, change: Partial<DiskView> = {}): DiskView => ({
  diskId: id(number),
  replicaId: 'a'.repeat(64),
  number,
  label: `Disco ${number}`,
  state: 'away',
  addedAtMs: 0,
  copiedAtMs: NOW_MS - 30 * DAY_MS,
  newestCopyAtMs: NOW_MS - 30 * DAY_MS,
  readBackAtMs: null,
  readBackDueSinceMs: null,
  wholeReadAtMs: null,
  problems: 0,
  isOld: false,
  present: null,
  staysSinceMs: null,
  holder: { takenBy: 'Sr. João', place: 'casa', sinceMs: 0, entry: 1 },
  lost: null,
  ...change,
})
const next = { diskId: id(1), dayMs: NOW_MS - 12 * 3_600_000, byMs: NOW_MS + 6 * 3_600_000 }
const view = (change: Partial<DiskSetView> = {}): DiskSetView => ({
  policy: diskPolicyOf({ kind: 'month-day', day: 5 }, 0),
  promise: { kind: 'kept', ...next },
  disks: [disk(1), disk(2)],
  swap: { kind: 'none' },
  strangers: [],
  ...change,
})
const subjects = (change: Partial<DiskSetView> = {}) =>
  diskConditions(view(change), NOW_MS).map(({ subject }) => subject)
const here = (verdict: NonNullable<DiskView['present']>['verdict']) => ({
  present: { sinceMs: NOW_MS - 60_000, verdict, ejectedAtMs: null, freeBytes: null },
})

describe('the disks of the month', () => {
  it('are no news while they are away and the promise is kept or near', () => {
    expect(subjects()).toEqual([])
    expect(subjects({ promise: { kind: 'near', ...next } })).toEqual([])
    expect(subjects({ policy: null, promise: { kind: 'overdue', ...next, sinceMs: 0, missed: 9 } })).toEqual([])
  })

  it('ask for the swap on its day, and urgently from then on, until the disk is plugged in', () => {
    expect(diskConditions(view({ promise: { kind: 'today', ...next } }), NOW_MS)).toEqual([
      { subject: 'disk-due', tone: 'attention', action: 'swap-disk', code: null, sinceMs: next.dayMs },
    ])
    const overdue = { promise: { kind: 'overdue', ...next, sinceMs: NOW_MS - DAY_MS, missed: 1 } } as const
    expect(diskConditions(view(overdue), NOW_MS)).toMatchObject([
      { subject: 'disk-overdue', tone: 'needs-you', sinceMs: NOW_MS - DAY_MS },
    ])
    expect(subjects({ ...overdue, swap: { kind: 'waiting', diskId: id(1) } })).toEqual([])
  })

  it('say when a wrong one is plugged in, since when, and still ask for the right one', () => {
    const wrong = {
      promise: { kind: 'today', ...next },
      disks: [disk(1), disk(2, here('wrong'))],
      swap: { kind: 'wrong', diskId: id(2), verdict: 'wrong' },
    } as const
    expect(subjects({ ...wrong, disks: [...wrong.disks] })).toEqual(['disk-due', 'disk-wrong'])
    expect(subjects({ strangers: [{ kind: 'foreign', label: '' }] })).toEqual(['disk-wrong'])
  })

  it('say what stopped, and whose turn it is to do something about it', () => {
    const stopped = (code: 'DEST_101' | 'DEST_102') =>
      diskConditions(view({ swap: { kind: 'stopped', diskId: id(1), error: { code, params: {} } } }), NOW_MS)
    expect(stopped('DEST_101')).toMatchObject([{ subject: 'disk-stopped', code: 'DEST_101', action: 'swap-disk' }])
    expect(stopped('DEST_102')).toMatchObject([
      { subject: 'disk-stopped', code: 'DEST_102', action: 'call-technician' },
    ])
  })

  it('say that one stays at the clinic, and that one on the shelf has to be read', () => {
    expect(subjects({ disks: [disk(1, { state: 'in-use', staysSinceMs: NOW_MS - 5 })] })).toEqual(['disk-stays'])
    expect(subjects({ disks: [disk(1, { state: 'to-check', readBackDueSinceMs: NOW_MS - 5 })] })).toEqual([
      'disk-unread',
    ])
    // It comes for its swap anyway, and is read then.
    expect(subjects({ disks: [disk(1, { state: 'due-back', readBackDueSinceMs: NOW_MS - 5 })] })).toEqual([])
  })
})
