import {
  type DueWork,
  goalMsOf,
  type Requirement,
  type ScheduledWork,
  type SchedulePolicy,
  type ScheduleReason,
} from '#shared/domain/index.ts'
import { aroundDaily, endOfAll, endOfHours, startOfHours } from './hours.ts'
import type { Ended, Failures, ReplicaState, ScheduleState, Waits } from './types.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const USUAL_WAITS: Waits = { quietMs: 10 * SECOND_MS, settleMs: 30 * SECOND_MS }
/** Somebody saves all the time: this long at most, and a third of the goal at most. */
const LONGEST_WAIT_MS = 5 * MINUTE_MS
/** After work comes a pause of so many times its length. */
const PAUSE_TIMES = 4
/** A look at everything takes up at most this share of the time, as long as changes are told. */
const LOOK_TIMES = 60
const PROOF_EVERY_MS = 20 * HOUR_MS
/** A computer that is off at night must not stay unproven: after so long the day will do. */
const LATEST_PROOF_MS = 3 * DAY_MS
const LATEST_UPDATE_MS = DAY_MS
/** From here on sending is big work. */
const MUCH_BYTES = 1024 ** 3
/** Where nobody tells when a hindrance is over. */
const ASK_AGAIN_MS = 5 * MINUTE_MS
/** A time this little ahead is a clock that was just set right. */
const CLOCK_SLACK_MS = MINUTE_MS

type Want = { readonly reason: ScheduleReason; readonly atMs: number }

/**
 * What should begin now, and what waits for what. Pure; empty only when the plan is switched off.
 *
 * Each kind of work is either to begin now or has a time at which it is asked for again, within a day. Times of the state that lie
 * ahead of now were written by a clock that was wrong: they count as never, so that work begins once and gets a right time.
 */
export function due(policy: SchedulePolicy, state: ScheduleState, nowMs: number): readonly DueWork[] {
  if (!policy.isEnabled) return []
  return [
    copyDue(policy, state, nowMs),
    ...state.replicas.flatMap((replica) => [
      ...(replica.isMain && replica.update.behind === null ? [] : [updateDue(policy, state, replica, nowMs)]),
      proofDue(policy, state, replica, nowMs),
      ...protectDue(policy, state, replica, nowMs),
    ]),
  ]
}

/** How often everything is looked at, whether or not changes were told: the look is the truth, the watch a hint. */
export function lookEveryMs(policy: SchedulePolicy, last: Ended | null, isWatchTrusted: boolean): number {
  const goalMs = shortestGoalMs(policy)
  if (!isWatchTrusted || last === null) return goalMs
  return Math.min(2 * goalMs, Math.max(goalMs, LOOK_TIMES * last.durationMs))
}

export const shortestGoalMs = (policy: SchedulePolicy): number =>
  Math.min(policy.standardGoalMinutes, ...Object.values(policy.goalMinutes)) * MINUTE_MS

function copyDue(policy: SchedulePolicy, state: ScheduleState, nowMs: number): DueWork {
  const { copy } = state
  const wants = copyWants(policy, state, nowMs)
  const lastEndMs = past(copy.last?.atMs, nowMs)
  const goalMs = shortestGoalMs(policy)
  const pauseMs = Math.min(PAUSE_TIMES * (copy.last?.durationMs ?? 0), goalMs / 3)
  const unmet: Requirement[] = [
    ...common(policy, state, nowMs),
    ...(copy.isUnderWay ? [{ kind: 'under-way' as const, untilMs: nowMs + MINUTE_MS }] : []),
    ...(copy.isDiskKnownAway ? [{ kind: 'disk-away' as const, untilMs: nowMs + MINUTE_MS }] : []),
    ...(copy.isHeldByMeter ? [{ kind: 'metered' as const, untilMs: nowMs + ASK_AGAIN_MS }] : []),
    ...afterFailure(copy.failures, nowMs, MINUTE_MS, 30 * MINUTE_MS),
    ...until('pause', lastEndMs === null ? null : lastEndMs + pauseMs, nowMs),
    ...onLowBattery(policy, state, nowMs),
  ]
  return judge({ kind: 'copy' }, wants, unmet, policy, state, nowMs)
}

function copyWants(policy: SchedulePolicy, state: ScheduleState, nowMs: number): readonly Want[] {
  const { copy, unsaved, isWatchTrusted, waits = USUAL_WAITS } = state
  const lookedAtMs = past(copy.lastLookAtMs, nowMs)
  const copiedAtMs = past(copy.lastCopyAtMs, nowMs)
  if (lookedAtMs === null) return [{ reason: 'first', atMs: nowMs }]
  const goalMs = shortestGoalMs(policy)
  const lookAtMs = lookedAtMs + lookEveryMs(policy, copy.last, isWatchTrusted)
  const { lastMs, nextMs } = aroundDaily(policy.dailyAtMinute, nowMs)
  const isDailyMissing = copiedAtMs === null || copiedAtMs < lastMs
  return [
    ...unsaved.map(({ category, sinceMs, lastMs: savedMs }): Want => {
      const since = past(sinceMs, nowMs) ?? 0
      const waitMs = Math.min(LONGEST_WAIT_MS, goalMsOf(policy, category) / 3)
      return { reason: 'changed', atMs: Math.min((past(savedMs, nowMs) ?? 0) + waits.quietMs, since + waitMs) }
    }),
    { reason: 'daily', atMs: isDailyMissing ? lastMs : nextMs },
    { reason: nowMs > lookAtMs + goalMs ? 'catch-up' : 'look', atMs: lookAtMs },
  ]
}

function proofDue(policy: SchedulePolicy, state: ScheduleState, replica: ReplicaState, nowMs: number): DueWork {
  const { last, failures, isUnderWay } = replica.proof
  const lastMs = past(last?.atMs, nowMs)
  const sinceMs = lastMs ?? past(replica.knownSinceMs, nowMs) ?? 0
  const wants: Want[] = [
    { reason: lastMs === null ? 'first' : 'daily', atMs: lastMs === null ? sinceMs : lastMs + PROOF_EVERY_MS },
  ]
  const unmet = [
    ...bigWork(policy, state, replica, nowMs, isUnderWay, failures),
    ...(nowMs - sinceMs < LATEST_PROOF_MS ? untilNight(policy, nowMs) : []),
  ]
  return judge({ kind: 'proof', replicaId: replica.replicaId }, wants, unmet, policy, state, nowMs)
}

/** A little every day: what is not prolonged in time lies open. */
function protectDue(policy: SchedulePolicy, state: ScheduleState, replica: ReplicaState, nowMs: number): DueWork[] {
  if (replica.protect === undefined) return []
  const { last, failures, isUnderWay } = replica.protect
  const lastMs = past(last?.atMs, nowMs)
  const wants: Want[] = [
    lastMs === null ? { reason: 'first', atMs: 0 } : { reason: 'daily', atMs: lastMs + PROOF_EVERY_MS },
  ]
  const unmet = bigWork(policy, state, replica, nowMs, isUnderWay, failures)
  return [judge({ kind: 'protect', replicaId: replica.replicaId }, wants, unmet, policy, state, nowMs)]
}

function updateDue(policy: SchedulePolicy, state: ScheduleState, replica: ReplicaState, nowMs: number): DueWork {
  const { last, failures, isUnderWay, behind, fromFar = false } = replica.update
  const lastMs = past(last?.atMs, nowMs)
  // Also what no copy tells of (a new key, a pack that was mended) goes over once a day.
  const want: Want = behind
    ? { reason: 'behind', atMs: past(behind.sinceMs, nowMs) ?? 0 }
    : { reason: 'daily', atMs: lastMs === null ? 0 : lastMs + DAY_MS }
  // A day's work goes over at once, wherever the place is; the rest waits for the night.
  const isBig = behind ? behind.bytes > MUCH_BYTES : replica.isNetwork
  const isLate = nowMs - want.atMs >= LATEST_UPDATE_MS
  const pauseMs = Math.min(PAUSE_TIMES * (last?.durationMs ?? 0), HOUR_MS)
  const unmet = [
    ...bigWork(policy, state, { ...replica, isFar: (replica.isFar ?? false) || fromFar }, nowMs, isUnderWay, failures),
    ...until('pause', lastMs === null ? null : lastMs + pauseMs, nowMs),
    ...(isBig && !isLate ? untilNight(policy, nowMs) : []),
  ]
  const work = { kind: 'replicate' as const, replicaId: replica.replicaId, ...(fromFar && { fromFar }) }
  return judge(work, [want], unmet, policy, state, nowMs)
}

function bigWork(
  policy: SchedulePolicy,
  state: ScheduleState,
  replica: ReplicaState,
  nowMs: number,
  isUnderWay: boolean,
  failures: Failures | null,
): readonly Requirement[] {
  const { machine } = state
  const isBusy = replica.isFar ? (state.isFarBusy ?? false) : state.isBusy
  const again = (
    kind: 'under-way' | 'other-work' | 'disk-away' | 'metered',
    isUnmet: boolean,
  ): readonly Requirement[] => (isUnmet ? [{ kind, untilMs: nowMs + ASK_AGAIN_MS }] : [])
  return [
    ...common(policy, state, nowMs),
    ...again('under-way', isUnderWay),
    ...again('other-work', isBusy && !isUnderWay),
    ...again('disk-away', !replica.isReachable),
    ...again('metered', (replica.usesInternet ?? replica.isNetwork) && machine.isMetered && !policy.isMeteredAllowed),
    ...afterFailure(failures, nowMs, 10 * MINUTE_MS, 6 * HOUR_MS),
    ...(machine.power === 'battery'
      ? [{ kind: 'battery' as const, percent: machine.batteryPercent, untilMs: nowMs + ASK_AGAIN_MS }]
      : []),
  ]
}

/** What holds for all work. */
function common(policy: SchedulePolicy, state: ScheduleState, nowMs: number): readonly Requirement[] {
  const { waits = USUAL_WAITS } = state
  const wokeAtMs = past(state.wokeAtMs, nowMs)
  return [
    ...(state.isLocked ? [{ kind: 'locked' as const, untilMs: nowMs + ASK_AGAIN_MS }] : []),
    ...until('settling-start', wokeAtMs === null ? null : wokeAtMs + waits.settleMs, nowMs),
    ...until('quiet-hours', endOfAll(policy.quiet, nowMs) ?? null, nowMs),
  ]
}

function onLowBattery(
  { leastBatteryPercent }: SchedulePolicy,
  { machine }: ScheduleState,
  nowMs: number,
): readonly Requirement[] {
  const { power, batteryPercent: percent } = machine
  const isLow = power === 'battery' && percent !== null && percent < leastBatteryPercent
  return isLow ? [{ kind: 'battery', percent, untilMs: nowMs + ASK_AGAIN_MS }] : []
}

/** Twice as long each time, up to the longest; never for ever. */
function afterFailure(
  failures: Failures | null,
  nowMs: number,
  firstMs: number,
  longestMs: number,
): readonly Requirement[] {
  const lastMs = past(failures?.lastAtMs, nowMs)
  if (failures === null || lastMs === null || failures.count < 1) return []
  const untilMs = lastMs + Math.min(longestMs, firstMs * 2 ** (failures.count - 1))
  return untilMs > nowMs ? [{ kind: 'after-failure', failures: failures.count, untilMs }] : []
}

function untilNight({ night }: SchedulePolicy, nowMs: number): readonly Requirement[] {
  return until('night', startOfHours(night, nowMs) ?? null, nowMs)
}

const until = (
  kind: 'settling-start' | 'quiet-hours' | 'pause' | 'night',
  untilMs: number | null,
  nowMs: number,
): readonly Requirement[] => (untilMs !== null && untilMs > nowMs ? [{ kind, untilMs: Math.ceil(untilMs) }] : [])

const RANK: readonly ScheduleReason[] = ['first', 'changed', 'behind', 'daily', 'catch-up', 'look']

function judge(
  work: ScheduledWork,
  wants: readonly Want[],
  unmet: readonly Requirement[],
  policy: SchedulePolicy,
  state: ScheduleState,
  nowMs: number,
): DueWork {
  const reason = RANK.find((one) => wants.some((want) => want.reason === one && want.atMs <= nowMs))
  if (reason !== undefined && unmet.length === 0)
    return { kind: 'now', work, reason, pace: paceOf(policy, state, nowMs) }
  const all: readonly Requirement[] = reason === undefined ? [waiting(wants), ...unmet] : unmet
  const atMs = Math.max(...all.map(({ untilMs }) => untilMs))
  return { kind: 'later', work, atMs: Math.min(Math.max(atMs, nowMs + SECOND_MS), nowMs + DAY_MS), unmet: [...all] }
}

function waiting(wants: readonly Want[]): Requirement {
  const next = wants.reduce((left, right) => (right.atMs < left.atMs ? right : left))
  return { kind: next.reason === 'changed' ? 'settling-changes' : 'not-yet', untilMs: Math.ceil(next.atMs) }
}

/** Slowly while patients are there, and on battery. */
export function paceOf(
  { attendance }: SchedulePolicy,
  { machine }: Pick<ScheduleState, 'machine'>,
  nowMs: number,
): 'full' | 'polite' {
  const isAttending = attendance.some((hours) => endOfHours(hours, nowMs) !== undefined)
  return isAttending || machine.power === 'battery' ? 'polite' : 'full'
}

/** A time that can be; null for none, and for one that some wrong clock wrote. */
function past(timeMs: number | null | undefined, nowMs: number): number | null {
  if (timeMs === null || timeMs === undefined || timeMs > nowMs + CLOCK_SLACK_MS) return null
  return Math.min(timeMs, nowMs)
}
