import { type SchedulePolicy, schedulePolicySchema } from '#shared/domain/index.ts'
import type { ReplicaState, ScheduleState } from '../types.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A Wednesday, 10:00 where the test runs. */
export const WEDNESDAY_MS = new Date(2026, 10, 18, 10, 0).getTime()
export const MAIN = 'a'.repeat(64)
export const NAS = 'b'.repeat(64)

export const policyWith = (change: Partial<SchedulePolicy> = {}): SchedulePolicy => ({
  ...schedulePolicySchema.parse({}),
  ...change,
})

export const replicaWith = (change: Partial<ReplicaState> = {}): ReplicaState => ({
  replicaId: MAIN,
  isMain: true,
  isNetwork: false,
  isReachable: true,
  knownSinceMs: WEDNESDAY_MS - 9 * DAY_MS,
  proof: { last: { atMs: WEDNESDAY_MS - 13 * HOUR_MS, durationMs: MINUTE_MS }, failures: null, isUnderWay: false },
  update: { last: null, failures: null, isUnderWay: false, behind: null },
  ...change,
})

/** Nothing to do at 10:00 on Wednesday: copied four minutes ago, proven last night. */
export const stateWith = (change: Partial<ScheduleState> = {}): ScheduleState => ({
  unsaved: [],
  isWatchTrusted: true,
  isLocked: false,
  copy: {
    lastLookAtMs: WEDNESDAY_MS - 4 * MINUTE_MS,
    lastCopyAtMs: WEDNESDAY_MS - 4 * MINUTE_MS,
    last: { atMs: WEDNESDAY_MS - 4 * MINUTE_MS, durationMs: 2000 },
    failures: null,
    isUnderWay: false,
    isDiskKnownAway: false,
  },
  replicas: [replicaWith()],
  machine: { power: 'mains', batteryPercent: null, isMetered: false },
  wokeAtMs: null,
  isBusy: false,
  ...change,
})
