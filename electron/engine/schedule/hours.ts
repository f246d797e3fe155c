import type { Hours } from '#shared/domain/index.ts'

/** The moment at a minute of the day, so many days after the day of `baseMs`, in the computer's own time. */
export function momentOn(baseMs: number, daysLater: number, minuteOfDay: number): number {
  const base = new Date(baseMs)
  const day = base.getDate() + daysLater
  return new Date(base.getFullYear(), base.getMonth(), day, 0, minuteOfDay).getTime()
}

/** When the hours that hold now are over; undefined when they do not hold now. */
export function endOfHours(hours: Hours, nowMs: number): number | undefined {
  for (const daysLater of [0, -1]) {
    const { fromMs, toMs, weekday } = spanOn(hours, nowMs, daysLater)
    if (hours.days.includes(weekday) && nowMs >= fromMs && nowMs < toMs) return toMs
  }
  return undefined
}

/** When the hours begin next; now when they hold, undefined when they are on no day. */
export const isWithin = (all: readonly Hours[], nowMs: number): boolean =>
  all.some((hours) => endOfHours(hours, nowMs) !== undefined)

export function startOfHours(hours: Hours, nowMs: number): number | undefined {
  if (endOfHours(hours, nowMs) !== undefined) return nowMs
  for (let daysLater = 0; daysLater <= 7; daysLater += 1) {
    const { fromMs, weekday } = spanOn(hours, nowMs, daysLater)
    if (hours.days.includes(weekday) && fromMs > nowMs) return fromMs
  }
  return undefined
}

/** When none of the hours holds any more, several of them one after the other included; undefined when none holds now. */
export function endOfAll(all: readonly Hours[], nowMs: number): number | undefined {
  let atMs = nowMs
  // Hours that leave into each other end within a week, or they are no hours but always.
  for (let steps = 0; steps < 64; steps += 1) {
    const end = all.map((hours) => endOfHours(hours, atMs)).find((one) => one !== undefined)
    if (end === undefined) break
    atMs = end
  }
  return atMs === nowMs ? undefined : atMs
}

/** The last and the next time that a minute of the day comes by. */
export function aroundDaily(minuteOfDay: number, nowMs: number): { readonly lastMs: number; readonly nextMs: number } {
  const todayMs = momentOn(nowMs, 0, minuteOfDay)
  return todayMs <= nowMs
    ? { lastMs: todayMs, nextMs: momentOn(nowMs, 1, minuteOfDay) }
    : { lastMs: momentOn(nowMs, -1, minuteOfDay), nextMs: todayMs }
}

function spanOn({ fromMinute, toMinute }: Hours, nowMs: number, daysLater: number) {
  const fromMs = momentOn(nowMs, daysLater, fromMinute)
  const toMs = momentOn(nowMs, toMinute > fromMinute ? daysLater : daysLater + 1, toMinute)
  return { fromMs, toMs, weekday: new Date(momentOn(nowMs, daysLater, 0)).getDay() }
}

/** How much of a stretch of time lies in hours; counted for a month at most, quarter hour by quarter hour. */
export function msWithin(all: readonly Hours[], fromMs: number, toMs: number): number {
  if (all.length === 0) return 0
  let within = 0
  for (let atMs = Math.max(fromMs, toMs - LONGEST_COUNT_MS); atMs < toMs; atMs += COUNT_STEP_MS)
    if (all.some((hours) => endOfHours(hours, atMs) !== undefined)) within += Math.min(COUNT_STEP_MS, toMs - atMs)
  return within
}

const LONGEST_COUNT_MS = 31 * 86_400_000
const COUNT_STEP_MS = 15 * 60_000
