const TEXT = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?)?/

/** How a database means a time that says nothing of its zone. */
export type Zone = 'local' | 'utc'

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-03-12 18:00:00`, to be compared with what stands in a column. */
export function textOfMoment(atMs: number, zone: Zone): string {
  const at = new Date(atMs)
  const [year, month, day, hour, minute, second] =
    zone === 'utc'
      ? [
          at.getUTCFullYear(),
          at.getUTCMonth(),
          at.getUTCDate(),
          at.getUTCHours(),
          at.getUTCMinutes(),
          at.getUTCSeconds(),
        ]
      : [at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()]
  return `${year}-${two(month + 1)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`
}

/** Undefined for what is no moment. A day alone is its beginning. */
export function momentOfText(text: string, zone: Zone): number | undefined {
  const found = TEXT.exec(text.trim())
  if (!found) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const thousandths = Number((found[7] ?? '').padEnd(3, '0'))
  const parts = [year, month - 1, day, hour, minute, second, thousandths] as const
  const atMs = zone === 'utc' ? Date.UTC(...parts) : new Date(...parts).getTime()
  return Number.isNaN(atMs) ? undefined : atMs
}

/** The newest of several answers; null when there was none. */
export const newestOf = (moments: Iterable<number | undefined>, untilMs: number): number | null => {
  let newest: number | null = null
  for (const atMs of moments)
    if (atMs !== undefined && atMs <= untilMs && (newest === null || atMs > newest)) newest = Math.round(atMs)
  return newest
}
