import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { type JobId, jobIdSchema, type Progress } from '#shared/domain/index.ts'
import { AppError, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { isSameWork, type JobInput, type JobRow, type JobRunners, type JobStore, type Lane, type Step } from './job.ts'
import { throttle } from './throttle.ts'

export type QueueParts = {
  readonly store: JobStore
  readonly runners: JobRunners
  readonly onProgress: (progress: Progress) => void
  /** A piece of work is over, however it ended, and the next may have begun. */
  readonly onEnd?: () => void
  /** Which work is done beside which; all in one lane by default. */
  readonly laneOf?: (input: JobInput) => Lane
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

type Running = { readonly row: JobRow; readonly stop: AbortController; readonly ended: Promise<void> }

/** Work that was put aside may hang on a slow place; what goes before it waits no longer than this. */
const WIND_DOWN_MS = 2000

/**
 * Durable work, one piece at a time in each lane: a row first, then the run. What a crash interrupted is run again at the next start.
 *
 * A copy goes before everything that waits, and proofs and replicas under way in its lane make room for it. Work on slow places has a
 * lane of its own, so that nothing near ever waits for it. What needs a place for itself alone waits until the other lane is put aside.
 */
export class JobQueue {
  readonly #parts: QueueParts
  readonly #waiting: JobRow[] = []
  readonly #running = new Map<Lane, Running>()
  /** Put aside, and not yet over. */
  readonly #winding = new Map<JobRow['id'], Promise<void>>()
  #isClosed = false
  #gate: Promise<unknown> = Promise.resolve()

  constructor(parts: QueueParts) {
    this.#parts = parts
  }

  /** Lets no work begin before `first` has ended, however it ends. Asking and cancelling go on meanwhile. */
  after(first: Promise<unknown>): void {
    this.#gate = Promise.allSettled([this.#gate, first])
  }

  /** Puts what an earlier run left unfinished back to work. */
  resume(): void {
    const known = new Set(this.unfinished().map((row) => row.id))
    this.#waiting.push(...this.#parts.store.pendingJobs().filter((row) => !known.has(row.id)))
    this.#next()
  }

  /** Throws JOB_101 when the same work (kind and disk) is waiting or under way. */
  enqueue(input: JobInput): JobId {
    if (this.unfinished().some((row) => isSameWork(row.input, input))) fail('JOB_101')
    const id = jobIdSchema.parse(this.#parts.random.uuid())
    this.#parts.store.addJob(id, input)
    this.#waiting.push({ id, input, isResumed: false })
    if (input.kind === 'copy') this.#makeWay()
    this.#next()
    return id
  }

  /** Cancelling what is not there is no failure: it ended meanwhile. */
  cancel(id: JobId): void {
    this.#find(id)?.stop.abort(new AppError('APP_001'))
    const at = this.#waiting.findIndex((row) => row.id === id)
    if (at >= 0) {
      this.#waiting.splice(at, 1)
      this.#parts.store.endJob(id, 'cancelled')
    }
  }

  /** Puts running work aside and begins it anew: it would go better now. Work that is not there ended meanwhile. */
  beginAnew(id: JobId): void {
    this.#find(id)?.stop.abort(ASIDE)
  }

  unfinished(): readonly JobRow[] {
    return [...this.#rowsUnderWay(), ...this.#waiting]
  }

  /** Whether anything waits or is under way in a lane. */
  isBusy(lane: Lane): boolean {
    return this.unfinished().some(({ input }) => this.#laneOf(input) === lane)
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    await this.#gate
    while (this.#running.size > 0 || this.#winding.size > 0) await Promise.all(this.#endings())
  }

  /** Stops the running work without ending its row, so that the next start resumes it. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#waiting.length = 0
    for (const { stop } of this.#running.values()) stop.abort(new AppError('APP_001'))
    await this.#gate
    await Promise.all(this.#endings())
  }

  #find(id: JobId): Running | undefined {
    return [...this.#running.values()].find(({ row }) => row.id === id)
  }

  #rowsUnderWay(): JobRow[] {
    return [...this.#running.values()].map(({ row }) => row)
  }

  #endings(): Promise<void>[] {
    return [...[...this.#running.values()].map(({ ended }) => ended), ...this.#winding.values()]
  }

  #laneOf(input: JobInput): Lane {
    return this.#parts.laneOf?.(input) ?? 'near'
  }

  /** Puts long work aside that goes on later where it was: a copy must not wait for hours. */
  #makeWay(): void {
    const near = this.#running.get('near')
    if (near && CAN_WAIT.has(near.row.input.kind)) near.stop.abort(ASIDE)
  }

  #next(): void {
    for (const lane of LANES) this.#nextIn(lane)
  }

  #nextIn(lane: Lane): void {
    if (this.#running.has(lane) || this.#isClosed) return
    const mine = this.#waiting.filter(({ id, input }) => this.#laneOf(input) === lane && this.#isStill(id, input))
    const row = mine.find(({ input }) => input.kind === 'copy') ?? mine[0]
    if (row === undefined || !this.#hasRoom(row, lane)) return
    this.#waiting.splice(this.#waiting.indexOf(row), 1)
    const stop = new AbortController()
    this.#running.set(lane, { row, stop, ended: this.#run(row, lane, stop.signal) })
  }

  /** Not twice at once on one place; a copy that was put aside goes to another. */
  #isStill(id: JobId, { kind }: JobInput): boolean {
    return kind === 'copy' || !this.#winding.has(id)
  }

  /** Cleaning and reading at once would only disturb each other. */
  #hasRoom({ input }: JobRow, lane: Lane): boolean {
    const others = [...this.#running].filter(([other]) => other !== lane).map(([, running]) => running)
    if (!ALONE.has(input.kind)) return others.every(({ row }) => !ALONE.has(row.input.kind))
    for (const { row, stop } of others) if (CAN_WAIT.has(row.input.kind)) stop.abort(ASIDE)
    return others.length === 0 && this.#winding.size === 0
  }

  async #run(row: JobRow, lane: Lane, signal: AbortSignal): Promise<void> {
    // At least one turn later, so that whoever asked holds the job's id before its first fact is told.
    await this.#gate
    const over = new AbortController()
    const attempt = this.#attempt(row, signal)
    const outcome = await Promise.race([attempt, this.#windingDown(signal, over.signal)])
    over.abort()
    if (outcome !== 'over') this.#waiting.unshift({ ...row, isResumed: true })
    if (outcome === 'winding') this.#winding.set(row.id, this.#untilOver(row.id, attempt))
    this.#running.delete(lane)
    this.#next()
    if (!this.#isClosed) this.#parts.onEnd?.()
  }

  async #attempt(row: JobRow, signal: AbortSignal): Promise<'over' | 'aside'> {
    const { store, log } = this.#parts
    const jobKind = row.input.kind
    try {
      signal.throwIfAborted()
      store.startJob(row.id)
      store.commitFact({ kind: 'job-started', jobId: row.id, jobKind, isResumed: row.isResumed })
      await this.#work(row, signal)
      store.endJob(row.id, 'done')
    } catch (error) {
      if (signal.reason === ASIDE && !this.#isClosed) return 'aside'
      log.warn('job.failed', {
        jobId: row.id,
        jobKind,
        code: codeOf(error),
        detail: isAppError(error) ? '' : errorClass(error),
      })
      this.#recordFailure(row, error)
    }
    return 'over'
  }

  /** Resolves once work was put aside and still is not over: it hangs on its place. */
  #windingDown(signal: AbortSignal, over: AbortSignal): Promise<'winding'> {
    return new Promise((resolve) => {
      const wait = () => {
        if (signal.reason !== ASIDE) return
        this.#parts.clock.sleep(WIND_DOWN_MS, over).then(
          () => resolve('winding'),
          () => undefined,
        )
      }
      signal.addEventListener('abort', wait, { once: true })
    })
  }

  async #untilOver(id: JobRow['id'], attempt: Promise<'over' | 'aside'>): Promise<void> {
    const outcome = await attempt
    this.#winding.delete(id)
    const at = this.#waiting.findIndex((row) => row.id === id)
    if (outcome === 'over' && at >= 0) this.#waiting.splice(at, 1)
    this.#next()
  }

  #work(row: JobRow, signal: AbortSignal): Promise<void> {
    const { clock, onProgress, runners } = this.#parts
    const onStep = throttle((step: Step) => onProgress({ ...step, jobId: row.id, jobKind: row.input.kind }), clock)
    const context = { jobId: row.id, signal, onStep }
    switch (row.input.kind) {
      case 'copy':
        return runners.copy(row.input, context)
      case 'check':
        return runners.check(row.input, context)
      case 'proof':
        return runners.proof(row.input, context)
      case 'replicate':
        return runners.replicate(row.input, context)
      case 'protect':
        return runners.protect(row.input, context)
      case 'heal':
        return runners.heal(row.input, context)
      case 'retention':
        return runners.retention(row.input, context)
      case 'prune':
        return runners.prune(row.input, context)
      case 'swap':
        return runners.swap(row.input, context)
      case 'database':
        return runners.database(row.input, context)
      case 'drill':
        return runners.drill(row.input, context)
    }
  }

  #recordFailure(row: JobRow, error: unknown): void {
    if (this.#isClosed) return
    const { store } = this.#parts
    const code = codeOf(error)
    const params = isAppError(error) ? error.params : {}
    store.endJob(row.id, code === 'APP_001' ? 'cancelled' : 'failed')
    const where = 'replicaId' in row.input && { replicaId: row.input.replicaId }
    store.commitFact({ kind: 'job-failed', jobId: row.id, jobKind: row.input.kind, code, params, ...where })
  }
}

/** What loses nothing, or little, when it is begun again. */
const CAN_WAIT: ReadonlySet<JobInput['kind']> = new Set(['proof', 'replicate', 'swap'])
const ASIDE = new AppError('APP_001')
/** What takes a whole place for itself. */
const ALONE: ReadonlySet<JobInput['kind']> = new Set(['retention', 'prune', 'heal'])
const LANES: readonly Lane[] = ['near', 'far']

/** The class of an unexpected error and where it arose in our own code; its message may hold a path and stays out of the log. */
function errorClass(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error ? String(error.code) : ''
  return `${error.name} ${code}`.trim()
}
