import type { NoticeSubject } from '#shared/domain/index.ts'
import type { Code } from '#shared/errors/index.ts'
import type { Book, ChannelKind, Entry, Owed } from './book.ts'

const MINUTE_MS = 60_000
/** Pauses before each further try; after the last one a message over the network is given up until the next one is due. */
const PAUSES_MS = [1, 5, 15, 60, 240].map((minutes) => minutes * MINUTE_MS)
const LONGEST_PAUSE_MS = 240 * MINUTE_MS

/** One thing to do now. `heartbeat` tells somebody outside that a copy was made. */
export type Delivery =
  | { readonly kind: 'tell'; readonly subject: NoticeSubject; readonly channel: ChannelKind }
  | { readonly kind: 'withdraw'; readonly subject: NoticeSubject }
  | { readonly kind: 'heartbeat'; readonly copyAtMs: number }

/** Everything that has to be delivered now. */
export function deliveriesDue(book: Book, nowMs: number): Delivery[] {
  const { owed } = book.heartbeat
  return [
    ...book.entries.flatMap((entry) => [
      ...(entry.isShown && (!entry.isOpen || entry.snooze)
        ? [{ kind: 'withdraw', subject: entry.subject } as const]
        : []),
      ...entry.owed
        .filter((one) => isTime(one.nextTryMs, nowMs))
        .map(({ channel }) => ({ kind: 'tell', subject: entry.subject, channel }) as const),
    ]),
    ...(owed && isTime(owed.nextTryMs, nowMs) ? [{ kind: 'heartbeat', copyAtMs: owed.copyAtMs } as const] : []),
  ]
}

/** A next try further away than any pause was planned by a clock that has since been set back. */
const isTime = (nextTryMs: number, nowMs: number): boolean => nextTryMs <= nowMs || nextTryMs - nowMs > LONGEST_PAUSE_MS

/** Notes that a delivery arrived. */
export function delivered(book: Book, done: Delivery): Book {
  if (done.kind === 'heartbeat') return { ...book, heartbeat: { toldCopyAtMs: done.copyAtMs, owed: null } }
  if (done.kind === 'withdraw') return changed(book, done.subject, (entry) => ({ ...entry, isShown: false }))
  const next = changed(book, done.subject, (entry) => ({
    ...entry,
    owed: entry.owed.filter(({ channel }) => channel !== done.channel),
    isShown: entry.isShown || done.channel === 'desktop',
  }))
  return done.channel === 'email' ? { ...next, emailFailure: null } : next
}

/** Notes that a delivery did not arrive: it is tried again later, or given up. What stands on the desktop is never given up. */
export function notDelivered(book: Book, missed: Delivery, code: Code, nowMs: number): Book {
  if (missed.kind === 'withdraw') return book
  if (missed.kind === 'heartbeat') {
    const { owed, toldCopyAtMs } = book.heartbeat
    const next = owed && later(owed, nowMs)
    // The next copy is told again; this one is passed over.
    return { ...book, heartbeat: { toldCopyAtMs: next ? toldCopyAtMs : missed.copyAtMs, owed: next } }
  }
  let isGivenUp = false
  const next = changed(book, missed.subject, (entry) => ({
    ...entry,
    owed: entry.owed.flatMap((one): Owed[] => {
      if (one.channel !== missed.channel) return [one]
      const again = later(one, nowMs)
      if (again) return [again]
      if (one.channel === 'desktop') return [{ ...one, nextTryMs: nowMs + LONGEST_PAUSE_MS }]
      isGivenUp = true
      return []
    }),
  }))
  return isGivenUp && missed.channel === 'email' ? { ...next, emailFailure: { atMs: nowMs, code } } : next
}

/** Says that a copy exists which somebody outside should hear of. Nothing is owed while something needs a person. */
export function oweHeartbeat(book: Book, copyAtMs: number | null, isWell: boolean, nowMs: number): Book {
  const { toldCopyAtMs, owed } = book.heartbeat
  if (!isWell || copyAtMs === null || copyAtMs === toldCopyAtMs || copyAtMs === owed?.copyAtMs) return book
  return { ...book, heartbeat: { toldCopyAtMs, owed: { copyAtMs, attempts: 0, nextTryMs: nowMs } } }
}

function later<O extends { attempts: number; nextTryMs: number }>(owed: O, nowMs: number): O | null {
  const pauseMs = PAUSES_MS[owed.attempts]
  return pauseMs === undefined ? null : { ...owed, attempts: owed.attempts + 1, nextTryMs: nowMs + pauseMs }
}

const changed = (book: Book, subject: NoticeSubject, change: (entry: Entry) => Entry): Book => ({
  ...book,
  entries: book.entries.map((entry) => (entry.subject === subject ? change(entry) : entry)),
})
