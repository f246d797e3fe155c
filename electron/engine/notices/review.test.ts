import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  LONGEST_SNOOZE_MS,
  type Notice,
  type NoticeSettings,
  noticeSettingsSchema,
  noticeSubjectSchema,
} from '#shared/domain/index.ts'
import { noticeWords } from '#shared/i18n/index.ts'
import { type Book, bookSchema, emptyBook } from './book.ts'
import { dayOf } from './calendar.ts'
import { type Delivery, delivered, deliveriesDue, notDelivered, oweHeartbeat } from './deliveries.ts'
import { type Condition, openNotices, review, snooze } from './review.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Nine in the morning of a Monday, local time. */
const MONDAY = new Date(2026, 10, 23, 9).getTime()
const id = '6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5'

const rules = (change: object = {}): NoticeSettings => noticeSettingsSchema.parse({ escalateAfterDays: 1, ...change })
const everywhere = rules({
  emails: { reception: ['recepcao@clinica.example'], manager: ['ana@clinica.example'], technician: ['ti@example.org'] },
  mailServer: { host: 'smtp.example.org', port: 465, security: 'tls', user: 'a', from: 'a@example.org' },
  ping: { url: 'https://example.org/ping' },
})
const late = (change: Partial<Condition> = {}): Condition => ({
  subject: 'copies-late',
  tone: 'needs-you',
  action: 'copy-now',
  code: null,
  sinceMs: MONDAY,
  ...change,
})
const tells = (book: Book, nowMs: number) => deliveriesDue(book, nowMs).filter(({ kind }) => kind === 'tell')
const deliverAll = (book: Book, nowMs: number) => deliveriesDue(book, nowMs).reduce(delivered, book)

describe('one notice', () => {
  it('is told at once, once a day, again the next morning, and taken back when it is solved', () => {
    let book = review(emptyBook(id), [late()], MONDAY, rules())
    expect(deliveriesDue(book, MONDAY)).toEqual([{ kind: 'tell', subject: 'copies-late', channel: 'desktop' }])
    book = deliverAll(book, MONDAY)
    for (const atMs of [MONDAY + HOUR, MONDAY + 14 * HOUR, MONDAY + 22 * HOUR]) {
      book = review(book, [late()], atMs, rules())
      expect(deliveriesDue(book, atMs)).toEqual([])
    }
    book = review(book, [late()], MONDAY + 23 * HOUR, rules())
    expect(tells(book, MONDAY + 23 * HOUR)).toHaveLength(1)
    book = deliverAll(book, MONDAY + 23 * HOUR)
    book = review(book, [], MONDAY + DAY, rules())
    expect(deliveriesDue(book, MONDAY + DAY)).toEqual([{ kind: 'withdraw', subject: 'copies-late' }])
    expect(openNotices(book, MONDAY + DAY, rules())).toEqual([])
  })

  it('goes to the manager after N days and to everyone after three times N, and says until when', () => {
    let book = emptyBook(id)
    const seen = [0, 1, 2, 3].map((days) => {
      const nowMs = MONDAY + days * DAY
      book = deliverAll(review(book, [late()], nowMs, rules()), nowMs)
      const [notice] = openNotices(book, nowMs, rules())
      return [notice?.audience.join(), notice?.untilMs && new Date(notice.untilMs)]
    })
    expect(seen).toEqual([
      ['reception', new Date(2026, 10, 24, 8)],
      ['reception,manager', new Date(2026, 10, 26, 8)],
      ['reception,manager', new Date(2026, 10, 26, 8)],
      ['reception,manager,technician', null],
    ])
  })

  it('that the manager is asked first goes to everyone next', () => {
    const locked = late({ subject: 'key-missing', action: 'type-kit' })
    const first = openNotices(review(emptyBook(id), [locked], MONDAY, rules()), MONDAY, rules())
    expect(first).toMatchObject([{ audience: ['manager'], untilMs: new Date(2026, 10, 24, 8).getTime() }])
    expect(noticeWords(first[0] as Notice, MONDAY, 'pt-BR').otherwise).toBe('Depois disso avisamos todos.')
    const next = review(emptyBook(id), [locked], MONDAY + DAY, rules())
    expect(openNotices(next, MONDAY + DAY, rules())).toMatchObject([{ level: 'everyone', untilMs: null }])
  })

  it('goes by e-mail only to those who are asked, and to the outside only when somebody is needed', () => {
    const channels = (tone: Condition['tone'], settings: NoticeSettings) =>
      tells(review(emptyBook(id), [late({ tone })], MONDAY, settings), MONDAY).map((one) =>
        'channel' in one ? one.channel : '',
      )
    expect(channels('needs-you', everywhere)).toEqual(['desktop', 'email', 'ping'])
    expect(channels('attention', everywhere)).toEqual(['desktop', 'email'])
    const onlyManager = { ...everywhere, emails: { ...everywhere.emails, reception: [] } }
    expect(channels('attention', onlyManager)).toEqual(['desktop'])
  })

  it('put off is silent and withdrawn, tells who and why, and comes back by itself', () => {
    let book = deliverAll(review(emptyBook(id), [late()], MONDAY, rules()), MONDAY)
    const wanted = { by: 'Marina', reason: 'O HD volta do conserto na quarta', untilMs: MONDAY + 2 * DAY }
    book = snooze(book, 'copies-late', wanted, MONDAY)
    expect(deliveriesDue(book, MONDAY)).toEqual([{ kind: 'withdraw', subject: 'copies-late' }])
    book = review(deliverAll(book, MONDAY), [late()], MONDAY + DAY, rules())
    expect(deliveriesDue(book, MONDAY + DAY)).toEqual([])
    expect(openNotices(book, MONDAY + DAY, rules())).toMatchObject([{ snooze: wanted }])
    book = review(book, [late()], MONDAY + 2 * DAY, rules())
    expect(tells(book, MONDAY + 2 * DAY)).toHaveLength(1)
  })

  it('cannot be put off for ever, not even by a clock that is set back a year', () => {
    const book = snooze(
      review(emptyBook(id), [late()], MONDAY, rules()),
      'copies-late',
      { by: 'Marina', reason: 'depois', untilMs: MONDAY + 400 * DAY },
      MONDAY,
    )
    expect(openNotices(book, MONDAY, rules())[0]?.snooze?.untilMs).toBe(MONDAY + LONGEST_SNOOZE_MS)
    const yearBefore = MONDAY - 365 * DAY
    expect(tells(review(book, [late()], yearBefore, rules()), yearBefore)).toHaveLength(1)
  })

  it('is not silenced by a clock that was a year ahead', () => {
    const ahead = MONDAY + 365 * DAY
    let book = deliverAll(review(emptyBook(id), [late()], ahead, rules()), ahead)
    book = review(book, [late()], MONDAY, rules())
    expect(tells(book, MONDAY)).toHaveLength(1)
    expect(openNotices(book, MONDAY, rules())).toMatchObject([{ level: 'first', sinceMs: MONDAY }])
  })
})

describe('what does not arrive', () => {
  const missed = (book: Book, nowMs: number) =>
    deliveriesDue(book, nowMs).reduce((next, one) => notDelivered(next, one, 'NOTE_101', nowMs), book)

  it('by e-mail is tried five times more and then itself told on the desktop', () => {
    let book = review(emptyBook(id), [late({ tone: 'attention' })], MONDAY, everywhere)
    let nowMs = MONDAY
    let tries = 0
    for (; nowMs < MONDAY + 14 * HOUR; nowMs += 60_000) {
      book = deliveriesDue(book, nowMs).reduce((next, one) => {
        if (one.kind === 'tell' && one.channel === 'desktop') return delivered(next, one)
        tries++
        return notDelivered(next, one, 'NOTE_101', nowMs)
      }, book)
    }
    expect(tries).toBe(6)
    expect(book.emailFailure).toMatchObject({ code: 'NOTE_101' })
    const unsent = late({ subject: 'email-unsent', tone: 'attention', action: 'fix-settings' })
    const next = review(book, [late({ tone: 'attention' }), unsent], nowMs, everywhere)
    expect(tells(next, nowMs)).toEqual([{ kind: 'tell', subject: 'email-unsent', channel: 'desktop' }])
  })

  it('on the desktop is never given up', () => {
    let book = review(emptyBook(id), [late()], MONDAY, rules())
    for (let nowMs = MONDAY; nowMs < MONDAY + 100 * HOUR; nowMs += HOUR) book = missed(book, nowMs)
    expect(book.entries[0]?.owed).toMatchObject([{ channel: 'desktop' }])
  })

  it('is not sent any more once it is solved', () => {
    const book = review(review(emptyBook(id), [late()], MONDAY, everywhere), [], MONDAY + HOUR, everywhere)
    expect(deliveriesDue(book, MONDAY + HOUR)).toEqual([])
  })
})

describe('the heartbeat', () => {
  it('tells each copy once, and nothing while somebody is needed', () => {
    expect(deliveriesDue(oweHeartbeat(emptyBook(id), MONDAY, false, MONDAY), MONDAY)).toEqual([])
    let book = oweHeartbeat(emptyBook(id), MONDAY, true, MONDAY)
    expect(deliveriesDue(book, MONDAY)).toEqual([{ kind: 'heartbeat', copyAtMs: MONDAY }])
    book = oweHeartbeat(deliverAll(book, MONDAY), MONDAY, true, MONDAY + HOUR)
    expect(deliveriesDue(book, MONDAY + HOUR)).toEqual([])
    book = oweHeartbeat(book, MONDAY + HOUR, true, MONDAY + HOUR)
    expect(deliveriesDue(book, MONDAY + HOUR)).toHaveLength(1)
  })
})

/** What may happen between two looks: time passes, things break and are mended, people put off, the app falls. */
const step = fc.record({
  afterMs: fc.integer({ min: 60_000, max: 20 * HOUR }),
  broken: fc.uniqueArray(fc.constantFrom(...noticeSubjectSchema.options), { maxLength: 3 }),
  arrives: fc.boolean(),
  restarts: fc.boolean(),
  putOff: fc.option(fc.integer({ min: HOUR, max: 3 * DAY }), { freq: 6 }),
})

describe('whatever happens', () => {
  it('no subject is told twice a day; what is unsolved, not put off and not told is told; what is solved stands nowhere', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        let book = emptyBook(id)
        let nowMs = MONDAY
        const toldOn = new Map<string, Set<string>>()
        const standing = new Set<string>()
        for (const { afterMs, broken, arrives, restarts, putOff } of steps) {
          nowMs += afterMs
          const conditions = broken.map((subject) => late({ subject, sinceMs: nowMs }))
          const before = new Map(book.entries.map((entry) => [entry.subject, entry]))
          book = review(book, conditions, nowMs, everywhere)
          for (const entry of book.entries) {
            const isNew = entry.toldDay !== before.get(entry.subject)?.toldDay
            if (!isNew || entry.toldDay === null) continue
            const days = toldOn.get(entry.subject) ?? new Set()
            expect(days.has(entry.toldDay), 'twice a day').toBe(false)
            toldOn.set(entry.subject, days.add(entry.toldDay))
          }
          if (restarts) book = bookSchema.parse(JSON.parse(JSON.stringify(book)))
          const due = deliveriesDue(book, nowMs)
          for (const one of due) book = arrives ? done(one) : notDelivered(book, one, 'NOTE_101', nowMs)
          const isMorning = new Date(nowMs).getHours() >= everywhere.tellFromHour
          for (const { subject, snooze: put } of openNotices(book, nowMs, everywhere)) {
            const isToldToday = toldOn.get(subject)?.has(dayOf(nowMs)) === true
            const isOlder = before.get(subject)?.isOpen === true
            expect(isToldToday || put !== null || (isOlder && !isMorning), `silent about ${subject}`).toBe(true)
          }
          if (arrives)
            for (const subject of standing) expect(broken.includes(subject as never), `${subject} stands`).toBe(true)
          const [first] = broken
          if (putOff && first)
            book = snooze(book, first, { by: 'Marina', reason: 'amanhã', untilMs: nowMs + putOff }, nowMs)
        }

        function done(one: Delivery): Book {
          if (one.kind === 'withdraw') standing.delete(one.subject)
          if (one.kind === 'tell' && one.channel === 'desktop') standing.add(one.subject)
          return delivered(book, one)
        }
      }),
      { numRuns: 300 },
    )
  })
})
