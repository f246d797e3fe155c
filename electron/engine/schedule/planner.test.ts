import { describe, expect, it } from 'vitest'
import { silentLog } from '#engine/kernel/index.ts'
import type { DueWork } from '#shared/domain/index.ts'
import { Planner, type PlannerParts } from './planner.ts'
import { ManualClock } from './test-support/manual-clock.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, policyWith, stateWith, WEDNESDAY_MS } from './test-support/states.ts'
import type { ScheduleState } from './types.ts'
import { isOverdue, type LastSeen, Watchdog } from './watchdog.ts'

/** A clinic whose copies take no time. Nothing else than copies is due. */
function clinic(change: Partial<PlannerParts> = {}) {
  const clock = new ManualClock(WEDNESDAY_MS)
  const begun: { readonly atMs: number; readonly reason: string }[] = []
  const world = {
    state: stateWith({ replicas: [] }) as Omit<ScheduleState, 'wokeAtMs'>,
    save: () => {
      const [known] = world.state.unsaved
      const sinceMs = known?.sinceMs ?? clock.nowMs()
      world.state = { ...world.state, unsaved: [{ category: undefined, sinceMs, lastMs: clock.nowMs() }] }
      planner.wake()
    },
  }
  const start = ({ reason }: Extract<DueWork, { kind: 'now' }>) => {
    const atMs = clock.nowMs()
    begun.push({ atMs, reason })
    const copy = { ...world.state.copy, lastLookAtMs: atMs, lastCopyAtMs: atMs, last: { atMs, durationMs: 0 } }
    world.state = { ...world.state, unsaved: [], copy }
  }
  const planner = new Planner({
    clock,
    log: silentLog,
    read: () => ({ policy: policyWith(), state: world.state }),
    start,
    ...change,
  })
  return { clock, begun, world, planner, reasons: () => begun.map(({ reason }) => reason) }
}

describe('the planner', () => {
  it('makes one copy of twenty changes in a row, seconds after the last', async () => {
    const { clock, begun, world, planner } = clinic()
    planner.begin({ isFreshStart: false })
    for (let change = 0; change < 20; change += 1) {
      world.save()
      await clock.pass(400)
    }
    const lastMs = clock.nowMs()
    await clock.pass(MINUTE_MS)
    expect(begun.map(({ reason }) => reason)).toEqual(['changed'])
    expect((begun[0]?.atMs ?? 0) - lastMs).toBeLessThan(11_000)
    await planner.close()
  })

  it('keeps the goal while somebody saves all day', async () => {
    const { clock, begun, world, planner } = clinic()
    planner.begin({ isFreshStart: false })
    for (let change = 0; change < 3600 / 5; change += 1) {
      world.save()
      await clock.pass(5000)
    }
    const pauses = begun.map(({ atMs }, place) => atMs - (begun[place - 1]?.atMs ?? WEDNESDAY_MS))
    expect(Math.max(...pauses)).toBeLessThan(6 * MINUTE_MS)
    expect(begun.length).toBeLessThan(14)
    await planner.close()
  })

  it('notices by itself that the computer slept, settles, and catches up once', async () => {
    let gaps = 0
    const { clock, begun, planner, reasons } = clinic({ onGap: () => void gaps++ })
    planner.begin({ isFreshStart: false })
    await clock.pass(2 * MINUTE_MS)
    clock.jump(5 * HOUR_MS)
    const wokenMs = clock.nowMs()
    await clock.pass(MINUTE_MS)
    // The system tells of it too, a little later.
    planner.resumed()
    await clock.pass(3 * MINUTE_MS)
    expect(reasons()).toEqual(['catch-up'])
    expect((begun[0]?.atMs ?? 0) - wokenMs).toBeGreaterThanOrEqual(30_000)
    expect(gaps).toBe(1)
    await planner.close()
  })

  it('waits a moment after the computer was switched on', async () => {
    const { clock, begun, planner, world } = clinic()
    world.state = { ...world.state, copy: { ...world.state.copy, lastLookAtMs: WEDNESDAY_MS - DAY_MS } }
    planner.begin({ isFreshStart: true })
    await clock.pass(29_000)
    expect(begun).toEqual([])
    await clock.pass(5000)
    expect(begun).toHaveLength(1)
    await planner.close()
  })

  it('is not put off by the system telling once more of the same sleep', async () => {
    const { clock, begun, planner, world } = clinic()
    world.state = { ...world.state, copy: { ...world.state.copy, lastLookAtMs: WEDNESDAY_MS - DAY_MS } }
    planner.begin({ isFreshStart: true })
    for (let told = 0; told < 2; told += 1) {
      await clock.pass(12_000)
      planner.resumed()
    }
    expect(begun).toEqual([])
    await clock.pass(10_000)
    expect(begun).toHaveLength(1)
    await planner.close()
  })

  it('goes on when the clock is set back a year: no storm, no silence', async () => {
    const { clock, begun, planner } = clinic()
    planner.begin({ isFreshStart: false })
    await clock.pass(MINUTE_MS)
    clock.jump(-365 * DAY_MS)
    await clock.pass(HOUR_MS)
    expect(begun.length).toBeGreaterThanOrEqual(4)
    expect(begun.length).toBeLessThanOrEqual(6)
    await planner.close()
  })

  it('outlives what fails around it', async () => {
    let calls = 0
    const { clock, begun, planner, world } = clinic({
      look: async () => {
        if (calls++ < 2) throw new Error('a disk that does not answer')
      },
    })
    world.state = { ...world.state, copy: { ...world.state.copy, lastLookAtMs: null } }
    planner.begin({ isFreshStart: false })
    await clock.pass(5 * MINUTE_MS)
    expect(begun).toHaveLength(1)
    expect(planner.plan()).toMatchObject([{ kind: 'later', work: { kind: 'copy' } }])
    await planner.close()
  })
})

describe('the watchdog', () => {
  const seen: LastSeen = { lastAtMs: WEDNESDAY_MS, goalMs: 15 * MINUTE_MS, quietMs: 0, toldAtMs: null }

  it('tells within an hour that copies stopped, though the schedule is broken, and once a day', async () => {
    const clock = new ManualClock(WEDNESDAY_MS)
    const told: number[] = []
    const broken = new Planner({
      clock,
      log: silentLog,
      read: () => {
        throw new Error('the schedule is broken')
      },
      start: () => expect.fail('nothing starts'),
    })
    const tell = () => void told.push(clock.nowMs())
    const read = () => ({ ...seen, toldAtMs: told.at(-1) ?? null })
    const watchdog = new Watchdog({ clock, log: silentLog, read, tell })
    broken.begin({ isFreshStart: false })
    watchdog.begin()
    await clock.pass(45 * MINUTE_MS)
    expect(told).toEqual([])
    await clock.pass(10 * MINUTE_MS)
    expect(told).toHaveLength(1)
    await clock.pass(DAY_MS)
    expect(told).toHaveLength(2)
    await Promise.all([broken.close(), watchdog.close()])
  })

  it('gives a computer that was off the time for a copy, and no more', () => {
    const overdue = (ageMs: number, awakeMs: number, change: Partial<LastSeen> = {}) =>
      isOverdue({ ...seen, ...change }, awakeMs, WEDNESDAY_MS + ageMs)
    expect(overdue(14 * HOUR_MS, 10 * MINUTE_MS)).toBe(false)
    expect(overdue(14 * HOUR_MS, 15 * MINUTE_MS)).toBe(true)
    expect(overdue(3 * DAY_MS, 0)).toBe(true)
    expect(overdue(10 * HOUR_MS, HOUR_MS, { quietMs: 9.5 * HOUR_MS })).toBe(false)
    expect(overdue(2 * HOUR_MS, HOUR_MS, { lastAtMs: null })).toBe(false)
  })

  it('takes a last copy of tomorrow for no news at all', () => {
    expect(isOverdue(seen, HOUR_MS, WEDNESDAY_MS - 365 * DAY_MS)).toBe(true)
  })
})
