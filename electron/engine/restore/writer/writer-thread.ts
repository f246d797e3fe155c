import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors/index.ts'
import type { Done, Order, Piece, WriterFailure, WriterReply, WriterRequest, WriterStart } from './orders.ts'

/** Run from source it is the file beside this one; in the app it is a bundle of its own beside the engine's. */
const THREAD = new URL(`./restore-writer.${import.meta.url.endsWith('.ts') ? 'ts' : 'mjs'}`, import.meta.url)
/** Small orders go together: a message costs as much as making a file. */
const ORDERS_TOGETHER = 256
/** A disk that hangs is not waited for longer when a recovery ends early. */
const DISCARD_MS = 10_000

/** What became of an order: `dropped` when the folder above never came to be. */
export type Placed = Omit<Done, 'number'> | { readonly kind: 'dropped' } | { readonly kind: 'absent' }
type Memory = readonly Uint8Array<ArrayBuffer>[]
type Waiting<T> = { readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void }

/**
 * The caller's side of the thread that writes a recovery. Orders are carried out as they were given.
 *
 * Each fails by itself with the system's error or an AppError; all of them with APP_000 when the thread dies, and with the signal's reason.
 */
export class WriterThread {
  readonly #worker: Worker
  readonly #signal: AbortSignal
  readonly #stop = new Int32Array(new SharedArrayBuffer(4))
  readonly #orders = new Map<number, Waiting<Placed>>()
  readonly #jobs = new Map<number, Waiting<Memory>>()
  readonly #onAbort = () => this.#failAll(this.#signal.reason)
  #unsent: Order[] = []
  #soon: NodeJS.Immediate | undefined
  #nextJob = 1
  #failure: { readonly error: unknown } | undefined

  constructor(start: Omit<WriterStart, 'stop'>, signal: AbortSignal) {
    this.#signal = signal
    const workerData: WriterStart = { ...start, stop: this.#stop }
    this.#worker = new Worker(THREAD, { workerData, resourceLimits: { maxYoungGenerationSizeMb: 4 } })
    this.#worker.on('message', (reply: WriterReply) => this.#settle(reply))
    const died = (cause: unknown) => this.#failAll(new AppError('APP_000', {}, { cause }))
    this.#worker.on('error', died)
    this.#worker.on('exit', () => died(new Error('a thread ended')))
    signal.addEventListener('abort', this.#onAbort, { once: true })
    if (signal.aborted) this.#onAbort()
  }

  /** Resolves when it is carried out; files when their last piece is. */
  order(order: Exclude<Order, { readonly kind: 'drop' }>): Promise<Placed> {
    const outcome = new Promise<Placed>((resolve, reject) => {
      this.#orders.set(order.number, { resolve, reject })
    })
    this.#enqueue(order)
    return outcome
  }

  /** The file will get no more pieces: its order fails with this. */
  drop(file: number, error: unknown): void {
    this.#take(file)?.reject(error)
    this.#enqueue({ kind: 'drop', file })
  }

  /** Resolves when the pieces are written, with the memory, which is gone for the caller until then. */
  write(pieces: readonly Piece[], memory: Memory): Promise<Memory> {
    return this.#post(pieces, memory)
  }

  /** Sends what was ordered, now. */
  flush(): void {
    if (this.#unsent.length > 0) this.#post([], []).catch(() => undefined)
  }

  /** Ends the thread. What is not whole by now is removed. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort)
    clearImmediate(this.#soon)
    Atomics.store(this.#stop, 0, 1)
    this.#failure = undefined
    const patience = new AbortController()
    const discarded = this.#request((job) => ({ kind: 'discard', job }), []).catch(() => undefined)
    const late = sleep(DISCARD_MS, undefined, { signal: patience.signal }).catch(() => undefined)
    await Promise.race([discarded, late])
    patience.abort()
    const ended = this.#worker.terminate()
    await Promise.race([ended, sleep(DISCARD_MS, undefined, { ref: false })])
  }

  #enqueue(order: Order): void {
    if (this.#failure) {
      if (order.kind !== 'drop') this.#take(order.number)?.reject(this.#failure.error)
      return
    }
    this.#unsent.push(order)
    if (this.#unsent.length >= ORDERS_TOGETHER) this.flush()
    else this.#flushSoon()
  }

  /** While the thread is at work more orders may come together; its answer sends them. */
  #flushSoon(): void {
    if (this.#jobs.size > 0 || this.#soon || this.#unsent.length === 0) return
    this.#soon = setImmediate(() => {
      this.#soon = undefined
      this.flush()
    })
  }

  #post(pieces: readonly Piece[], memory: Memory): Promise<Memory> {
    const orders = this.#unsent
    this.#unsent = []
    return this.#request((job) => ({ kind: 'work', job, orders, pieces, memory }), memory)
  }

  #request(make: (job: number) => WriterRequest, memory: Memory): Promise<Memory> {
    if (this.#failure) return Promise.reject(this.#failure.error)
    return new Promise((resolve, reject) => {
      const job = this.#nextJob++
      this.#jobs.set(job, { resolve, reject })
      this.#worker.postMessage(
        make(job),
        memory.map(({ buffer }) => buffer),
      )
    })
  }

  #settle({ job, results, memory }: WriterReply): void {
    for (const result of results) {
      const waiting = this.#take(result.number)
      if (result.kind === 'failed') waiting?.reject(errorOf(result.failure))
      else waiting?.resolve(result)
    }
    const waiting = this.#jobs.get(job)
    this.#jobs.delete(job)
    waiting?.resolve(memory)
    this.#flushSoon()
  }

  #take(number: number): Waiting<Placed> | undefined {
    const waiting = this.#orders.get(number)
    this.#orders.delete(number)
    return waiting
  }

  #failAll(error: unknown): void {
    this.#failure ??= { error }
    Atomics.store(this.#stop, 0, 1)
    for (const waiting of [...this.#orders.values(), ...this.#jobs.values()]) waiting.reject(error)
    this.#orders.clear()
    this.#jobs.clear()
  }
}

function errorOf(failure: WriterFailure): Error {
  if ('app' in failure) return new AppError(failure.app)
  if ('other' in failure) return new Error(failure.other)
  return Object.assign(new Error(failure.system), { code: failure.system, syscall: 'write' })
}
