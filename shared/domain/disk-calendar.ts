import type { DiskPolicy, SwapDays } from './disk-set.ts'

/** One promised day, in the computer's own time: from when a swap counts for it, its midnight, and the moment it is late. */
export type SwapDay = { readonly fromMs: number; readonly dayMs: number; readonly byMs: number }

/** So many days before a swap counts already: nobody has to come on the very day. Less than the shortest time between two. */
const EARLY_DAYS = { 'month-day': 7, weekday: 2 } as const

type When = Pick<DiskPolicy, 'swapDays' | 'byMinute'>

/** The first promised day whose moment lies after the given one. */
export function swapDayAfter(when: When, atMs: number): SwapDay {
  const at = new Date(atMs)
  // The current month or week may have its day before or after the moment, so the next one always has one after it.
  for (let ahead = 0; ; ahead += 1) {
    const day = dayOf(when, at, ahead)
    if (day.byMs > atMs) return day
  }
}

/** The last promised day whose moment is not after the given one. */
export function swapDayBefore(when: When, atMs: number): SwapDay {
  const at = new Date(atMs)
  for (let ahead = 1; ; ahead -= 1) {
    const day = dayOf(when, at, ahead)
    if (day.byMs <= atMs) return day
  }
}

/** The promised day that a swap at this moment keeps: the next one once it is near, or else the last one, however late. */
export function swapDayCovered(when: When, atMs: number): SwapDay {
  const next = swapDayAfter(when, atMs)
  return atMs >= next.fromMs ? next : swapDayBefore(when, atMs)
}

function dayOf({ swapDays, byMinute }: When, at: Date, ahead: number): SwapDay {
  const day = dateOf(swapDays, at, ahead)
  const early = EARLY_DAYS[swapDays.kind]
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()]
  return {
    fromMs: new Date(year, month, date - early).getTime(),
    dayMs: day.getTime(),
    byMs: new Date(year, month, date, 0, byMinute).getTime(),
  }
}

function dateOf(swapDays: SwapDays, at: Date, ahead: number): Date {
  if (swapDays.kind === 'weekday') {
    const toWeekday = swapDays.weekday - at.getDay()
    return new Date(at.getFullYear(), at.getMonth(), at.getDate() + toWeekday + 7 * ahead)
  }
  const month = at.getMonth() + ahead
  const lastDay = new Date(at.getFullYear(), month + 1, 0).getDate()
  return new Date(at.getFullYear(), month, Math.min(swapDays.day, lastDay))
}
