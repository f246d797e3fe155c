import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { applyUndo, planUndo, readMade, type UndoPlan } from '#engine/restore/index.ts'
import { inOrder, nearestFirst, type Session } from '#engine/session/index.ts'
import type { RecoveryPlan, RecoveryState, RecoveryView, RecoveryWish } from '#shared/contracts/index.ts'
import { type CopyId, jobIdSchema, type Progress } from '#shared/domain/index.ts'
import { AppError, type Code, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { throttle } from '../throttle.ts'
import { bring, ELSEWHERE, markOf, planParts } from './bring.ts'
import { type Change, changesOf, isExpectedIn, madeIn } from './changes.ts'
import { newRecord } from './parts.ts'
import { RecordFolder, type RecoveryRecord } from './record.ts'

export type RecoveriesParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Where records and journals are kept. */
  readonly folder: string
  readonly onProgress: (progress: Progress) => void
  /** Something begins to change what is protected: a copy under way would hold half of it. */
  readonly onSourcesChanging?: () => void
  /** It is over: what is there now is worth a copy. */
  readonly onSourcesChanged?: () => void
}

const KEPT_IN_VIEW = 50
const LISTED = 100

type Running = { readonly stop: AbortController; readonly ended: Promise<void>; doneBytes: number; totalBytes: number }

/**
 * Recoveries that people asked for, several at once. Each is a record on the disk before it begins, goes on after a crash, and can be undone
 * for as long as its record is kept.
 */
export class Recoveries {
  readonly #parts: RecoveriesParts
  readonly #records: RecordFolder
  readonly #known = new Map<string, RecoveryRecord>()
  readonly #running = new Map<string, Running>()
  #isClosed = false

  private constructor(parts: RecoveriesParts) {
    this.#parts = parts
    this.#records = new RecordFolder(parts.folder)
  }

  static async open(parts: RecoveriesParts): Promise<Recoveries> {
    const recoveries = new Recoveries(parts)
    for (const record of await recoveries.#records.load()) recoveries.#known.set(record.id, record)
    return recoveries
  }

  /** Takes up what a crash or the end of the app interrupted, undoing as well. Once the vault can be opened. */
  get isWorking(): boolean {
    return this.#running.size > 0 || [...this.#known.values()].some(({ state }) => state.kind === 'undoing')
  }

  resume(): void {
    for (const record of this.#known.values()) {
      if (this.#running.has(record.id)) continue
      if (record.state.kind === 'running') this.#begin(record, true)
      else if (record.state.kind === 'undoing') void this.undo(record.id).catch(() => undefined)
    }
  }

  /** Throws as the contract's `planRecovery`. */
  async plan(wish: RecoveryWish, signal?: AbortSignal): Promise<RecoveryPlan> {
    const { session, catalog } = this.#parts
    const record = newRecord(this.#parts, wish)
    const places = nearestFirst(session, catalog, record.copyId)
    return inOrder(
      session,
      async (vault) => {
        const { plans, takenAtMs } = await planParts(vault, record, signal)
        const sum = (of: (plan: (typeof plans)[number]) => number) => plans.reduce((all, plan) => all + of(plan), 0)
        return {
          files: sum(({ files }) => files),
          folders: sum(({ folders }) => folders),
          bytes: sum(({ bytes }) => bytes),
          copyTakenAtMs: takenAtMs,
          folder: record.folder,
          leftOutDatabases: record.leftOutDatabases,
          skips: sum(({ skips }) => skips.length),
        }
      },
      { places, passOver: ELSEWHERE },
    )
  }

  /** Resolves once it is written down; from then on it goes on by itself. */
  async start(wish: RecoveryWish): Promise<string> {
    const record = newRecord(this.#parts, wish)
    await this.#keep(record)
    this.#begin(record, false)
    return record.id
  }

  /** Resolves when it is over, one way or the other. */
  async ended(id: string): Promise<RecoveryView> {
    await this.#running.get(id)?.ended
    return this.view(id)
  }

  stop(id: string): void {
    this.#running.get(id)?.stop.abort(new AppError('APP_001'))
  }

  /** Takes up one that stopped; nothing to do for another. */
  async goOn(id: string): Promise<void> {
    const record = this.#require(id)
    if (record.state.kind !== 'stopped') return
    const next = { ...record, state: { kind: 'running', isResumed: true, doneBytes: 0, totalBytes: 0 } as const }
    await this.#keep(next)
    this.#begin(next, true)
  }

  async judge(id: string, verdict: 'right' | 'wrong'): Promise<RecoveryView> {
    await this.#keep({ ...this.#require(id), verdict })
    return this.view(id)
  }

  async planUndo(id: string): Promise<UndoPlan> {
    this.#require(id)
    if (this.#running.has(id)) fail('JOB_101')
    return planUndo(this.#records.journalOf(id))
  }

  /** Resolves when it is undone. Throws JOB_101 while it runs. */
  async undo(id: string): Promise<RecoveryView> {
    const { clock, log, onSourcesChanging, onSourcesChanged } = this.#parts
    const plan = await this.planUndo(id)
    const record = this.#require(id)
    await this.#keep({ ...record, state: { kind: 'undoing' } })
    if (record.isInSources) onSourcesChanging?.()
    const { removed, putBack, left } = await applyUndo(plan, this.#records.journalOf(id), markOf(id))
    if (left.length > 0) log.info('recovery.undone-partly', { left: left.length })
    const endedAtMs = Math.round(clock.nowMs())
    const state = { kind: 'undone', endedAtMs, removed, putBack, left: left.slice(0, LISTED) } as const
    await this.#keep({ ...record, state })
    this.#parts.catalog.commitFact({
      kind: 'recovery-undone',
      jobId: jobIdSchema.parse(id),
      removed,
      putBack,
      left: left.length,
    })
    if (record.isInSources) onSourcesChanged?.()
    return this.view(id)
  }

  view(id: string): RecoveryView {
    const record = this.#require(id)
    const { recoveryId, ...rest } = { recoveryId: record.id, ...record }
    const running = this.#running.get(id)
    const state: RecoveryState =
      record.state.kind === 'running' && running
        ? { ...record.state, doneBytes: running.doneBytes, totalBytes: running.totalBytes }
        : record.state
    return {
      recoveryId,
      startedAtMs: rest.startedAtMs,
      what: rest.what,
      name: rest.name,
      copyTakenAtMs: rest.copyTakenAtMs,
      isInPlace: rest.isInPlace,
      folder: rest.folder,
      asideFolder: path.join(rest.folder, rest.asideName),
      state,
      verdict: rest.verdict,
    }
  }

  /** What of which copy a recovery brings, as copies name it; no path for all of it. Undefined for one that nobody knows. */
  lost(id: string): { readonly copyId: CopyId; readonly paths: readonly string[] } | undefined {
    const record = this.#known.get(id)
    if (!record) return undefined
    const paths = record.what === 'everything' ? [] : record.parts.flatMap(({ include }) => include)
    return { copyId: record.copyId, paths: paths.map((path) => Buffer.from(path, 'base64').toString()) }
  }

  list(): RecoveryView[] {
    return [...this.#known.values()]
      .toSorted((left, right) => right.startedAtMs - left.startedAtMs)
      .slice(0, KEPT_IN_VIEW)
      .map(({ id }) => this.view(id))
  }

  /** Whether something that is protected is being changed by us right now: a copy made meanwhile says so. */
  get isInSources(): boolean {
    return [...this.#known.values()].some(
      ({ id, isInSources, state }) => isInSources && (this.#running.has(id) || state.kind === 'undoing'),
    )
  }

  /** What of a copy's changes is our own doing since a moment; paths as copies name them. */
  expectedSince(sinceMs: number): (path: string) => boolean {
    const changes: Change[] = []
    for (const record of this.#known.values()) {
      const { state } = record
      const endedAtMs = 'endedAtMs' in state ? state.endedAtMs : Number.POSITIVE_INFINITY
      if (record.isInSources && endedAtMs >= sinceMs) changes.push(...changesOf(this.#records.journalOf(record.id)))
    }
    return isExpectedIn(changes)
  }

  /** Stops what is under way so that the next start takes it up. */
  async close(): Promise<void> {
    this.#isClosed = true
    const running = [...this.#running.values()]
    for (const { stop } of running) stop.abort(new AppError('APP_001'))
    await Promise.all(running.map(({ ended }) => ended))
  }

  #require(id: string): RecoveryRecord {
    return this.#known.get(id) ?? fail('VAULT_111')
  }

  async #keep(record: RecoveryRecord): Promise<void> {
    await this.#records.save(record)
    this.#known.set(record.id, record)
  }

  #begin(record: RecoveryRecord, isResumed: boolean): void {
    const stop = new AbortController()
    const running: Running = { stop, ended: Promise.resolve(), doneBytes: 0, totalBytes: 0 }
    this.#running.set(record.id, running)
    const ended = this.#run(record, isResumed, stop.signal, running).finally(() => this.#running.delete(record.id))
    Object.assign(running, { ended })
  }

  async #run(record: RecoveryRecord, isResumed: boolean, signal: AbortSignal, running: Running): Promise<void> {
    const { catalog, clock, log, onProgress, onSourcesChanging, onSourcesChanged } = this.#parts
    const jobId = jobIdSchema.parse(record.id)
    const journalFile = this.#records.journalOf(record.id)
    const beganAtMs = clock.nowMs()
    catalog.commitFact({ kind: 'job-started', jobId, jobKind: 'recover', isResumed })
    if (record.isInSources) onSourcesChanging?.()
    const tell = throttle(onProgress, clock)
    let state: RecoveryState
    let known = record
    try {
      const { takenAtMs, ...brought } = await bring(this.#parts, record, {
        journalFile,
        signal,
        onProgress: (step) => {
          Object.assign(running, { doneBytes: step.doneBytes, totalBytes: step.totalBytes })
          tell({ ...step, jobId, jobKind: 'recover', phase: 'writing' })
        },
      })
      const { files, bytes, skips, told } = brought
      const durationMs = Math.max(0, Math.round(clock.nowMs() - beganAtMs))
      const endedAtMs = Math.round(clock.nowMs())
      const setAside = readMade(journalFile).aside.length
      const skipped = skips.slice(0, LISTED).map(({ code, path: shown }) => ({ code, path: shown }))
      const numbers = { files, bytes, durationMs, skips: skips.length }
      state = { kind: 'done', endedAtMs, ...numbers, skipped, ...told, setAside }
      known = { ...record, copyTakenAtMs: takenAtMs }
      catalog.commitFact({ kind: 'recover-finished', jobId, ...numbers })
    } catch (error) {
      // The next start takes it up; nothing is told of an end.
      if (this.#isClosed) return
      const code: Code = codeOf(error)
      const params = isAppError(error) ? error.params : {}
      state = { kind: 'stopped', endedAtMs: Math.round(clock.nowMs()), error: { code, params }, ...madeIn(journalFile) }
      log.warn('recovery.stopped', { jobId, code })
      catalog.commitFact({ kind: 'job-failed', jobId, jobKind: 'recover', code, params })
    }
    await this.#keep({ ...(this.#known.get(record.id) ?? record), copyTakenAtMs: known.copyTakenAtMs, state })
    if (record.isInSources) onSourcesChanged?.()
  }
}
