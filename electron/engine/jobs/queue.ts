import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { type JobId, jobIdSchema, type Progress } from '#shared/domain/index.ts'
import { AppError, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { isSameWork, type JobInput, type JobRow, type JobRunners, type JobStore, type Step } from './job.ts'
import { throttle } from './throttle.ts'

export type QueueParts = {
  readonly store: JobStore
  readonly runners: JobRunners
  readonly onProgress: (progress: Progress) => void
  /** A piece of work is over, however it ended, and the next may have begun. */
  readonly onEnd?: () => void
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/**
 * Durable work, one piece at a time: a row first, then the run. What a crash interrupted is run again at the next start.
 * A copy goes before everything that waits, and proofs and replicas under way make room for it.
 */
export class JobQueue {
  readonly #parts: QueueParts
  readonly #waiting: JobRow[] = []
  #running: { row: JobRow; stop: AbortController; ended: Promise<void> } | undefined
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
    if (this.#running?.row.id === id) this.#running.stop.abort(new AppError('APP_001'))
    const at = this.#waiting.findIndex((row) => row.id === id)
    if (at >= 0) {
      this.#waiting.splice(at, 1)
      this.#parts.store.endJob(id, 'cancelled')
    }
  }

  unfinished(): readonly JobRow[] {
    return this.#running === undefined ? this.#waiting : [this.#running.row, ...this.#waiting]
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    await this.#gate
    while (this.#running !== undefined) await this.#running.ended
  }

  /** Stops the running work without ending its row, so that the next start resumes it. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#waiting.length = 0
    const running = this.#running
    running?.stop.abort(new AppError('APP_001'))
    await this.#gate
    await running?.ended
  }

  /** Puts long work aside that goes on later where it was: a copy must not wait for hours. */
  #makeWay(): void {
    if (this.#running && CAN_WAIT.has(this.#running.row.input.kind)) this.#running.stop.abort(ASIDE)
  }

  #next(): void {
    if (this.#running !== undefined || this.#isClosed) return
    const first = this.#waiting.findIndex(({ input }) => input.kind === 'copy')
    const [row] = this.#waiting.splice(Math.max(0, first), 1)
    if (row === undefined) return
    const stop = new AbortController()
    this.#running = { row, stop, ended: this.#run(row, stop.signal) }
  }

  async #run(row: JobRow, signal: AbortSignal): Promise<void> {
    const { store, log } = this.#parts
    // At least one turn later, so that whoever asked holds the job's id before its first fact is told.
    await this.#gate
    const jobKind = row.input.kind
    try {
      signal.throwIfAborted()
      store.startJob(row.id)
      store.commitFact({ kind: 'job-started', jobId: row.id, jobKind, isResumed: row.isResumed })
      await this.#work(row, signal)
      store.endJob(row.id, 'done')
    } catch (error) {
      if (signal.reason === ASIDE && !this.#isClosed) {
        this.#waiting.unshift({ ...row, isResumed: true })
        return
      }
      log.warn('job.failed', {
        jobId: row.id,
        jobKind,
        code: codeOf(error),
        detail: isAppError(error) ? '' : errorClass(error),
      })
      this.#recordFailure(row, error)
    } finally {
      this.#running = undefined
      this.#next()
      if (!this.#isClosed) this.#parts.onEnd?.()
    }
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
      case 'retention':
        return runners.retention(row.input, context)
      case 'prune':
        return runners.prune(row.input, context)
    }
  }

  #recordFailure(row: JobRow, error: unknown): void {
    if (this.#isClosed) return
    const { store } = this.#parts
    const code = codeOf(error)
    const params = isAppError(error) ? error.params : {}
    store.endJob(row.id, code === 'APP_001' ? 'cancelled' : 'failed')
    store.commitFact({ kind: 'job-failed', jobId: row.id, jobKind: row.input.kind, code, params })
  }
}

/** What loses nothing, or little, when it is begun again. */
const CAN_WAIT: ReadonlySet<JobInput['kind']> = new Set(['proof', 'replicate'])
const ASIDE = new AppError('APP_001')

/** The class of an unexpected error and where it arose in our own code; its message may hold a path and stays out of the log. */
function errorClass(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error ? String(error.code) : ''
  return `${error.name} ${code}`.trim()
}
