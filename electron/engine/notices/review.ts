import {
  LONGEST_SNOOZE_MS,
  type Notice,
  type NoticeAction,
  type NoticeLevel,
  type NoticeSettings,
  type NoticeSubject,
  type Role,
  type Snooze,
} from '#shared/domain/index.ts'
import type { Book, ChannelKind, Entry, Owed } from './book.ts'
import { dayOf, hourAfterDays, hourOf, morningsSince } from './calendar.ts'

/** One thing that is not as it should be now, by itself: nobody has been told yet. */
export type Condition = Pick<Notice, 'subject' | 'tone' | 'action' | 'code' | 'sinceMs'>
export type Rules = Pick<NoticeSettings, 'escalateAfterDays' | 'tellFromHour' | 'emails' | 'mailServer' | 'ping'>

/** Whose turn it is first. */
const FIRST: Readonly<Record<NoticeAction, Role>> = {
  'copy-now': 'reception',
  'connect-place': 'reception',
  'check-now': 'reception',
  'swap-disk': 'reception',
  'take-disk': 'reception',
  'bring-disk': 'reception',
  'look-at-tablet': 'reception',
  'look-at-register': 'manager',
  'type-kit': 'manager',
  'prove-kit': 'manager',
  'print-plan': 'manager',
  'close-month': 'manager',
  'answer-incident': 'manager',
  'begin-drill': 'manager',
  'look-at-drill': 'technician',
  'print-kit': 'manager',
  'free-space': 'manager',
  'mend-place': 'manager',
  answer: 'manager',
  'choose-folder': 'technician',
  'fix-settings': 'technician',
  'call-technician': 'reception',
}

/**
 * Brings the book up to what is true now: new subjects are told, old ones again each morning, solved ones taken back.
 *
 * A subject is told at most once a local day, also when it goes and comes back or the clock is set back.
 */
export function review(book: Book, conditions: readonly Condition[], nowMs: number, rules: Rules): Book {
  const open = new Map(conditions.map((condition) => [condition.subject, condition]))
  const known = new Map(book.entries.map((entry) => [entry.subject, entry]))
  const entries = [...new Set([...known.keys(), ...open.keys()])].flatMap((subject) => {
    const condition = open.get(subject)
    const entry = known.get(subject)
    if (condition) return [told(unsolved(condition, entry, nowMs), nowMs, rules)]
    return entry ? solved(entry, nowMs) : []
  })
  return { ...book, entries }
}

function unsolved(condition: Condition, entry: Entry | undefined, nowMs: number): Entry {
  const { subject, tone, action, code } = condition
  const isKnown = entry?.isOpen === true
  const toldDay = entry?.toldDay ?? null
  return {
    subject,
    tone,
    action,
    code,
    isOpen: true,
    // A clock that was set back must not put the beginning into the future.
    sinceMs: Math.min(condition.sinceMs, isKnown ? entry.sinceMs : nowMs, nowMs),
    toldDay,
    isTold: isKnown ? entry.isTold : toldDay === dayOf(nowMs),
    level: isKnown ? entry.level : 'first',
    snooze: isKnown && isSnoozed(entry.snooze, nowMs) ? entry.snooze : null,
    owed: isKnown ? entry.owed : [],
    isShown: entry?.isShown ?? false,
  }
}

function told(entry: Entry, nowMs: number, rules: Rules): Entry {
  const level = levelOf(entry, nowMs, rules)
  const today = dayOf(nowMs)
  const isTime = !entry.isTold || hourOf(nowMs) >= rules.tellFromHour
  if (entry.snooze || entry.toldDay === today || !isTime) return { ...entry, level }
  const audience = audienceOf(entry.action, level)
  const owed = channelsFor(entry, audience, rules).map((channel): Owed => ({ channel, attempts: 0, nextTryMs: nowMs }))
  return { ...entry, level, isTold: true, toldDay: today, owed }
}

/** Nothing more is sent of what is solved. The entry stays for the day, so that the day's one notice is not told twice. */
function solved(entry: Entry, nowMs: number): Entry[] {
  if (!entry.isShown && entry.toldDay !== dayOf(nowMs)) return []
  return [{ ...entry, isOpen: false, isTold: false, snooze: null, owed: [] }]
}

/** A snooze longer than anybody may ask for was made by a clock that has since been set back. */
export const isSnoozed = (snooze: Snooze | null, nowMs: number): boolean =>
  snooze !== null && nowMs < snooze.untilMs && snooze.untilMs - nowMs <= LONGEST_SNOOZE_MS

type Pace = Pick<Rules, 'escalateAfterDays' | 'tellFromHour'>

/** Where the manager is asked first, everyone is next. */
function levelOf(
  { action, sinceMs }: Pick<Entry, 'action' | 'sinceMs'>,
  nowMs: number,
  { escalateAfterDays, tellFromHour }: Pace,
): NoticeLevel {
  const mornings = morningsSince(sinceMs, nowMs, tellFromHour)
  const untilEveryone = FIRST[action] === 'manager' ? escalateAfterDays : 3 * escalateAfterDays
  if (mornings >= untilEveryone) return 'everyone'
  return mornings >= escalateAfterDays ? 'manager' : 'first'
}

export function audienceOf(action: NoticeAction, level: NoticeLevel): Role[] {
  if (level === 'everyone') return ['reception', 'manager', 'technician']
  const first = FIRST[action]
  return level === 'first' || first === 'manager' ? [first] : [first, 'manager']
}

function channelsFor(entry: Entry, audience: readonly Role[], rules: Rules): ChannelKind[] {
  const hasAddress = rules.mailServer !== null && audience.some((role) => rules.emails[role].length > 0)
  return [
    'desktop',
    // What is wrong with the e-mail is not sent by e-mail.
    ...(hasAddress && entry.subject !== 'email-unsent' ? (['email'] as const) : []),
    ...(rules.ping && entry.tone === 'needs-you' ? (['ping'] as const) : []),
  ]
}

/** Puts off one open notice: whoever asks says who they are and why. Unknown and solved subjects change nothing. */
export function snooze(book: Book, subject: NoticeSubject, wanted: Snooze, nowMs: number): Book {
  const untilMs = Math.min(wanted.untilMs, nowMs + LONGEST_SNOOZE_MS)
  return {
    ...book,
    entries: book.entries.map((entry) =>
      entry.subject === subject && entry.isOpen ? { ...entry, snooze: { ...wanted, untilMs }, owed: [] } : entry,
    ),
  }
}

/** What is unsolved, the most pressing and oldest first. */
export function openNotices(book: Book, nowMs: number, rules: Pace): Notice[] {
  return book.entries
    .filter((entry) => entry.isOpen)
    .map((entry) => noticeOf(entry, nowMs, rules))
    .sort((a, b) => Number(b.tone === 'needs-you') - Number(a.tone === 'needs-you') || a.sinceMs - b.sinceMs)
}

export function noticeOf(entry: Entry, nowMs: number, rules: Pace): Notice {
  const { subject, tone, action, code, level, sinceMs } = entry
  const days = level === 'first' ? rules.escalateAfterDays : 3 * rules.escalateAfterDays
  return {
    subject,
    tone,
    action,
    code,
    level,
    audience: audienceOf(action, level),
    sinceMs,
    untilMs: level === 'everyone' ? null : hourAfterDays(sinceMs, days, rules.tellFromHour),
    snooze: isSnoozed(entry.snooze, nowMs) ? entry.snooze : null,
  }
}
