const DAY_MS = 86_400_000

/** The periods a moment belongs to, as numbers that only have to differ between periods. */
export type Periods = {
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
  readonly yearly: number
}
export type Period = keyof Periods

/** Tells days, weeks (from Monday), months and years as a clock on the clinic's wall does. Throws RangeError for an unknown zone. */
export function calendarOf(timeZone: string): (momentMs: number) => Periods {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    era: 'short',
  })
  return (momentMs) => {
    const part = Object.fromEntries(format.formatToParts(momentMs).map(({ type, value }) => [type, value]))
    const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
    const month = Number(part.month)
    const midnight = new Date(0)
    midnight.setUTCFullYear(year, month - 1, Number(part.day))
    const day = Math.floor(midnight.getTime() / DAY_MS)
    // 1 January 1970 was a Thursday.
    return { daily: day, weekly: Math.floor((day + 3) / 7), monthly: year * 12 + month, yearly: year }
  }
}

/** The same date so many years before; a day earlier, so that leap days and zones never make it too late. */
export function yearsBefore(momentMs: number, years: number): number {
  const date = new Date(momentMs)
  date.setUTCFullYear(date.getUTCFullYear() - years)
  return date.getTime() - DAY_MS
}
