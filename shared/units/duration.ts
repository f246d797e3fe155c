import type { Language } from './language.ts'
import { formatCount } from './number.ts'
import { timeWords } from './time-words.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something took: "2 segundos", "38 min 12 s", "1 h 5 min", "3 dias". */
export function formatDuration(durationMs: number, language: Language): string {
  const words = timeWords[language]
  const { short } = words
  const seconds = Math.round(durationMs / SECOND)
  if (seconds < 1) return words.lessThanASecond
  if (seconds < 60) return counted(seconds, words.long.second, language)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return pair(minutes, short.minute, seconds % 60, short.second)
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return pair(hours, short.hour, minutes % 60, short.minute)
  return counted(Math.round(durationMs / DAY), words.long.day, language)
}

/** A length in at most two units, never less than a minute, rounded up: how much work may be lost. */
export function formatSpan(durationMs: number, language: Language): string {
  const { long, short } = timeWords[language]
  const minutes = Math.max(1, Math.ceil(durationMs / MINUTE))
  if (minutes < 60) return counted(minutes, long.minute, language)
  // An age of "2 h" beside a loss of "3 horas" would read as a mistake.
  if (durationMs < 12 * HOUR && minutes % 60 > 0)
    return pair(Math.floor(minutes / 60), short.hour, minutes % 60, short.minute)
  const hours = Math.ceil(durationMs / HOUR)
  if (hours < 48) return counted(hours, long.hour, language)
  const days = counted(Math.floor(hours / 24), long.day, language)
  return hours % 24 === 0 ? days : `${days} ${hours % 24} ${short.hour}`
}

/** How long ago: "agora há pouco", "há 20 min", "há 3 h", "há 2 dias", "há 5 meses". A future moment counts as now. */
export function formatAge(atMs: number, nowMs: number, language: Language): string {
  const words = timeWords[language]
  const ageMs = nowMs - atMs
  const ago = (length: string): string => words.ago.replace('{}', length)
  if (ageMs < MINUTE) return words.justNow
  if (ageMs < HOUR) return ago(`${Math.floor(ageMs / MINUTE)} ${words.short.minute}`)
  if (ageMs < DAY) return ago(`${Math.floor(ageMs / HOUR)} ${words.short.hour}`)
  const days = Math.floor(ageMs / DAY)
  if (days < 60) return ago(counted(days, words.long.day, language))
  if (days < 730) return ago(counted(Math.floor(days / 30.44), words.long.month, language))
  return ago(counted(Math.floor(days / 365.25), words.long.year, language))
}

const counted = (count: number, [one, many]: readonly [string, string], language: Language): string =>
  `${formatCount(count, language)} ${count === 1 ? one : many}`

const pair = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`
