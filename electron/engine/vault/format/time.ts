const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|([+-])(\d\d):(\d\d))$/
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,8}[1-9])?(?:Z|[+-](?!00:00)\d\d:\d\d)$/
const PLAIN_DAY =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-][01]\d:[0-5]\d)$/
const NS_PER_SECOND = 1_000_000_000n
const FIRST_NS = BigInt(Date.parse('0000-01-01T00:00:00Z')) * 1_000_000n
const LAST_NS = BigInt(Date.parse('9999-12-31T23:59:59Z')) * 1_000_000n + NS_PER_SECOND - 1n

/** RFC 3339 in UTC as Go writes it: trailing zeros of the fraction dropped, years outside 0 to 9999 clamped. */
export function timestampFromNs(sinceEpochNs: bigint): string {
  const ns = sinceEpochNs < FIRST_NS ? FIRST_NS : sinceEpochNs > LAST_NS ? LAST_NS : sinceEpochNs
  let seconds = ns / NS_PER_SECOND
  let rest = ns % NS_PER_SECOND
  if (rest < 0n) {
    seconds -= 1n
    rest += NS_PER_SECOND
  }
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  if (rest === 0n) return `${whole}Z`
  return `${whole}.${rest.toString().padStart(9, '0').replace(/0+$/, '')}Z`
}

/** True for text that `timestampNs` can read. */
export function isTimestamp(text: string): boolean {
  // Folders hold three times a node, and nearly all are days that every month has.
  if (PLAIN_DAY.test(text)) return true
  return timestampNs(text) !== undefined
}

/** Nanoseconds since 1970, or undefined for text that restic would refuse; digits beyond nine are dropped. */
export function timestampNs(text: string): bigint | undefined {
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
