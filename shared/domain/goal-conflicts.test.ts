import { describe, expect, it } from 'vitest'
import { diskPolicyOf } from './disk-set.ts'
import { type GoalFacts, goalConflictsOf } from './goal-conflicts.ts'
import { inventoryItemSchema, usualItem } from './inventory.ts'
import { neverDelete } from './retention.ts'
import { schedulePolicySchema } from './schedule.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const facts = (change: Partial<GoalFacts> = {}, schedule: object = {}): GoalFacts => ({
  schedule: schedulePolicySchema.parse(schedule),
  retention: neverDelete,
  diskSet: undefined,
  standingPlaces: 1,
  standingOutside: 0,
  items: [],
  ...change,
})
const item = (change: object, kind: 'records' | 'agenda' | 'finance' = 'records') =>
  inventoryItemSchema.parse({ itemId: ID, ...usualItem(kind, [{ kind: 'unknown' }]), ...change })
const found = (change?: Partial<GoalFacts>, schedule?: object) => goalConflictsOf(facts(change, schedule))
const weekly = {
  policy: diskPolicyOf({ kind: 'weekday', weekday: 5 }, 0),
  disks: [{ diskId: 'd', replicaId: 'r', number: 1, label: 'Azul' }],
} as unknown as NonNullable<GoalFacts['diskSet']>

describe('goals that contradict something else', () => {
  it('a clinic as it begins has none', () => {
    expect(found({ items: [item({}), item({}, 'agenda'), item({}, 'finance')] })).toEqual([])
  })

  it('a goal while nothing begins by itself', () => {
    expect(found({}, { isEnabled: false })).toEqual([{ kind: 'nothing-by-itself', category: null, goalMinutes: 15 }])
  })

  it('fifteen minutes for a database that its system only writes out once a day', () => {
    const daily = item({ refreshed: 'daily' })
    expect(found({ items: [daily] })).toEqual([
      { kind: 'written-rarely', category: 'records', goalMinutes: 15, itemId: ID, everyMinutes: 1440 },
    ])
    expect(
      found({ items: [item({ refreshed: 'daily', weight: 'waits' })] }, { goalMinutes: { records: 1440 } }),
    ).toEqual([])
  })

  it('an hour with copies only on a disk of the week', () => {
    expect(found({ diskSet: weekly, standingPlaces: 0 }, { standardGoalMinutes: 60 })).toEqual([
      { kind: 'disks-only', category: null, goalMinutes: 60, everyDays: 7 },
    ])
  })

  it('what is outside is as old as the last swap, unless a place outside is always there', () => {
    expect(found({ diskSet: weekly })).toMatchObject([{ kind: 'outside-rarely', everyDays: 7 }])
    expect(found({ diskSet: weekly, standingOutside: 1 })).toEqual([])
    expect(found({ diskSet: { ...weekly, disks: [] } })).toEqual([])
  })

  it('quiet hours in the midst of attendance, and not those at night', () => {
    const quiet = (fromMinute: number, toMinute: number, days = [1]) => ({ quiet: [{ fromMinute, toMinute, days }] })
    expect(found({}, quiet(720, 780))).toMatchObject([{ kind: 'quiet-hours', quietMinutes: 60 }])
    expect(found({}, quiet(720, 730))).toEqual([])
    expect(found({}, quiet(1320, 360))).toEqual([])
    expect(found({}, quiet(720, 780, [0]))).toEqual([])
  })

  it('the strictest goal is the one that is said', () => {
    expect(found({}, { isEnabled: false, goalMinutes: { agenda: 5 } })).toMatchObject([
      { category: 'agenda', goalMinutes: 5 },
    ])
  })

  it('without it nobody is seen, and a day of it may be lost', () => {
    const items = [item({ weight: 'stops' }, 'agenda')]
    expect(found({ items }, { goalMinutes: { agenda: 1440 } })).toMatchObject([{ kind: 'weighs-more', itemId: ID }])
    expect(found({ items })).toEqual([])
  })

  it('never to be deleted, and a rule that cleans it', () => {
    const keep = { kind: 'keep', daily: 30, weekly: 0, monthly: 0, yearly: 0 } as const
    const retention = { ...neverDelete, byCategory: { finance: keep } }
    expect(found({ retention, items: [item({}, 'finance')] })).toEqual([
      { kind: 'cleaned-sooner', category: 'finance', itemId: ID },
    ])
    expect(found({ retention, items: [item({})] })).toEqual([])
  })

  it('what nobody is seen without comes back before the end of the day, and before what can wait', () => {
    const agenda = item({ weight: 'stops' }, 'agenda')
    expect(found({ items: [agenda] }, { backMinutes: { agenda: 480 } })).toEqual([
      { kind: 'back-late', category: 'agenda', goalMinutes: 480, itemId: ID },
    ])
    const waiting = item({ weight: 'waits' }, 'finance')
    expect(found({ items: [agenda, waiting] }, { backMinutes: { agenda: 240, finance: 60 } })).toEqual([
      { kind: 'back-after', category: 'agenda', goalMinutes: 240, itemId: ID },
    ])
    expect(found({ items: [agenda, waiting] }, { backMinutes: { agenda: 60, finance: 240 } })).toEqual([])
    expect(found({ items: [item({ weight: 'waits' }, 'agenda')] }, { backMinutes: { agenda: 480 } })).toEqual([])
  })
})
