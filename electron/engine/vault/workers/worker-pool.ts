import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors/index.ts'
import type { WorkerOrder, WorkerReply, WorkerRequest, WorkerStart } from './messages.ts'

/** Run from source it is the file beside this one; in the app it is a bundle of its own beside the engine's. */
const WORKER = new URL(`./vault-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'mjs'}`, import.meta.url)
const MOST_WORKERS = 4
const CLOSE_MS = 5_000
/** Each holds a pack and some chunks, and more do not keep a disk busier. */
const MOST_READERS = 3

/** `full` takes every core, the caller's own thread counted; `polite` leaves the computer to the people who work on it. */
export type Pace = 'full' | 'polite'

/** Threads of one pace on this computer. Packs of a thread take some 40 MB, so there is an end to them. */
export function workersFor(pace: Pace): number {
  // The caller's own thread reads, cuts and hashes meanwhile, which is a core's work.
  return pace === 'polite' ? 1 : Math.max(1, Math.min(availableParallelism() - 1, MOST_WORKERS))
}

/** Threads that read files and pack what they read: there is little left to do for the caller's own thread then. */
export function readersFor(pace: Pace): number {
  return pace === 'polite' ? 1 : Math.max(1, Math.min(availableParallelism(), MOST_READERS))
}

type Waiting = {
  readonly bytes: number
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: AppError) => void
}

/**
 * Threads that do a vault's CPU work. They start with the first order, keep the process alive only while they work,
 * and end with `close`. A thread that dies fails everything it was asked with APP_000; the next order starts another.
 */
export class WorkerPool {
  readonly #start: WorkerStart
  readonly #threads: (Thread | undefined)[]
  constructor(start: WorkerStart, workers: number) {
    this.#start = start
    this.#threads = Array.from({ length: Math.max(1, workers) })
  }

  get size(): number {
    return this.#threads.length
  }

  /** The thread with the least to do, among the first so many; the first ones first, so that little work makes few packs. */
  idlest(among: number): number {
    let best = 0
    const load = (at: number) => this.#threads[at]?.busyBytes ?? 0
    for (let at = 1; at < among; at += 1) if (load(at) < load(best)) best = at
    return best
  }

  /** Runs an order on a thread. `memory` is gone for the caller; `bytes` says how long it will take. */
  run<A>(thread: number, order: WorkerOrder, memory: readonly ArrayBuffer[], bytes = 0): Promise<A> {
    keepYoungMemorySmall()
    let running = this.#threads[thread]
    if (!running || running.isEnded) {
      running = new Thread(this.#start)
      this.#threads[thread] = running
      const started = running
      void started.ended.then(() => {
        if (this.#threads[thread] === started) this.#threads[thread] = undefined
      })
    }
    return running.run(order, memory, bytes) as Promise<A>
  }

  /** Gives a thread memory for its next pack. */
  reuse(thread: number, room: SharedArrayBuffer): void {
    this.tell(thread, { kind: 'reuse', room })
  }

  /** An order that is not answered; a thread that ended needs it no more. */
  tell(thread: number, order: WorkerOrder): void {
    this.#threads[thread]?.tell(order)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread?.close()))
  }
}

let isSmall = false

/**
 * Much work makes many small things that live for a moment. V8 would give them ever more room, 50 MB in the end, and be no faster for it.
 * The flag only says how that room grows, so it may come late.
 */
function keepYoungMemorySmall(): void {
  if (!isSmall) setFlagsFromString('--semi-space-growth-factor=1')
  isSmall = true
}

class Thread {
  readonly ended: Promise<void>
  isEnded = false
  busyBytes = 0
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #nextJob = 1
  #cause: unknown

  constructor(start: WorkerStart) {
    this.#worker = new Worker(WORKER, { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: 4 } })
    this.#worker.unref()
    this.#worker.on('message', ({ job, answer }: WorkerReply) => {
      this.#settle(job)?.resolve(answer)
    })
    this.#worker.on('error', (error) => {
      this.#cause = error
    })
    this.ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.isEnded = true
        for (const job of [...this.#waiting.keys()])
          this.#settle(job)?.reject(new AppError('APP_000', {}, { cause: this.#cause ?? new Error('a thread ended') }))
        resolve()
      })
    })
  }

  run(order: WorkerOrder, memory: readonly ArrayBuffer[], bytes: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const job = this.#nextJob++
      this.#waiting.set(job, { bytes, resolve, reject })
      this.busyBytes += bytes
      this.#worker.ref()
      this.#post({ job, order }, memory)
    })
  }

  tell(order: WorkerOrder): void {
    this.#post({ job: 0, order }, [])
  }

  /** A thread inside a call of the system that hangs, on a drive that is gone, ends when the call does: nobody waits for that. */
  async close(): Promise<void> {
    const patience = new AbortController()
    const tooLong = sleep(CLOSE_MS, undefined, { signal: patience.signal }).catch(() => undefined)
    await Promise.race([this.#worker.terminate().then(() => this.ended), tooLong])
    patience.abort()
  }

  #post(request: WorkerRequest, memory: readonly ArrayBuffer[]): void {
    this.#worker.postMessage(request, memory)
  }

  #settle(job: number): Waiting | undefined {
    const waiting = this.#waiting.get(job)
    this.#waiting.delete(job)
    this.busyBytes -= waiting?.bytes ?? 0
    if (this.#waiting.size === 0) this.#worker.unref()
    return waiting
  }
}
