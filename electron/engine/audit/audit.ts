import { createHash } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import {
  type AuditActor,
  type AuditExtra,
  type AuditFinding,
  type AuditHead,
  type AuditRow,
  type AuditSubject,
  auditRowSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { HeadFile } from './head-file.ts'
import { BEGUN, type Beginning, linkTo, TAKEN_OVER, tagOf } from './links.ts'
import { extraText, hashOf, NO_HASH, rowOf, sealOf } from './row.ts'
import { type NewRow, type RowFilter, Store } from './store.ts'
import { readTrail, type TrailFile, trailFiles } from './trail.ts'
import { type Verification, verify } from './verify.ts'

export type AuditParts = {
  /** Where the register lies: the data folder of the app. */
  readonly folder: string
  readonly hostname: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** What is written down. The moment, the number and the chain come by themselves. */
export type NewEntry = {
  readonly type: string
  readonly actor?: AuditActor
  readonly component?: 'engine' | 'window' | 'main' | 'cli'
  readonly subject?: AuditSubject | null
  readonly extra?: AuditExtra
}

/** How the register stands. */
export type AuditStanding = {
  /** When it was last looked through as a whole, and as far as it had grown. */
  readonly checked: { readonly atMs: number; readonly wholeAtMs: number } | null
  readonly findings: readonly AuditFinding[]
  /** Since when no line can be written; null while all is well. */
  readonly silentSinceMs: number | null
}

const DAY_MS = 24 * 3_600_000
/** Clocks are set right by a little all the time. */
const SLIP_MS = 2000
/** Between two pieces of some milliseconds. */
const SORT_EVERY_MS = 20

export const AUDIT_FILE = 'audit.db'
export const HEAD_FILE = 'audit-head.json'

/**
 * The register of what was done: lines are added, each with the hash of the one before, and nothing is ever changed or taken away.
 *
 * Damage is told and stays as it is; new lines go on in a new segment that names where the old one broke.
 */
export class Audit {
  readonly #parts: AuditParts
  readonly #headFile: HeadFile
  readonly #component: string
  readonly #listeners = new Set<() => void>()
  #store: Store | undefined
  #head: AuditHead
  #lastAtMs: number
  #sealKey: Uint8Array | undefined
  #findings: readonly AuditFinding[] = []
  /** The head beside the register was not ours. */
  #forged: AuditFinding | undefined
  #silentSinceMs: number | null = null
  #looking: Promise<unknown> = Promise.resolve()
  #sorting: Promise<void> = Promise.resolve()
  readonly #stop = new AbortController()

  private constructor(parts: AuditParts, headFile: HeadFile) {
    this.#parts = parts
    this.#headFile = headFile
    this.#component = createHash('sha256').update(`salvaguarda computer\0${parts.hostname}`).digest('hex').slice(0, 12)
    this.#head = { segment: this.#newSegment(), number: 0, hash: NO_HASH }
    this.#lastAtMs = 0
  }

  /** Opens the register, or goes on beside one that was lost. Never throws: the copies must go on. */
  static async open(parts: AuditParts): Promise<Audit> {
    const audit = new Audit(parts, await HeadFile.open(path.join(parts.folder, HEAD_FILE), parts.log))
    audit.#sorting = audit.#sort(audit.#tryOpen())
    return audit
  }

  get standing(): AuditStanding {
    const { checked } = this.#headFile
    return {
      checked: checked && { atMs: checked.atMs, wholeAtMs: checked.wholeAtMs },
      findings: this.#forged ? [...this.#findings, this.#forged] : this.#findings,
      silentSinceMs: this.#silentSinceMs,
    }
  }

  get head(): AuditHead {
    return this.#head
  }

  /** Hears when the standing may be another. Gives the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** A key of the vault is known from now on: lines and the head are sealed with it. */
  learn(sealKey: Uint8Array): void {
    if (this.#sealKey !== undefined) return
    this.#requireGenuine(sealKey)
    this.#sealKey = sealKey
    if (this.#head.number > 0) this.#headFile.keep(this.#head, sealKey)
  }

  get hasKey(): boolean {
    return this.#sealKey !== undefined
  }

  /** Writes a line, durable when it returns. Throws AUD_101 where that is not possible: what must be written down must not happen then. */
  record(entry: NewEntry): AuditRow {
    try {
      const store = this.#store ?? this.#tryOpen() ?? fail('AUD_101')
      const nowMs = Math.round(this.#parts.clock.nowMs())
      const isBack = nowMs < this.#lastAtMs - SLIP_MS
      const entries = isBack
        ? [{ type: 'clock-went-back', extra: { fromMs: this.#lastAtMs, toMs: nowMs } }, entry]
        : [entry]
      const last = this.#append(store, entries, nowMs)
      this.#silent(null)
      return last
    } catch (cause) {
      this.#silent(this.#parts.clock.nowMs())
      return fail('AUD_101', {}, { cause })
    }
  }

  /** The same for what goes on whether or not it can be written: copies are never lost because of the register. */
  note(entry: NewEntry): boolean {
    try {
      this.record(entry)
      return true
    } catch {
      return false
    }
  }

  /** Newest first, with the place to go on from. */
  page(filter: RowFilter, limit: number): { readonly rows: readonly AuditRow[]; readonly nextPlace: number | null } {
    const found = this.#store?.page(filter, limit) ?? []
    const rows = found.flatMap((row) => rowOf(row) ?? [])
    return { rows, nextPlace: found.length === limit ? (found.at(-1)?.place ?? null) : null }
  }

  types(): readonly string[] {
    return this.#store?.types() ?? []
  }

  /** The number of the last fact that was written down. */
  lastFactSeq(): number {
    return this.#store?.lastNumber('seq') ?? 0
  }

  lineCount(): number {
    return this.#store?.count() ?? 0
  }

  /** Everybody who stands in it. */
  actors(): readonly string[] {
    return this.#store?.actors() ?? []
  }

  /**
   * Looks through the register: `isWhole` says whether all of it or only what was added since the last look; without it that goes by the
   * day. All of it always where nothing was well when it was last looked at. Damage in the part that is written to begins a new one.
   */
  verify(asked: { readonly isWhole?: boolean; readonly anchors?: readonly AuditHead[] } = {}): Promise<Verification> {
    const looked = this.#looking.then(() => this.#verify(asked))
    this.#looking = looked.catch(() => undefined)
    return looked
  }

  /** The tag by which the next copy carries the head; undefined while nothing was written. */
  tag(): string | undefined {
    return this.#head.number === 0 ? undefined : tagOf(this.#head)
  }

  trail(): TrailFile[] {
    return this.#store === undefined ? [] : trailFiles(this.#store)
  }

  /** Puts the register of the computer before in front of this one's, which names its head. Gives how many lines came. Throws AUD_101. */
  takeOver(texts: readonly string[]): number {
    const store = this.#store ?? fail('AUD_101')
    const rows = readTrail(texts).filter(({ segment, number }) => store.row(segment, number) === undefined)
    const unique = [...new Map(rows.map((row) => [`${row.segment} ${row.number}`, row])).values()]
    const last = unique.at(-1)
    if (!last) return 0
    store.putBefore(unique)
    const { segment, number, hash } = last
    this.record({ type: TAKEN_OVER, extra: { ...linkTo({ segment, number, hash }), lines: unique.length } })
    return unique.length
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#sorting
    await this.#looking
    await this.#headFile.settled()
    this.#store?.close()
    this.#store = undefined
  }

  #tryOpen(): Store | undefined {
    const { folder, clock, log } = this.#parts
    try {
      const store = Store.open(path.join(folder, AUDIT_FILE), clock.nowMs())
      const last = store.last()
      this.#store = store
      this.#lastAtMs = last?.at_ms ?? 0
      const before = this.#headFile.head
      if (
        last &&
        rowOf(last) &&
        (before === undefined || store.row(before.segment, before.number)?.hash === before.hash)
      )
        this.#head = { segment: last.segment, number: last.number, hash: last.hash }
      else {
        const isLost = before !== undefined && before.number > 0
        const lost: Beginning = store.origin === 'set-aside' ? 'set-aside' : isLost ? 'lost' : 'first'
        this.#begin(store, last ? 'broken' : lost, before)
      }
      return store
    } catch {
      log.warn('audit.not-open')
      this.#store = undefined
      this.#silent(clock.nowMs())
      return undefined
    }
  }

  /** What an earlier version wrote, in pieces that nobody notices: the window is there meanwhile, and what is not sorted is looked through. */
  async #sort(store: Store | undefined): Promise<void> {
    const { signal } = this.#stop
    try {
      while (store && !signal.aborted && store.sortNext()) await pause(SORT_EVERY_MS, undefined, { signal, ref: false })
    } catch {
      // The next start goes on with it.
      if (!signal.aborted) this.#parts.log.warn('audit.not-sorted')
    }
  }

  #sortAgain(store: Store, first: number, last: number): void {
    try {
      store.sortAgain(first, last)
    } catch {
      // A disk that is full keeps nobody from looking whether the lines are what was written.
      this.#parts.log.warn('audit.not-sorted')
    }
  }

  #begin(store: Store, why: Beginning, before: AuditHead | undefined): void {
    const link = before && before.number > 0 ? before : undefined
    this.#head = { segment: this.#newSegment(), number: 0, hash: link?.hash ?? NO_HASH }
    const nowMs = Math.round(this.#parts.clock.nowMs())
    this.#append(store, [{ type: BEGUN, extra: { why, ...(link && linkTo(link)) } }], nowMs)
  }

  #append(store: Store, entries: readonly NewEntry[], atMs: number): AuditRow {
    for (;;) {
      const { rows, head } = this.#chained(entries, atMs)
      // What does not read back as a line of ours must not get into the chain.
      const read = rows.map((row) => auditRowSchema.parse(rowOf({ ...row, place: 0 })))
      try {
        store.add(rows)
      } catch (error) {
        if (this.#followOther(store)) continue
        throw error
      }
      this.#head = head
      this.#lastAtMs = atMs
      this.#headFile.keep(head, this.#sealKey)
      return read.at(-1) ?? fail('AUD_101')
    }
  }

  /** The command line wrote a line meanwhile: ours come after it. False when nobody did. */
  #followOther(store: Store): boolean {
    const { segment, number, hash } = this.#head
    const last = store.headOf(segment)
    if (!last || last.number <= number || store.row(segment, number)?.hash !== hash) return false
    this.#head = last
    return true
  }

  #chained(entries: readonly NewEntry[], atMs: number): { readonly rows: NewRow[]; readonly head: AuditHead } {
    const rows: NewRow[] = []
    let head = this.#head
    for (const { type, actor = 'system', component = 'engine', subject = null, extra = {} } of entries) {
      const bare = {
        segment: head.segment,
        number: head.number + 1,
        at_ms: atMs,
        type,
        actor,
        component: `${component}@${this.#component}`,
        subject_kind: subject?.kind ?? null,
        subject_id: subject?.id ?? null,
        extra: extraText(extra),
        prev_hash: head.hash,
      }
      const hash = hashOf(bare)
      rows.push({ ...bare, hash, seal: this.#sealKey ? sealOf(this.#sealKey, hash) : null })
      head = { segment: head.segment, number: bare.number, hash }
    }
    return { rows, head }
  }

  async #verify({ isWhole, anchors = [] }: Parameters<Audit['verify']>[0] & object): Promise<Verification> {
    const store = this.#store ?? this.#tryOpen() ?? fail('AUD_101')
    const { clock } = this.#parts
    const { checked, head } = this.#headFile
    const startedAtMs = clock.nowMs()
    const isDue = (wholeAtMs: number) => startedAtMs - wholeAtMs >= DAY_MS || startedAtMs < wholeAtMs
    const isPart = checked !== null && this.#findings.length === 0 && !(isWhole ?? isDue(checked.wholeAtMs))
    const found = await verify(store, {
      sealKey: this.#sealKey,
      anchors: [...(head ? [head] : []), ...anchors],
      ...(isPart && { sincePlace: checked.place }),
      signal: this.#stop.signal,
      // Who took away that a line can be found by its type or its day hid it from the lists for a day at most.
      onPage: isPart ? undefined : (first, last) => this.#sortAgain(store, first, last),
    })
    const news = found.findings.filter((one) => !isAmong(this.#findings, one))
    if (!isPart || found.findings.length > 0) this.#findings = found.findings
    if (found.findings.length === 0) {
      const wholeAtMs = isPart ? checked.wholeAtMs : startedAtMs
      this.#headFile.keepChecked({ place: found.place, atMs: startedAtMs, wholeAtMs })
    } else this.#headFile.keepChecked(null)
    this.#goOnBeside(store, news)
    for (const listener of this.#listeners) listener()
    return found
  }

  /** Lines that follow a broken one would prove nothing: they go on in a new segment. */
  #goOnBeside(store: Store, news: readonly AuditFinding[]): void {
    const broken = news.find(({ segment }) => segment === this.#head.segment)
    if (!broken) return
    const known = this.#headFile.head
    // The sealed head may know lines that are not there any more: naming it keeps that in sight.
    const before = known?.segment === this.#head.segment ? known : this.#head
    try {
      this.#begin(store, 'broken', before)
      this.note({ type: 'book-damaged', extra: { segment: broken.segment, line: broken.number, what: broken.what } })
    } catch {
      this.#silent(this.#parts.clock.nowMs())
    }
  }

  #silent(sinceMs: number | null): void {
    if ((sinceMs === null) === (this.#silentSinceMs === null)) return
    this.#silentSinceMs = sinceMs
    for (const listener of this.#listeners) listener()
  }

  /** A head without the seal that its lines have, or with another one, was put there by somebody. */
  #requireGenuine(key: Uint8Array): void {
    const { head } = this.#headFile
    if (!head || this.#forged) return
    const isGenuine = this.#headFile.isGenuine(key) ?? !this.#store?.isSealedBy(head)
    if (isGenuine) return
    this.#forged = { what: 'remade', segment: head.segment, number: head.number }
    this.note({ type: 'book-damaged', extra: { segment: head.segment, line: head.number, what: 'remade' } })
    for (const listener of this.#listeners) listener()
  }

  #newSegment(): string {
    return Buffer.from(this.#parts.random.bytes(8)).toString('hex')
  }
}

const isAmong = (findings: readonly AuditFinding[], one: AuditFinding) =>
  findings.some((known) => known.segment === one.segment && known.number === one.number && known.what === one.what)
