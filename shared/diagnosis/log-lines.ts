import { isObject, type Plain } from './clean.ts'

/** Rooms that write lines; a line of anything else is left out. */
const EVENT =
  /^(audit|automatic|book|call|carried-book|catalog|database-recoveries|disks|drill|engine|guard|job|keychain|kit-book|machine-key|notices?|place|plan|recovery|rotation|schedule|tablets|updates?|vault|watch|watchdog)\.[a-z-]{2,40}$|^(http-trouble|engine ended by itself|(main|host call|shell call|update) failed)$/
const KEPT_WORDS = /^(E[A-Z]{2,15}|[A-Z][A-Za-z]{0,24}(Error|Exception)|Error|[A-Z]+_\d{3}|info|warn)$/
const FRAME = /^ {4}at ([\w-]{1,40}\.(?:mjs|js|ts):\d{1,6}:\d{1,6})$/
const CRASH = /^(\w{0,24}(?:Error|Exception))(?: \[(\w{1,40})\])?$/

/**
 * One line of the program's own log for a packet: when, what of a closed list of events, numbers and codes. Undefined for a line that is
 * none of ours. `calls` are names that stand in contracts.
 */
export function cleanLogLine(line: string, calls: ReadonlySet<string>): Plain | undefined {
  const frame = FRAME.exec(line)
  if (frame) return { frame: frame[1] ?? '' }
  const crash = CRASH.exec(line)
  if (crash) return { class: crash[1] ?? '' }
  const entry = parsed(line)
  if (!isObject(entry) || typeof entry.event !== 'string' || !EVENT.test(entry.event)) return undefined
  const kept: Record<string, Plain> = { event: entry.event.replaceAll(' ', '-') }
  const at = typeof entry.at === 'string' ? Date.parse(entry.at) : Number.NaN
  if (Number.isFinite(at)) kept.atMs = at
  for (const [name, value] of Object.entries(entry)) {
    if (!/^(level|code|class|exitCode|attempt|count|status|copies|call|name)$/.test(name)) continue
    if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value
    else if (typeof value === 'string' && (KEPT_WORDS.test(value) || calls.has(value))) kept[name] = value
  }
  return kept
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
