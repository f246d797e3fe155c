import { z } from 'zod'

/** A day of the calendar, "2026-11-20": no time zone, no hour. */
export const calendarDaySchema = z.iso.date()
export type CalendarDay = string

const DAY_MS = 86_400_000
const toUtcMs = (day: CalendarDay): number => Date.parse(`${day}T00:00:00Z`)
const fromUtcMs = (ms: number): CalendarDay => new Date(ms).toISOString().slice(0, 10)

export const plusDays = (day: CalendarDay, days: number): CalendarDay => fromUtcMs(toUtcMs(day) + days * DAY_MS)

/** The day on which a moment falls at this computer. */
export function dayOf(atMs: number): CalendarDay {
  const at = new Date(atMs)
  return fromUtcMs(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()))
}

/** The middle of a day at this computer: the moment of what is only known by its day. */
export const noonOf = (day: CalendarDay): number => new Date(`${day}T12:00:00`).getTime()

/** The last second of a day at this computer: a term of days ends with its last one. */
export function endOfDayMs(day: CalendarDay): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 23, 59, 59).getTime()
}

/** Easter Sunday of the Gregorian calendar, by the algorithm printed anonymously in Nature, 1876 (Meeus, Astronomical Algorithms, ch. 8). */
export function easterOf(year: number): CalendarDay {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return fromUtcMs(Date.UTC(year, month - 1, day))
}

/** Consciência Negra is a holiday of the whole country since Lei 14.759/2023. */
const BLACK_AWARENESS_SINCE = 2024

/**
 * Holidays of all of Brazil in a year, in order: Lei 662/1949 with 6.802/1980, 14.759/2023, and Good Friday.
 *
 * Carnaval, Ash Wednesday and Corpus Christi are no holidays of the country ("ponto facultativo"). They count as working days here: a
 * term that is shown too early does no harm, one that is shown too late does.
 */
export function nationalHolidays(year: number): CalendarDay[] {
  const fixed = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25']
  return [...fixed, ...(year >= BLACK_AWARENESS_SINCE ? ['11-20'] : [])]
    .map((monthDay) => `${year}-${monthDay}`)
    .concat(plusDays(easterOf(year), -2))
    .sort()
}

/** Whether offices work on a day. `own` are the clinic's own days: of its town and state. */
export function isBusinessDay(day: CalendarDay, own: readonly CalendarDay[] = []): boolean {
  const weekday = new Date(toUtcMs(day)).getUTCDay()
  if (weekday === 0 || weekday === 6 || own.includes(day)) return false
  return !nationalHolidays(Number(day.slice(0, 4))).includes(day)
}

/** The last day of a term of so many business days. The day on which it begins to run does not count. */
export function businessDaysAfter(day: CalendarDay, count: number, own: readonly CalendarDay[] = []): CalendarDay {
  let at = day
  for (let left = count; left > 0; ) {
    at = plusDays(at, 1)
    if (isBusinessDay(at, own)) left--
  }
  return at
}
