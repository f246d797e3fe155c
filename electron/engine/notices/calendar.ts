const HOUR_MS = 3_600_000

/** The local day as `2026-11-21`. */
export function dayOf(atMs: number): string {
  const at = new Date(atMs)
  return [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
}

export const hourOf = (atMs: number): number => new Date(atMs).getHours()

/** The given hour of the local day that is so many days after the one of `atMs`. */
export function hourAfterDays(atMs: number, days: number, hour: number): number {
  const at = new Date(atMs)
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days, hour).getTime()
}

/** How many mornings have come since: a day begins at `fromHour`. */
export function morningsSince(sinceMs: number, nowMs: number, fromHour: number): number {
  const day = (atMs: number) => {
    const at = new Date(atMs)
    return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / (24 * HOUR_MS)
  }
  return Math.max(0, day(nowMs - fromHour * HOUR_MS) - day(sinceMs))
}

const two = (number: number): string => String(number).padStart(2, '0')
