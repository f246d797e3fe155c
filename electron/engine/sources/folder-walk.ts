import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors/index.ts'
import type { NativePath } from './facts.ts'
import { type ListedEntry, type Listing, listingsOf, pathKey, throwSystemFailure } from './listing.ts'
import type { WalkOrder, WalkReply, WalkStart } from './walk-thread.ts'

/** Run from source it is the file beside this one; in the app it is a bundle of its own beside the engine's. */
const THREAD = new URL(`./walk-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'mjs'}`, import.meta.url)

/** A folder, and where it stands in the copy. */
export type WalkPlace = { readonly path: NativePath; readonly names: readonly Uint8Array[] }

type Waiting = { readonly resolve: (reply: WalkReply) => void; readonly reject: (error: unknown) => void }

/**
 * Lists folders on a thread that goes ahead, depth first in the order of a copy, as they will be asked for.
 *
 * One question at a time. A drive that hangs holds up that thread alone: `signal` ends every wait. `close` ends the thread.
 */
export class FolderWalk {
  readonly #thread: Worker
  readonly #signal: AbortSignal
  readonly #arrived: WalkReply[] = []
  #waiting: Waiting | undefined
  #failure: AppError | undefined
  /** Listings that came ahead and were not asked for yet. */
  #ahead: Iterator<Listing> = [].values()
  #root: string | undefined
  #walk = 0
  #isListing = false

  constructor(start: WalkStart, signal: AbortSignal) {
    this.#signal = signal
    this.#thread = new Worker(THREAD, { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: 4 } })
    this.#thread.unref()
    this.#thread.on('message', (reply: WalkReply) => {
      this.#arrived.push(reply)
      this.#settle()
    })
    const fail = (cause: unknown) => {
      this.#failure ??= new AppError('APP_000', {}, { cause })
      this.#settle()
    }
    this.#thread.on('error', fail)
    this.#thread.on('exit', () => fail(new Error('the thread that lists folders ended')))
    signal.addEventListener('abort', this.#settle)
  }

  /** What is in a folder, in the order of a copy. `isAhead` as the listing above said. Throws the system's error. */
  async list(place: WalkPlace, isAhead: boolean): Promise<readonly ListedEntry[]> {
    const key = pathKey(place.path)
    const listing = (isAhead && (await this.#takeAhead(key))) || (await this.#ask(place, key))
    if ('code' in listing.entries) throwSystemFailure(listing.entries)
    return listing.entries
  }

  /** Counts the files below a folder; what cannot be read counts nothing. */
  async count(
    place: WalkPlace,
    passOver: readonly string[],
  ): Promise<{ readonly files: number; readonly bytes: number }> {
    this.#tell({ kind: 'count', place, passOver })
    for (;;) {
      const reply = await this.#next()
      if (reply.kind === 'counted') return reply
    }
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#settle)
    // Not waited for: a thread inside a call that hangs ends when the call does.
    void this.#thread.terminate()
  }

  async #ask(place: WalkPlace, key: string): Promise<Listing> {
    const isInside = this.#root !== undefined && key.startsWith(this.#root)
    if (!isInside) {
      this.#walk++
      this.#root = key
      this.#isListing = true
      this.#ahead = [].values()
      this.#tell({ kind: 'walk', walk: this.#walk, place })
      const first = await this.#takeAhead(key)
      if (first) return first
    }
    this.#tell({ kind: 'list', path: place.path })
    const kept: WalkReply[] = []
    for (;;) {
      const reply = await this.#next()
      if (reply.kind !== 'listed') {
        kept.push(reply)
        continue
      }
      this.#arrived.unshift(...kept)
      for (const listing of listingsOf(reply.batch)) return listing
    }
  }

  /** The listing of a folder among those that come ahead; whatever came before it was not wanted. */
  async #takeAhead(key: string): Promise<Listing | undefined> {
    for (;;) {
      for (let next = this.#ahead.next(); !next.done; next = this.#ahead.next())
        if (next.value.key === key) return next.value
      if (!this.#isListing) return undefined
      const reply = await this.#next()
      if (reply.kind !== 'batch' || reply.walk !== this.#walk) continue
      this.#ahead = listingsOf(reply.batch)
      this.#isListing = !reply.isLast
      if (this.#isListing) this.#tell({ kind: 'more' })
    }
  }

  #tell(order: WalkOrder): void {
    this.#thread.postMessage(order)
  }

  #next(): Promise<WalkReply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#thread.ref()
      this.#settle()
    })
  }

  readonly #settle = (): void => {
    const waiting = this.#waiting
    if (!waiting) return
    const reply = this.#arrived.shift()
    if (!reply && !this.#failure && !this.#signal.aborted) return
    this.#waiting = undefined
    this.#thread.unref()
    if (this.#signal.aborted) waiting.reject(this.#signal.reason)
    else if (reply) waiting.resolve(reply)
    else waiting.reject(this.#failure)
  }
}
