const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|([+-])(\d\d):(\d\d))$/
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,8}[1-9])?(?:Z|[+-](?!00:00)\d\d:\d\d)$/
const PLAIN_DAY =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-][01]\d:[0-5]\d)$/
/** As `PLAIN_DAY`, in UTC, after the year 999, with no digits to drop. */
const PLAIN_UTC =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/
const TEN_TO = Array.from({ length: 10 }, (_, power) => 10 ** power)
const NS_PER_SECOND = 1_000_000_000n
const DAY_SECONDS = 86_400
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const FIRST_NS = BigInt(Date.parse('0000-01-01T00:00:00Z')) * 1_000_000n
const LAST_NS = BigInt(Date.parse('9999-12-31T23:59:59Z')) * 1_000_000n + NS_PER_SECOND - 1n

/** RFC 3339 in UTC as Go writes it: trailing zeros of the fraction dropped, years outside 0 to 9999 clamped. */
export function timestampFromNs(sinceEpochNs: bigint): string {
  const ns = sinceEpochNs < FIRST_NS ? FIRST_NS : sinceEpochNs > LAST_NS ? LAST_NS : sinceEpochNs
  let seconds = Number(ns / NS_PER_SECOND)
  let rest = Number(ns % NS_PER_SECOND)
  if (rest < 0) {
    seconds -= 1
    rest += 1e9
  }
  const day = Math.floor(seconds / DAY_SECONDS)
  const ofDay = seconds - day * DAY_SECONDS
  const hour = Math.floor(ofDay / 3600)
  const minute = Math.floor(ofDay / 60) % 60
  const whole = `${dayText(day)}${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[ofDay % 60]}`
  if (rest === 0) return `${whole}Z`
  let digits = 9
  for (; rest % 10 === 0; rest /= 10) digits -= 1
  return `${whole}.${String(rest).padStart(digits, '0')}Z`
}

let lastDay = { day: Number.NaN, text: '' }

/** `2026-11-21T`. Files next to each other are often of one day. */
function dayText(day: number): string {
  if (day !== lastDay.day) lastDay = { day, text: new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 11) }
  return lastDay.text
}

/** True for text that `timestampNs` can read. */
export function isTimestamp(text: string): boolean {
  // Folders hold three times a node, and nearly all are days that every month has.
  if (PLAIN_DAY.test(text)) return true
  return timestampNs(text) !== undefined
}

/** Nanoseconds since 1970, or undefined for text that restic would refuse; digits beyond nine are dropped. */
export function timestampNs(text: string): bigint | undefined {
  // What we wrote ourselves, nearly always.
  if (PLAIN_UTC.test(text)) {
    const wallMs = Date.UTC(
      Number(text.slice(0, 4)),
      Number(text.slice(5, 7)) - 1,
      Number(text.slice(8, 10)),
      Number(text.slice(11, 13)),
      Number(text.slice(14, 16)),
      Number(text.slice(17, 19)),
    )
    const fraction = text.length > 20 ? Number(text.slice(20, -1)) * (TEN_TO[9 - (text.length - 21)] as number) : 0
    return BigInt(wallMs) * 1_000_000n + BigInt(fraction)
  }
  const match = TIMESTAMP.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', zone, sign, zoneHours = '0', zoneMinutes = '0'] =
    match
  const wallMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // Date.parse lets 30 February roll over into March.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(8, 10) !== day) return undefined
  const offsetMinutes = zone === 'Z' ? 0 : (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  const ns = BigInt(wallMs) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  return ns - BigInt(offsetMinutes) * 60n * NS_PER_SECOND
}

/** True for text that Go would write for the same instant and zone; anything else makes a tree non-canonical. */
export function isCanonicalTimestamp(text: string): boolean {
  return CANONICAL.test(text)
}
