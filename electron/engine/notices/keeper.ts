import { readFile, rename } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { type CarriedBook, type Clock, type Log, type Random, writeFileAtomic } from '#engine/kernel/index.ts'
import {
  type Notice,
  type NoticeSettings,
  type NoticeSubject,
  noticeSettingsSchema,
  type Snooze,
} from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { type Book, bookSchema, emptyBook } from './book.ts'
import { dayOf } from './calendar.ts'
import type { Channels, Message } from './channels.ts'
import { type Delivery, delivered, deliveriesDue, notDelivered, oweHeartbeat } from './deliveries.ts'
import { type Condition, noticeOf, openNotices, review, snooze } from './review.ts'

/** What is true now, as far as notices care. */
export type Situation = {
  readonly clinicName: string
  readonly conditions: readonly Condition[]
  /** When the newest copy was made; null while there is none. */
  readonly newestCopyAtMs: number | null
}

export type KeeperParts = {
  readonly bookFile: string
  readonly settingsFile: string
  /** Null while nothing can be said, e.g. before set-up. */
  readonly look: () => Promise<Situation | null>
  /** Made for the book's id, by which the keychain knows the mail server's password. */
  readonly channels: (id: string) => Channels
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

const PAUSE_MS = 60_000

/**
 * Keeps the book of notices: looks, decides, writes it down, and only then tells.
 *
 * What was written and not delivered is delivered after a restart; a message that was under way when the power went may arrive
 * twice, with the same id, but never not at all.
 */
export class NoticeKeeper {
  readonly #parts: KeeperParts
  readonly #listeners = new Set<(notices: readonly Notice[]) => void>()
  readonly #stop = new AbortController()
  readonly #channels: Channels
  #book: Book
  #settings: NoticeSettings
  #last: Promise<unknown> = Promise.resolve()
  #isReviewAsked = false
  #told = ''

  private constructor(parts: KeeperParts, book: Book, settings: NoticeSettings) {
    this.#parts = parts
    this.#book = book
    this.#settings = settings
    this.#channels = parts.channels(book.id)
  }

  /** Reads both files. A damaged one is set aside; where it was the settings, that itself becomes a notice. */
  static async open(parts: KeeperParts): Promise<NoticeKeeper> {
    const book = (await readOrSetAside(parts.bookFile, bookSchema, parts.log)) ?? 'none'
    const settings = (await readOrSetAside(parts.settingsFile, noticeSettingsSchema, parts.log)) ?? 'none'
    const start = typeof book === 'string' ? emptyBook(parts.random.uuid()) : book
    const isLost = settings === 'damaged'
    return new NoticeKeeper(
      parts,
      isLost ? { ...start, emailFailure: { atMs: parts.clock.nowMs(), code: 'APP_000' } } : start,
      typeof settings === 'string' ? noticeSettingsSchema.parse({}) : settings,
    )
  }

  /** Looks again each minute until closed. */
  async run(): Promise<void> {
    const { clock } = this.#parts
    while (!this.#stop.signal.aborted) {
      await this.review()
      await clock.sleep(PAUSE_MS, this.#stop.signal).catch(() => {})
    }
  }

  /** Looks now; several requests at once are one look. Resolves when everything due was tried. Never throws. */
  review(): Promise<void> {
    if (!this.#isReviewAsked) {
      this.#isReviewAsked = true
      this.#last = this.#last.then(() => this.#review())
    }
    return this.#last.then(() => {})
  }

  get notices(): Notice[] {
    return openNotices(this.#book, this.#parts.clock.nowMs(), this.#settings)
  }

  /** Names this computer's book. */
  get id(): string {
    return this.#book.id
  }

  get settings(): NoticeSettings {
    return this.#settings
  }

  /** Who is told and how, as copies take it along. The mail server's password is in the keychain and stays there. */
  get carried(): CarriedBook {
    return {
      name: 'avisos',
      text: () => `${JSON.stringify(this.#settings)}\n`,
      bring: async (text) => {
        const brought = noticeSettingsSchema.parse(JSON.parse(text))
        const usual = noticeSettingsSchema.parse({})
        if (isDeepStrictEqual(brought, usual) || !isDeepStrictEqual(this.#settings, usual)) return false
        await this.saveSettings(brought)
        return true
      },
    }
  }

  /** Told now and at every change. Returns its stop function. */
  onNotices(listener: (notices: readonly Notice[]) => void): () => void {
    this.#listeners.add(listener)
    listener(this.notices)
    return () => this.#listeners.delete(listener)
  }

  async snooze(subject: NoticeSubject, wanted: Snooze): Promise<void> {
    await this.#alone(() => this.#keep(snooze(this.#book, subject, wanted, this.#parts.clock.nowMs())))
    await this.review()
  }

  async saveSettings(settings: NoticeSettings): Promise<NoticeSettings> {
    await this.#alone(async () => {
      await writeFileAtomic(
        this.#parts.settingsFile,
        `${JSON.stringify(noticeSettingsSchema.parse(settings), null, 2)}\n`,
      )
      this.#settings = settings
      // Whether it works now shows at the next message; until then nobody is told of the old trouble.
      await this.#keep({ ...this.#book, emailFailure: null })
    })
    await this.review()
    return this.#settings
  }

  /** One e-mail to everyone who is written down, so that nobody learns of a wrong address when it matters. */
  async tryEmail(signal: AbortSignal): Promise<void> {
    const clinicName = (await this.#parts.look())?.clinicName ?? 'Salvaguarda'
    await this.#channels.email.trial(clinicName, this.#parts.random.uuid(), this.#settings, signal)
    await this.#alone(() => this.#keep({ ...this.#book, emailFailure: null }))
    await this.review()
  }

  async tryPing(signal: AbortSignal): Promise<void> {
    await this.#channels.ping.heartbeat(this.#settings, signal)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#last
  }

  #alone<V>(work: () => Promise<V>): Promise<V> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }

  async #review(): Promise<void> {
    this.#isReviewAsked = false
    const { clock, log, look } = this.#parts
    try {
      const situation = await look()
      if (!situation) return
      const conditions = [...situation.conditions, ...this.#ownConditions()]
      const nowMs = clock.nowMs()
      const reviewed = review(this.#book, conditions, nowMs, this.#settings)
      const isWell = !conditions.some(({ tone }) => tone === 'needs-you')
      await this.#keep(this.#settings.ping ? oweHeartbeat(reviewed, situation.newestCopyAtMs, isWell, nowMs) : reviewed)
      for (const delivery of deliveriesDue(this.#book, nowMs)) await this.#deliver(delivery, situation.clinicName)
    } catch (error) {
      log.warn('notices.not-reviewed', { code: codeOf(error) })
    }
  }

  #ownConditions(): Condition[] {
    const failure = this.#book.emailFailure
    if (!failure) return []
    const { atMs, code } = failure
    return [{ subject: 'email-unsent', tone: 'attention', action: 'fix-settings', code, sinceMs: atMs }]
  }

  async #deliver(delivery: Delivery, clinicName: string): Promise<void> {
    const { clock, log } = this.#parts
    try {
      await this.#send(delivery, clinicName)
      await this.#keep(delivered(this.#book, delivery))
    } catch (error) {
      if (this.#stop.signal.aborted) return
      const code = codeOf(error)
      log.warn('notice.not-delivered', { kind: delivery.kind, code })
      await this.#keep(notDelivered(this.#book, delivery, code, clock.nowMs()))
    }
  }

  async #send(delivery: Delivery, clinicName: string): Promise<void> {
    const channels = this.#channels
    const { signal } = this.#stop
    if (delivery.kind === 'withdraw') return channels.desktop.withdraw(delivery.subject, signal)
    if (delivery.kind === 'heartbeat') return channels.ping.heartbeat(this.#settings, signal)
    const message = this.#messageOf(delivery.subject, clinicName)
    if (message) await channels[delivery.channel].tell(message, this.#settings, signal)
  }

  #messageOf(subject: NoticeSubject, clinicName: string): Message | undefined {
    const entry = this.#book.entries.find((one) => one.subject === subject)
    if (!entry) return undefined
    const nowMs = this.#parts.clock.nowMs()
    const deliveryId = [this.#book.id, subject, entry.toldDay ?? dayOf(nowMs)].join('.')
    return { notice: noticeOf(entry, nowMs, this.#settings), clinicName, deliveryId, nowMs }
  }

  async #keep(book: Book): Promise<void> {
    if (JSON.stringify(book) !== JSON.stringify(this.#book)) {
      await writeFileAtomic(this.#parts.bookFile, `${JSON.stringify(book)}\n`)
      this.#book = book
    }
    const told = JSON.stringify(this.notices)
    if (told === this.#told) return
    this.#told = told
    for (const listener of this.#listeners) listener(this.notices)
  }
}

async function readOrSetAside<S extends z.ZodType>(
  file: string,
  schema: S,
  log: Log,
): Promise<z.output<S> | 'damaged' | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    log.warn('notices.damaged-file')
    await rename(file, `${file}.damaged`)
    return 'damaged'
  }
}
