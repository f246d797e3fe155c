import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { DrillPicture, DrillsView, RunningDrill } from '#shared/contracts/index.ts'
import {
  type AppStep,
  currentStep,
  type DrillFinding,
  type DrillId,
  type DrillKind,
  type DrillPressing,
  type DrillRecord,
  type DrillStepId,
  type NewImprovement,
  type ReplicaId,
} from '#shared/domain/index.ts'
import { codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { scenarios } from './all.ts'
import type { DrillBook } from './book.ts'
import { cardOf, stepsFor } from './cards.ts'
import { stepOf } from './drill.ts'
import { problemsIn } from './judge.ts'
import { type DrillHistory, historyOf, libraryOf, placeIn, pressingOf, runningOf } from './library.ts'
import { newRecord, type TakingPart } from './new-record.ts'
import { offeredOf, type Seen, withSeen } from './open-pictures.ts'
import { type FromNothing, StepWork } from './step-work.ts'
import { tallyOf } from './tally.ts'
import { atRest, closedAt, kitAgain, type UnderWay } from './under-way.ts'

/** So often a running drill is written down; so much a power cut may cost, and is added instead. */
export const BEAT_MS = 10_000

export type DrillParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: DrillBook
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly temporaryFolder: string
  /** Opens a vault as a computer would that knows nothing but a place and the paper. */
  readonly fromNothing: FromNothing
  /** Whether whoever acts may see what lies at a path of the clinic's copies. */
  readonly maySee: (path: string) => boolean
  /** Milliseconds that never go back; the system's own by default. */
  readonly monotonicMs?: () => number
}
type Typed = { readonly words?: string | undefined; readonly secret?: string | undefined }

type Tried = Pick<UnderWay, 'error' | 'brought' | 'folder'> & { readonly finding: DrillFinding | null }

/** Guided rehearsals: one at a time, each thing written down before anybody sees it. */
export class Drills {
  readonly #parts: DrillParts
  readonly #work: StepWork
  readonly #listeners = new Set<(running: RunningDrill | null) => void>()
  #underWay: UnderWay | undefined
  /** Changes of the record happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: DrillParts) {
    this.#parts = parts
    this.#work = new StepWork(parts)
  }

  /** A drill that the computer or the app stopped in the middle of is paused until people decide. */
  async begin(): Promise<void> {
    const record = this.#parts.book.open
    if (!record) return
    const isPaused = record.pauses.some(({ untilMs }) => untilMs === null)
    // What ran since the last line is not known: it is taken to be all of the time to the next.
    const elapsedMs = record.elapsedMs + (isPaused ? 0 : BEAT_MS)
    this.#underWay = atRest(record, elapsedMs, this.#parts)
    this.#underWay.isInterrupted = !isPaused || record.pauses.at(-1)?.reason === 'interrupted'
    if (isPaused) return
    await this.#parts.book.write({
      ...record,
      elapsedMs,
      pauses: [...record.pauses, { reason: 'interrupted', fromMs: record.beatAtMs, untilMs: null }],
    })
  }

  listen(listener: (running: RunningDrill | null) => void): () => void {
    this.#listeners.add(listener)
    listener(this.running())
    return () => void this.#listeners.delete(listener)
  }

  view(): DrillsView {
    return libraryOf(this.#parts, this.running())
  }

  pressing(): DrillPressing {
    return pressingOf(this.#parts)
  }

  history(): DrillHistory {
    return historyOf(this.#parts)
  }

  running(): RunningDrill | null {
    const record = this.#parts.book.open
    return record && this.#underWay ? runningOf(this.#parts, record, this.#underWay) : null
  }

  /** Where what the last step brought back is in the copy. */
  broughtFrom(): readonly string[] {
    return this.#underWay?.brought.map(({ path }) => path) ?? []
  }

  /** Throws DRILL_101, DRILL_103. */
  start(kind: DrillKind, leader: string, taking: TakingPart): Promise<RunningDrill> {
    return this.#inTurn(async () => {
      const { book, clock, random } = this.#parts
      if (book.open) fail('DRILL_101')
      const scenario = scenarios[kind]
      const card = cardOf(scenario, this.#parts, book.uses)
      if (card.missing.length > 0 || !card.next) fail('DRILL_103')
      const nowMs = Math.round(clock.nowMs())
      const steps = stepsFor(scenario, this.#parts)
      const record = newRecord({
        ...{ id: random.uuid(), kind, nowMs, leader, with: taking, steps, place: card.next, goalMs: card.goalMs },
        before: book.drills,
      })
      await book.write(record)
      this.#underWay = atRest(record, 0, this.#parts)
      this.#run(this.#underWay)
      return this.#tell()
    })
  }

  /** The app's part of a step. Trouble is written down with the step. Throws DRILL_102. */
  async runStep(drillId: DrillId, stepId: DrillStepId, typed: Typed): Promise<RunningDrill> {
    const record = this.#require(drillId)
    const now = this.#requireRunning()
    const step = stepOf(scenarios[record.kind], stepId)
    if (currentStep(record)?.id !== stepId || step?.by !== 'app' || now.working) return fail('DRILL_102')
    now.working = { stepId: step.id, doneShare: 0 }
    now.error = null
    this.#tell()
    const tried = await this.#try(record, step.id, now, typed)
    if (now.stop.signal.aborted) return fail('APP_001')
    return this.#inTurn(async () => {
      now.working = null
      const open = this.#require(drillId)
      const atElapsedMs = now.watch.elapsedMs()
      const { finding, error } = tried
      const code = error?.code ?? (finding && problemsIn(finding) > 0 ? 'VAULT_105' : null)
      now.error = code === null ? null : (error ?? { code, params: {} })
      if (tried.brought.length > 0) now.brought = tried.brought
      now.folder = tried.folder ?? now.folder
      await this.#save(open, {
        steps: open.steps.map((known) =>
          known.id === stepId
            ? {
                ...known,
                ...{ state: code === null ? 'done' : 'failed', code, finding, tries: known.tries + 1 },
                endedAtElapsedMs: code === null ? atElapsedMs : null,
              }
            : known,
        ),
        obstacles: code === null ? open.obstacles : [...open.obstacles, { kind: 'failed', atElapsedMs, stepId, code }],
      })
      return this.#tell()
    })
  }

  /** People did their part. Throws DRILL_102. */
  endStep(drillId: DrillId, stepId: DrillStepId, done: { readonly ticked: number; readonly note: string }) {
    return this.#change(drillId, (record, now) => {
      const step = stepOf(scenarios[record.kind], stepId)
      if (currentStep(record)?.id !== stepId || step?.by !== 'people') return fail('DRILL_102')
      const ticked = Math.min(done.ticked, step.points)
      const ended = { state: 'done' as const, endedAtElapsedMs: now.watch.elapsedMs(), note: done.note.trim(), ticked }
      return { steps: record.steps.map((known) => (known.id === stepId ? { ...known, ...ended } : known)) }
    })
  }

  /** Pictures of the step that was last, for a window that opens them. Throws DRILL_102. */
  async pictures(drillId: DrillId, stepId: DrillStepId): Promise<DrillPicture[]> {
    return offeredOf(this.#require(drillId), stepId, this.#underWay?.brought ?? [])
  }

  /** What became of them there. Throws DRILL_102. */
  picturesSeen(drillId: DrillId, stepId: DrillStepId, seen: readonly Seen[]): Promise<RunningDrill> {
    return this.#change(drillId, (record) => ({ steps: withSeen(record, stepId, seen) }))
  }

  stuck(drillId: DrillId, note: string): Promise<RunningDrill> {
    return this.#change(drillId, (record, now) => {
      const stepId = currentStep(record)?.id ?? fail('DRILL_102')
      const met = { kind: 'stuck' as const, atElapsedMs: now.watch.elapsedMs(), stepId, note: note.trim() }
      return { obstacles: [...record.obstacles, met] }
    })
  }

  pause(drillId: DrillId): Promise<RunningDrill> {
    return this.#change(drillId, (record, now) => {
      if (now.working) fail('DRILL_102')
      now.watch.stop()
      const fromMs = Math.round(this.#parts.clock.nowMs())
      return { pauses: [...record.pauses, { reason: 'asked', fromMs, untilMs: null }] }
    })
  }

  /** Also after an interruption: what was only in memory is begun again. */
  goOn(drillId: DrillId): Promise<RunningDrill> {
    return this.#inTurn(async () => {
      const record = this.#require(drillId)
      const now = this.#underWay ?? fail('DRILL_102')
      const nowMs = Math.round(this.#parts.clock.nowMs())
      const pauses = closedAt(record.pauses, nowMs)
      now.isInterrupted = false
      this.#run(now)
      await this.#save(record, { pauses, steps: now.kit ? record.steps : kitAgain(record) })
      return this.#tell()
    })
  }

  /** Throws DRILL_102, VAULT_113. */
  takeFrom(drillId: DrillId, replicaId: ReplicaId): Promise<RunningDrill> {
    return this.#change(drillId, async (record, now) => {
      if (now.working) fail('DRILL_102')
      const place = placeIn(this.#parts.session, replicaId) ?? fail('VAULT_113')
      const stepId = currentStep(record)?.id ?? fail('DRILL_102')
      await now.kit?.close()
      now.kit = undefined
      now.error = null
      const met = { kind: 'other-place' as const, atElapsedMs: now.watch.elapsedMs(), stepId }
      return {
        ...{ replicaId, source: place.source, obstacles: [...record.obstacles, met] },
        steps: kitAgain(record),
      }
    })
  }

  /** Stops the clock and wipes the sandbox. What was not done by then was not finished. */
  end(drillId: DrillId): Promise<DrillRecord> {
    return this.#inTurn(async () => {
      const record = this.#require(drillId)
      const now = this.#underWay ?? fail('DRILL_102')
      const nowMs = Math.round(this.#parts.clock.nowMs())
      now.watch.stop()
      const elapsedMs = now.watch.elapsedMs()
      const isDone = record.steps.every(({ state }) => state === 'done')
      const outcome = !isDone ? 'not-finished' : elapsedMs <= record.goalMs ? 'in-time' : 'late'
      const pauses = closedAt(record.pauses, nowMs)
      await this.#save(record, { pauses, end: { atMs: nowMs, outcome } })
      await this.#letGo(now)
      this.#underWay = undefined
      const { files, bytes, rows, problems } = tallyOf(record.steps.flatMap(({ finding }) => finding ?? []))
      this.#parts.catalog.commitFact({
        ...{ kind: 'drill-finished', drillId, drill: record.kind, outcome, elapsedMs, goalMs: record.goalMs },
        ...{ files, bytes, rows, problems, obstacles: record.obstacles.length },
        ...(record.replicaId !== null && { replicaId: record.replicaId }),
      })
      this.#tellAll(null)
      return this.find(drillId)
    })
  }

  improve(drillId: DrillId, improvement: NewImprovement): Promise<DrillRecord> {
    const id = this.#parts.random.uuid()
    return this.#changeEnded(drillId, (record) => ({
      improvements: [...record.improvements, { id, ...improvement, doneAtMs: null }],
    }))
  }

  tick(drillId: DrillId, improvementId: string, isDone: boolean): Promise<DrillRecord> {
    const doneAtMs = isDone ? Math.round(this.#parts.clock.nowMs()) : null
    return this.#changeEnded(drillId, ({ improvements }) => ({
      improvements: improvements.map((known) => (known.id === improvementId ? { ...known, doneAtMs } : known)),
    }))
  }

  /** A drill under way stays so, for the next start. */
  async close(): Promise<void> {
    const now = this.#underWay
    if (!now) return
    const record = this.#parts.book.open
    now.stop.abort()
    await this.#turn
    if (record && now.watch.isRunning) await this.#save(this.#parts.book.open ?? record, {})
    await this.#letGo(now)
    this.#underWay = undefined
  }

  async #try(record: DrillRecord, stepId: AppStep, now: UnderWay, typed: Typed): Promise<Tried> {
    const none: Tried = { finding: null, error: null, brought: [], folder: null }
    try {
      const folder = await now.sandbox.next()
      const { done, kit } = await this.#work.run({
        ...{ stepId, folder, replicaId: record.replicaId ?? fail('DRILL_102'), kit: now.kit, typed },
        usesKit: stepOf(scenarios[record.kind], 'open-with-kit') !== undefined,
        signal: now.stop.signal,
        onProgress: (doneShare) => {
          now.working = { stepId, doneShare }
          this.#tell()
        },
      })
      now.kit = kit
      return { ...none, finding: done.finding, brought: done.brought, folder }
    } catch (error) {
      if (!isAppError(error))
        this.#parts.log.warn('drill.step-failed', { class: error instanceof Error ? error.name : typeof error })
      return { ...none, error: isAppError(error) ? error.wire : { code: codeOf(error), params: {} } }
    }
  }

  /** Starts the clock, and the lines in the book that a power cut leaves behind. */
  #run(now: UnderWay): void {
    if (now.watch.isRunning) return
    now.watch.run()
    void this.#beat(now)
  }

  async #beat(now: UnderWay): Promise<void> {
    const { clock, log, book } = this.#parts
    while (now.watch.isRunning) {
      try {
        await clock.sleep(BEAT_MS, now.stop.signal)
      } catch {
        return
      }
      await this.#inTurn(async () => {
        if (now.watch.isRunning && book.open) await this.#save(book.open, {})
      }).catch((error: unknown) => log.warn('drill.not-written', { code: codeOf(error) }))
    }
  }

  async #save(record: DrillRecord, change: Partial<DrillRecord>): Promise<void> {
    const { book, clock } = this.#parts
    const now = this.#underWay ?? fail('DRILL_102')
    await book.write({
      ...record,
      ...change,
      elapsedMs: now.watch.elapsedMs(),
      beatAtMs: Math.round(clock.nowMs()),
      clockChanges: now.changesBefore + now.watch.clockChanges,
    })
  }

  #change(
    drillId: DrillId,
    how: (record: DrillRecord, now: UnderWay) => Partial<DrillRecord> | Promise<Partial<DrillRecord>>,
  ): Promise<RunningDrill> {
    return this.#inTurn(async () => {
      const record = this.#require(drillId)
      await this.#save(record, await how(record, this.#requireRunning()))
      return this.#tell()
    })
  }

  #changeEnded(drillId: DrillId, how: (record: DrillRecord) => Partial<DrillRecord>): Promise<DrillRecord> {
    return this.#inTurn(async () => {
      const record = this.find(drillId)
      if (record.end === null) fail('DRILL_102')
      await this.#parts.book.write({ ...record, ...how(record) })
      return this.find(drillId)
    })
  }

  /** One drill, ended or not. Throws DRILL_102. */
  find(drillId: DrillId): DrillRecord {
    return this.#parts.book.drills.find(({ id }) => id === drillId) ?? fail('DRILL_102')
  }

  #require(drillId: DrillId): DrillRecord {
    const record = this.#parts.book.open
    return record?.id === drillId ? record : fail('DRILL_102')
  }

  #requireRunning(): UnderWay {
    const now = this.#underWay
    return now?.watch.isRunning ? now : fail('DRILL_102')
  }

  async #letGo(now: UnderWay): Promise<void> {
    now.stop.abort()
    await now.kit?.close()
    await now.sandbox.wipe()
  }

  #tell(): RunningDrill {
    const running = this.running() ?? fail('DRILL_102')
    this.#tellAll(running)
    return running
  }

  #tellAll(running: RunningDrill | null): void {
    for (const listener of this.#listeners) listener(running)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work)
    this.#turn = next.catch(() => undefined)
    return next
  }
}
