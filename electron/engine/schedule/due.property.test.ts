import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type SchedulePolicy, schedulePolicySchema } from '#shared/domain/index.ts'
import { due } from './due.ts'
import { DAY_MS, HOUR_MS, MAIN, MINUTE_MS, NAS, replicaWith, stateWith, WEDNESDAY_MS } from './test-support/states.ts'
import type { Ended, Failures, ReplicaState, ScheduleState } from './types.ts'

const YEAR_MS = 365 * DAY_MS
const minute = fc.integer({ min: 0, max: 1439 })
const hours = fc.record({
  fromMinute: minute,
  toMinute: minute,
  days: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
})
const goal = fc.integer({ min: 5, max: 1440 })
const policy: fc.Arbitrary<SchedulePolicy> = fc
  .record({
    standardGoalMinutes: goal,
    goalMinutes: fc.dictionary(fc.constantFrom('agenda', 'records', 'images', 'finance'), goal),
    dailyAtMinute: minute,
    quiet: fc.array(hours, { maxLength: 3 }),
    attendance: fc.array(hours, { maxLength: 3 }),
    night: hours,
    leastBatteryPercent: fc.integer({ min: 0, max: 100 }),
    isMeteredAllowed: fc.boolean(),
  })
  .map((one) => schedulePolicySchema.safeParse(one).data)
  .filter((one) => one !== undefined)

/** Any time at all, right or written by a clock that was years off. */
const time = fc.oneof(
  fc.integer({ min: -3 * DAY_MS, max: 60_000 }).map((byMs) => WEDNESDAY_MS + byMs),
  fc.integer({ min: -2 * YEAR_MS, max: 2 * YEAR_MS }).map((byMs) => WEDNESDAY_MS + byMs),
)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const ended: fc.Arbitrary<Ended | null> = maybe(
  fc.record({ atMs: time, durationMs: fc.integer({ min: 0, max: 6 * HOUR_MS }) }),
)
const failures: fc.Arbitrary<Failures | null> = maybe(
  fc.record({ count: fc.integer({ min: 1, max: 5000 }), lastAtMs: time }),
)
const replica = (replicaId: string, isMain: boolean): fc.Arbitrary<ReplicaState> =>
  fc.record({
    replicaId: fc.constant(replicaId),
    isMain: fc.constant(isMain),
    isNetwork: fc.boolean(),
    isFar: fc.boolean(),
    usesInternet: fc.boolean(),
    isReachable: fc.boolean(),
    knownSinceMs: maybe(time),
    proof: fc.record({ last: ended, failures, isUnderWay: fc.boolean() }),
    update: fc.record({
      last: ended,
      failures,
      isUnderWay: fc.boolean(),
      behind: maybe(fc.record({ sinceMs: time, bytes: fc.integer({ min: 0, max: 1e12 }) })),
      fromFar: fc.boolean(),
    }),
  })
const state: fc.Arbitrary<ScheduleState> = fc.record({
  unsaved: fc.array(
    fc.record({ category: fc.constantFrom(undefined, 'agenda', 'images'), sinceMs: time, lastMs: time }),
    { maxLength: 3 },
  ),
  isWatchTrusted: fc.boolean(),
  isLocked: fc.boolean(),
  copy: fc.record({
    lastLookAtMs: maybe(time),
    lastCopyAtMs: maybe(time),
    last: ended,
    failures,
    isUnderWay: fc.boolean(),
    isDiskKnownAway: fc.boolean(),
    isHeldByMeter: fc.boolean(),
  }),
  replicas: fc.tuple(replica(MAIN, true), replica(NAS, false)),
  machine: fc.record({
    power: fc.constantFrom('mains', 'battery', 'unknown'),
    batteryPercent: maybe(fc.integer({ min: 0, max: 100 })),
    isMetered: fc.boolean(),
  }),
  wokeAtMs: maybe(time),
  isBusy: fc.boolean(),
  isFarBusy: fc.boolean(),
})

/** The same clinic once nothing outside hinders: disks there, key there, on mains. */
const unhindered = (known: ScheduleState): ScheduleState => ({
  ...known,
  isLocked: false,
  isBusy: false,
  isFarBusy: false,
  machine: { power: 'mains', batteryPercent: null, isMetered: false },
  copy: { ...known.copy, isUnderWay: false, isDiskKnownAway: false, isHeldByMeter: false },
  replicas: known.replicas.map((one) => ({
    ...one,
    isReachable: true,
    proof: { ...one.proof, isUnderWay: false },
    update: { ...one.update, isUnderWay: false },
  })),
})

/** The main place is brought up only when it lacks something: others may hold copies that were made while it was away. */
const kindsFor = ({ replicas: [main] }: ScheduleState) => [
  'copy',
  ...(main?.update.behind ? ['replicate'] : []),
  'proof',
  'replicate',
  'proof',
]

it('an enabled plan always has a next run of every kind, within a day, or is told why not with all reasons', () => {
  fc.assert(
    fc.property(policy, state, (how, known) => {
      const found = due(how, known, WEDNESDAY_MS)
      expect(found.map(({ work }) => work.kind)).toEqual(kindsFor(known))
      for (const one of found) {
        if (one.kind === 'now') continue
        expect(one.atMs).toBeGreaterThan(WEDNESDAY_MS)
        expect(one.atMs).toBeLessThanOrEqual(WEDNESDAY_MS + DAY_MS)
        expect(one.unmet.length).toBeGreaterThan(0)
        expect(new Set(one.unmet.map(({ kind }) => kind)).size).toBe(one.unmet.length)
      }
    }),
    { numRuns: 500 },
  )
})

it('once nothing hinders, every kind of work begins, whatever was before: a failure or a wrong clock never ends a schedule', () => {
  fc.assert(
    fc.property(policy, state, (how, before) => {
      const known = unhindered(before)
      const begun = new Set<number>()
      let nowMs = WEDNESDAY_MS
      let asked = 0
      while (begun.size < kindsFor(known).length && nowMs < WEDNESDAY_MS + 9 * DAY_MS) {
        const found = due(how, known, nowMs)
        for (const [place, one] of found.entries()) if (one.kind === 'now') begun.add(place)
        const next = found.flatMap((one, place) => (one.kind === 'later' && !begun.has(place) ? [one.atMs] : []))
        nowMs = Math.min(...next, nowMs + DAY_MS)
        expect(++asked).toBeLessThan(200)
      }
      expect(begun.size).toBe(kindsFor(known).length)
    }),
    { numRuns: 500 },
  )
})

it('the copy begins within a day, and outside quiet hours within the longest pause of a failure', () => {
  fc.assert(
    fc.property(policy, state, (how, before) => {
      const known = unhindered({ ...before, unsaved: [{ category: undefined, sinceMs: 0, lastMs: 0 }] })
      let nowMs = WEDNESDAY_MS
      let asked = 0
      for (let one = due(how, known, nowMs)[0]; one?.kind === 'later'; one = due(how, known, nowMs)[0]) {
        nowMs = one.atMs
        expect(++asked).toBeLessThan(200)
      }
      const longestMs = how.quiet.length > 0 ? DAY_MS : Math.max(30 * MINUTE_MS, (1440 / 3) * MINUTE_MS)
      // A clock that was just set right may have written times a minute ahead.
      expect(nowMs - WEDNESDAY_MS).toBeLessThanOrEqual(longestMs + MINUTE_MS)
    }),
    { numRuns: 500 },
  )
})

/** Lives through hours of a clinic: runs what is due and skips to when it is asked again. Gives when each copy began. */
function live(
  nowMs: number,
  durationMs: number,
  run: (at: number) => 'done' | 'failed',
  before = stateWith(),
): number[] {
  let known: ScheduleState = { ...before, replicas: [replicaWith()] }
  const begun: number[] = []
  const endMs = nowMs + durationMs
  let asked = 0
  while (nowMs < endMs) {
    expect(++asked).toBeLessThan(20_000)
    const [copy] = due(schedulePolicySchema.parse({}), known, nowMs)
    if (copy?.kind !== 'now') {
      nowMs = copy?.atMs ?? endMs
      continue
    }
    begun.push(nowMs)
    const count = (known.copy.failures?.count ?? 0) + 1
    const isDone = run(nowMs) === 'done'
    nowMs += 2000
    const done = { lastLookAtMs: nowMs, lastCopyAtMs: nowMs, last: { atMs: nowMs, durationMs: 2000 }, failures: null }
    known = {
      ...known,
      unsaved: isDone ? [] : known.unsaved,
      copy: { ...known.copy, ...(isDone ? done : { failures: { count, lastAtMs: nowMs } }) },
    }
  }
  return begun
}

it('a clock set back a year, or ahead, makes neither a storm nor a silence', () => {
  for (const byMs of [-YEAR_MS, -DAY_MS, -HOUR_MS, YEAR_MS, DAY_MS]) {
    const startMs = WEDNESDAY_MS + byMs
    const begun = live(startMs, 2 * HOUR_MS, () => 'done')
    expect(begun[0], String(byMs)).toBeLessThanOrEqual(startMs + 16 * MINUTE_MS)
    // One a goal, and at most one each for the daily copy and the wrong time.
    expect(begun.length, String(byMs)).toBeGreaterThanOrEqual(7)
    expect(begun.length, String(byMs)).toBeLessThanOrEqual(11)
  }
})

it('what always fails is tried on and on, with pauses that stay bounded', () => {
  const unsaved = [{ category: undefined, sinceMs: WEDNESDAY_MS, lastMs: WEDNESDAY_MS }]
  const begun = live(WEDNESDAY_MS, 30 * DAY_MS, () => 'failed', stateWith({ unsaved }))
  const pauses = begun.slice(1).map((atMs, place) => atMs - (begun[place] ?? 0))
  expect(Math.max(...pauses)).toBeLessThanOrEqual(31 * MINUTE_MS)
  expect(begun.length).toBeGreaterThan(30 * 24 * 1.5)
  expect(begun.length).toBeLessThan(30 * 24 * 2.5)
  expect((begun.at(-1) ?? 0) - WEDNESDAY_MS).toBeGreaterThan(30 * DAY_MS - HOUR_MS)
})
