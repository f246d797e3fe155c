import type { Language } from './language.ts'
import { timeWords } from './time-words.ts'

type Clock = {
  readonly dayNumber: number
  readonly weekday: number
  readonly year: number
  readonly month: string
  readonly day: string
  readonly hour: number
  readonly minute: string
}

/**
 * When something was, as said aloud: "hoje, 14h32", "ontem, 9h", "terça, 9h05", "12/03, 18h", "12/03/2024, 18h".
 *
 * Weekday names serve up to six days back and ahead. `timeZone` is the computer's own unless given.
 */
export function formatMoment(atMs: number, nowMs: number, language: Language, timeZone?: string): string {
  const at = clockOf(atMs, timeZone)
  return `${dayWords(at, clockOf(nowMs, timeZone), language)}, ${hourWords(at, language)}`
}

/** The same inside a sentence, with its little word: "hoje, 14h32", "na terça, 9h05", "em 12/03, 18h". */
export function formatOnMoment(atMs: number, nowMs: number, language: Language, timeZone?: string): string {
  const at = clockOf(atMs, timeZone)
  return `${dayWords(at, clockOf(nowMs, timeZone), language, true)}, ${hourWords(at, language)}`
}

/** The full date for paper, which has no "today": "21/11/2026", "21 November 2026". */
export const formatDate = (atMs: number, language: Language, timeZone?: string): string =>
  dateWords(clockOf(atMs, timeZone), language, true)

function dayWords(at: Clock, now: Clock, language: Language, isInSentence = false): string {
  const words = timeWords[language]
  const daysAgo = now.dayNumber - at.dayNumber
  if (daysAgo === 0) return words.today
  if (daysAgo === 1) return words.yesterday
  if (daysAgo === -1) return words.tomorrow
  const isNear = Math.abs(daysAgo) < 7
  const day = isNear ? (words.weekdays[at.weekday] ?? '') : dateWords(at, language, at.year !== now.year)
  if (!isInSentence) return day
  return (isNear ? (words.onWeekday[at.weekday] ?? '{}') : words.onDate).replace('{}', day)
}

function dateWords(at: Clock, language: Language, withYear: boolean): string {
  if (language === 'pt-BR') return withYear ? `${at.day}/${at.month}/${at.year}` : `${at.day}/${at.month}`
  const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, Number(at.month) - 1, 1),
  )
  const day = `${Number(at.day)} ${month}`
  return withYear ? `${day} ${at.year}` : day
}

const hourWords = (at: Clock, language: Language): string =>
  language === 'pt-BR'
    ? `${at.hour}h${at.minute === '00' ? '' : at.minute}`
    : `${String(at.hour).padStart(2, '0')}:${at.minute}`

/** By the computer's own time zone unless another is named, and without `Intl` then: a list shows a hundred moments at once. */
function clockOf(atMs: number, timeZone: string | undefined): Clock {
  const [year, month, day, hour, minute] =
    timeZone === undefined ? ownNumbers(new Date(atMs)) : numbersIn(timeZone, atMs)
  const midnightMs = Date.UTC(year, month - 1, day)
  return {
    dayNumber: midnightMs / 86_400_000,
    weekday: new Date(midnightMs).getUTCDay(),
    year,
    month: String(month).padStart(2, '0'),
    day: String(day).padStart(2, '0'),
    hour,
    minute: String(minute).padStart(2, '0'),
  }
}

/** Year, month from 1, day, hour, minute. */
type Numbers = readonly [number, number, number, number, number]

const ownNumbers = (at: Date): Numbers => [
  at.getFullYear(),
  at.getMonth() + 1,
  at.getDate(),
  at.getHours(),
  at.getMinutes(),
]

function numbersIn(timeZone: string, atMs: number): Numbers {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    })
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  )
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
  return [number('year'), number('month'), number('day'), number('hour'), number('minute')]
}
