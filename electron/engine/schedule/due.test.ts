import { describe, expect, it } from 'vitest'
import { type DueWork, type SchedulePolicy, schedulePolicySchema } from '#shared/domain/index.ts'
import { due, lookEveryMs, USUAL_WAITS } from './due.ts'
import {
  DAY_MS,
  HOUR_MS,
  MAIN,
  MINUTE_MS,
  NAS,
  policyWith,
  replicaWith,
  stateWith,
  WEDNESDAY_MS,
} from './test-support/states.ts'
import type { ReplicaState, ScheduleState } from './types.ts'

const policy = policyWith()
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()
const workOf = (found: readonly DueWork[], kind: DueWork['work']['kind'], replicaId?: string) =>
  found.find(
    ({ work }) => work.kind === kind && (!replicaId || ('replicaId' in work && work.replicaId === replicaId)),
  ) ?? expect.fail('no such work')
const copyAt = (state: ScheduleState, nowMs: number, how: SchedulePolicy = policy) =>
  workOf(due(how, state, nowMs), 'copy')
const kindsOf = (work: DueWork) => (work.kind === 'later' ? work.unmet.map(({ kind }) => kind) : [])
const changed = (sinceMs: number, lastMs = sinceMs) => ({ unsaved: [{ category: undefined, sinceMs, lastMs }] })

describe('a copy', () => {
  it('is made when saving has stopped for a moment', () => {
    const state = stateWith(changed(WEDNESDAY_MS - 3000))
    const first = copyAt(state, WEDNESDAY_MS)
    expect(first).toMatchObject({ kind: 'later', atMs: WEDNESDAY_MS - 3000 + USUAL_WAITS.quietMs })
    expect(kindsOf(first)).toEqual(['settling-changes'])
    expect(copyAt(state, WEDNESDAY_MS + 7000)).toMatchObject({ kind: 'now', reason: 'changed' })
  })

  it('is not put off for ever by a reception that saves all the time', () => {
    const saving = (sinceMs: number) => stateWith(changed(WEDNESDAY_MS - sinceMs, WEDNESDAY_MS - 1000))
    expect(copyAt(saving(4 * MINUTE_MS), WEDNESDAY_MS).kind).toBe('later')
    expect(copyAt(saving(5 * MINUTE_MS), WEDNESDAY_MS)).toMatchObject({ kind: 'now', reason: 'changed' })
  })

  it('comes sooner for what may lose less', () => {
    const strict = policyWith({ goalMinutes: { agenda: 5 } })
    const unsaved = (category: 'agenda' | undefined) =>
      stateWith({ unsaved: [{ category, sinceMs: WEDNESDAY_MS - 2 * MINUTE_MS, lastMs: WEDNESDAY_MS }] })
    expect(copyAt(unsaved('agenda'), WEDNESDAY_MS, strict).kind).toBe('now')
    expect(copyAt(unsaved(undefined), WEDNESDAY_MS, strict).kind).toBe('later')
  })

  it('looks at everything once per goal though nothing was told, less often where that is much work, never less than every second goal', () => {
    expect(copyAt(stateWith(), WEDNESDAY_MS)).toMatchObject({ kind: 'later', atMs: WEDNESDAY_MS + 11 * MINUTE_MS })
    expect(copyAt(stateWith(), WEDNESDAY_MS + 11 * MINUTE_MS)).toMatchObject({ kind: 'now', reason: 'look' })
    const took = (durationMs: number, isTrusted = true) => lookEveryMs(policy, { atMs: 0, durationMs }, isTrusted)
    expect([took(2000), took(20_000), took(HOUR_MS), took(HOUR_MS, false)]).toEqual(
      [15, 20, 30, 15].map((minutes) => minutes * MINUTE_MS),
    )
  })

  it('is made once each day whatever else', () => {
    const looked = stateWith().copy
    const evening = at(18, 19, 31)
    const state = stateWith({ copy: { ...looked, lastLookAtMs: evening - MINUTE_MS, lastCopyAtMs: at(17, 19, 40) } })
    expect(copyAt(state, evening)).toMatchObject({ kind: 'now', reason: 'daily' })
    const made = stateWith({ copy: { ...looked, lastLookAtMs: evening, lastCopyAtMs: evening } })
    expect(copyAt(made, evening).kind).toBe('later')
  })

  it('waits for a pause in proportion to the copy before it', () => {
    const { copy } = stateWith()
    const state = stateWith({
      ...changed(WEDNESDAY_MS - MINUTE_MS),
      copy: { ...copy, last: { atMs: WEDNESDAY_MS - 30_000, durationMs: 20_000 } },
    })
    expect(copyAt(state, WEDNESDAY_MS)).toMatchObject({ kind: 'later', atMs: WEDNESDAY_MS + 50_000 })
    expect(copyAt(state, WEDNESDAY_MS + 50_000).kind).toBe('now')
  })

  it('goes slowly while patients are there, and with all there is otherwise', () => {
    const paceAt = (nowMs: number) => {
      const { copy } = stateWith()
      return copyAt(stateWith({ copy: { ...copy, lastLookAtMs: nowMs - DAY_MS } }), nowMs)
    }
    expect(paceAt(at(18, 10))).toMatchObject({ kind: 'now', pace: 'polite' })
    expect(paceAt(at(18, 22))).toMatchObject({ kind: 'now', pace: 'full' })
    expect(paceAt(at(21, 12))).toMatchObject({ pace: 'polite' })
    expect(paceAt(at(22, 12))).toMatchObject({ pace: 'full' })
  })

  it('tells every requirement that is not met, not the first one', () => {
    const quiet = [{ fromMinute: 9 * 60, toMinute: 11 * 60, days: [3] }]
    const { copy } = stateWith()
    const state = stateWith({
      isLocked: true,
      wokeAtMs: WEDNESDAY_MS - 1000,
      machine: { power: 'battery', batteryPercent: 12, isMetered: false },
      copy: {
        ...copy,
        isUnderWay: true,
        isDiskKnownAway: true,
        failures: { count: 2, lastAtMs: WEDNESDAY_MS - 5000 },
        last: { atMs: WEDNESDAY_MS - 1000, durationMs: 60_000 },
      },
    })
    const found = copyAt(state, WEDNESDAY_MS, policyWith({ quiet }))
    expect(kindsOf(found).sort()).toEqual(
      [
        'not-yet',
        'locked',
        'settling-start',
        'quiet-hours',
        'under-way',
        'disk-away',
        'after-failure',
        'pause',
        'battery',
      ].sort(),
    )
    expect(found).toMatchObject({ atMs: WEDNESDAY_MS + HOUR_MS })
  })

  it('catches up once after sleep, when the computer has settled', () => {
    const { copy } = stateWith()
    const asleep = { ...copy, lastLookAtMs: WEDNESDAY_MS - 14 * HOUR_MS, lastCopyAtMs: WEDNESDAY_MS - 14 * HOUR_MS }
    const woken = stateWith({ copy: asleep, wokeAtMs: WEDNESDAY_MS })
    const first = copyAt(woken, WEDNESDAY_MS)
    expect(kindsOf(first)).toEqual(['settling-start'])
    const later = WEDNESDAY_MS + 30_000
    expect(copyAt(woken, later)).toMatchObject({ kind: 'now', reason: 'catch-up' })
    const caughtUp = { ...copy, lastLookAtMs: later, lastCopyAtMs: later, last: { atMs: later, durationMs: 1 } }
    expect(copyAt(stateWith({ copy: caughtUp, wokeAtMs: WEDNESDAY_MS }), later + 5000).kind).toBe('later')
  })

  it('is tried again after failures with longer and longer pauses, half an hour at most', () => {
    const { copy } = stateWith()
    const waits = [1, 2, 3, 6, 20, 1000].map((count) => {
      const state = stateWith({ ...changed(0), copy: { ...copy, failures: { count, lastAtMs: WEDNESDAY_MS } } })
      const found = copyAt(state, WEDNESDAY_MS)
      return found.kind === 'later' ? (found.atMs - WEDNESDAY_MS) / MINUTE_MS : 0
    })
    expect(waits).toEqual([1, 2, 4, 30, 30, 30])
  })
})

describe('proof', () => {
  const proofWith = (lastMs: number | null, change: Partial<ReplicaState> = {}) =>
    stateWith({
      replicas: [
        replicaWith({
          proof: { last: lastMs === null ? null : { atMs: lastMs, durationMs: 1 }, failures: null, isUnderWay: false },
          ...change,
        }),
      ],
    })
  const proofAt = (state: ScheduleState, nowMs: number) => workOf(due(policy, state, nowMs), 'proof')

  it('happens each night', () => {
    const state = proofWith(at(17, 21))
    expect(kindsOf(proofAt(state, at(18, 10)))).toEqual(['not-yet', 'night'])
    expect(kindsOf(proofAt(state, at(18, 19)))).toEqual(['night'])
    expect(proofAt(state, at(18, 19))).toMatchObject({ atMs: at(18, 20) })
    expect(proofAt(state, at(18, 20))).toMatchObject({ kind: 'now', pace: 'full' })
    expect(proofAt(state, at(19, 3))).toMatchObject({ kind: 'now' })
  })

  it('also by day, where the computer is off each night', () => {
    expect(proofAt(proofWith(at(15, 9)), at(18, 10))).toMatchObject({ kind: 'now', pace: 'polite' })
    expect(proofAt(proofWith(null, { knownSinceMs: at(17, 9) }), at(18, 10)).kind).toBe('later')
    expect(proofAt(proofWith(null, { knownSinceMs: at(10, 9) }), at(18, 10))).toMatchObject({ reason: 'first' })
    expect(proofAt(proofWith(null, { knownSinceMs: null }), at(18, 10)).kind).toBe('now')
  })

  it('waits for its disk, for mains, and for the work under way', () => {
    const night = at(18, 21)
    const state = { ...proofWith(at(17, 21), { isReachable: false }), isBusy: true }
    const found = proofAt({ ...state, machine: { power: 'battery', batteryPercent: 90, isMetered: false } }, night)
    expect(kindsOf(found)).toEqual(['other-work', 'disk-away', 'battery'])
  })
})

describe('protection against erasing', () => {
  const locked = (last: number | null) =>
    stateWith({
      replicas: [
        replicaWith({
          isFar: true,
          protect: { last: last === null ? null : { atMs: last, durationMs: 2000 }, failures: null, isUnderWay: false },
        }),
      ],
    })
  const protectAt = (state: ScheduleState, nowMs: number) => workOf(due(policy, state, nowMs), 'protect', MAIN)

  it('is prolonged every day, whatever the hour, and only where there is any', () => {
    expect(protectAt(locked(null), at(18, 10))).toMatchObject({ kind: 'now', reason: 'first' })
    expect(protectAt(locked(at(17, 9)), at(18, 10))).toMatchObject({ kind: 'now', reason: 'daily' })
    expect(protectAt(locked(at(18, 9)), at(18, 10))).toMatchObject({ kind: 'later', atMs: at(19, 5) })
    expect(due(policy, stateWith(), at(18, 10)).map(({ work }) => work.kind)).not.toContain('protect')
  })
})

describe('bringing other disks up to date', () => {
  const nas = (change: Partial<ReplicaState['update']>, isNetwork = false) =>
    stateWith({
      replicas: [
        replicaWith(),
        replicaWith({
          replicaId: NAS,
          isMain: false,
          isNetwork,
          update: {
            last: { atMs: at(18, 9), durationMs: 3000 },
            failures: null,
            isUnderWay: false,
            behind: null,
            ...change,
          },
        }),
      ],
    })
  const behind = (sinceMs: number, bytes = 1000) => ({ behind: { sinceMs, bytes } })
  const updateAt = (state: ScheduleState, nowMs: number, how = policy) =>
    workOf(due(how, state, nowMs), 'replicate', NAS)

  it('follows each copy at once when it is little, at night when it is much', () => {
    expect(updateAt(nas(behind(at(18, 10))), at(18, 10))).toMatchObject({ kind: 'now', reason: 'behind' })
    expect(kindsOf(updateAt(nas(behind(at(18, 10), 5e9)), at(18, 10)))).toEqual(['night'])
    expect(updateAt(nas(behind(at(17, 9), 5e9)), at(18, 10)).kind).toBe('now')
  })

  it('spares a connection that is paid by volume', () => {
    const metered = { power: 'mains', batteryPercent: null, isMetered: true } as const
    const state = { ...nas(behind(at(17, 9)), true), machine: metered }
    expect(kindsOf(updateAt(state, at(18, 22)))).toEqual(['metered'])
    expect(updateAt(state, at(18, 22), policyWith({ isMeteredAllowed: true })).kind).toBe('now')
    expect(updateAt({ ...nas(behind(at(17, 9))), machine: metered }, at(18, 22)).kind).toBe('now')
  })

  it('does not wait for work in the other lane, nor make a NAS in the clinic wait for a line that is paid by volume', () => {
    const [main, other] = nas(behind(at(18, 10)), true).replicas
    const far = (change: Partial<ReplicaState>) => [main, { ...other, ...change }] as ReplicaState[]
    const state = (change: Partial<ReplicaState>) => ({ ...nas({}), isBusy: true, replicas: far(change) })
    expect(kindsOf(updateAt(state({}), at(18, 10)))).toEqual(['other-work'])
    expect(updateAt(state({ isFar: true }), at(18, 10)).kind).toBe('now')
    expect(kindsOf(updateAt({ ...state({ isFar: true }), isFarBusy: true }, at(18, 10)))).toEqual(['other-work'])
    const machine = { power: 'mains', batteryPercent: null, isMetered: true } as const
    expect(updateAt({ ...state({ isFar: true, usesInternet: false }), machine }, at(18, 10)).kind).toBe('now')
    expect(kindsOf(updateAt({ ...state({ isFar: true, usesInternet: true }), machine }, at(18, 10)))).toEqual([
      'metered',
    ])
  })

  it('brings the main place up too, when a copy was made elsewhere while it was away, from far if it must be', () => {
    const update = { last: null, failures: null, isUnderWay: false, ...behind(at(18, 10)), fromFar: true }
    const state = { ...stateWith({ replicas: [replicaWith({ update })] }), isBusy: true }
    const found = workOf(due(policy, state, at(18, 10)), 'replicate', MAIN)
    expect(found).toMatchObject({ kind: 'now', work: { replicaId: MAIN, fromFar: true } })
  })

  it('happens once a day without a copy, and never for the main disk that lacks nothing', () => {
    expect(updateAt(nas({}), at(18, 10))).toMatchObject({ kind: 'later', atMs: at(19, 9) })
    expect(due(policy, stateWith(), at(18, 10)).map(({ work }) => work.kind)).toEqual(['copy', 'proof'])
    expect(due(policy, stateWith(), at(18, 10))).toMatchObject([{}, { work: { replicaId: MAIN } }])
  })
})

describe('the policy', () => {
  it('is nothing when switched off', () => {
    expect(due(policyWith({ isEnabled: false }), stateWith(changed(0)), WEDNESDAY_MS)).toEqual([])
  })

  it('refuses quiet hours that leave no time', () => {
    const everyDay = [0, 1, 2, 3, 4, 5, 6]
    const quiet = (...hours: [number, number][]) =>
      schedulePolicySchema.safeParse({
        quiet: hours.map(([from, to]) => ({ fromMinute: from * 60, toMinute: to * 60, days: everyDay })),
      }).success
    expect(quiet([22, 6])).toBe(true)
    expect(quiet([22, 6], [6, 12])).toBe(false)
    expect(quiet([0, 0])).toBe(false)
  })
})
