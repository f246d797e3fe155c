import type { NativePath } from './facts.ts'
import { NUMBERS_PER_STATS, putStats, type RawStats, statsAt } from './stats.ts'

/** What the system said, in a form that can go from one thread to another. */
export type SystemFailure = { readonly code: string; readonly syscall: string }

/** Listings of some folders, one after the other, as a thread hands them over: columns, because thousands of small objects would be dear. */
export type ListingBatch = {
  readonly folders: readonly {
    readonly key: string
    readonly entries: number
    readonly failure: SystemFailure | undefined
  }[]
  readonly names: Uint8Array
  /** Where each name ends in `names`. */
  readonly ends: Uint32Array
  readonly stats: BigInt64Array
  /** 1 for a folder whose own listing follows. */
  readonly isAhead: Uint8Array
  readonly failures: readonly (readonly [entry: number, failure: SystemFailure])[]
}

export type ListedEntry = {
  readonly name: Uint8Array
  readonly stats: RawStats | SystemFailure
  /** True for a folder that is being listed ahead already. */
  readonly isAhead: boolean
}
export type Listing = { readonly key: string; readonly entries: readonly ListedEntry[] | SystemFailure }

/** Tells any two paths apart. */
export const pathKey = (path: NativePath): string => (typeof path === 'string' ? path : path.toString('latin1'))

export function systemFailureOf(error: unknown): SystemFailure {
  if (error instanceof Error && 'code' in error && 'syscall' in error)
    return { code: String(error.code), syscall: String(error.syscall) }
  throw error
}

export function throwSystemFailure({ code, syscall }: SystemFailure): never {
  throw Object.assign(new Error(`${code}: ${syscall}`), { code, syscall })
}

/** Gathers listings for a batch. */
export class ListingWriter {
  readonly #folders: { key: string; entries: number; failure: SystemFailure | undefined }[] = []
  readonly #names: Uint8Array[] = []
  readonly #stats: (RawStats | undefined)[] = []
  readonly #ahead: number[] = []
  readonly #failures: (readonly [number, SystemFailure])[] = []

  get entries(): number {
    return this.#names.length
  }

  get folders(): number {
    return this.#folders.length
  }

  folder(path: NativePath, failure: SystemFailure | undefined): void {
    this.#folders.push({ key: pathKey(path), entries: 0, failure })
  }

  /** An entry of the folder begun last. */
  entry(name: Uint8Array, stats: RawStats | SystemFailure, isAhead: boolean): void {
    const folder = this.#folders.at(-1)
    if (folder) folder.entries++
    if (isAhead) this.#ahead.push(this.#names.length)
    const isFailure = 'syscall' in stats
    if (isFailure) this.#failures.push([this.#names.length, stats])
    this.#names.push(name)
    this.#stats.push(isFailure ? undefined : stats)
  }

  /** The batch, and the memory in it that may be handed over. */
  finish(): { readonly batch: ListingBatch; readonly memory: readonly ArrayBuffer[] } {
    const names = new Uint8Array(this.#names.reduce((sum, name) => sum + name.length, 0))
    const ends = new Uint32Array(this.#names.length)
    const stats = new BigInt64Array(this.#names.length * NUMBERS_PER_STATS)
    const isAhead = new Uint8Array(this.#names.length)
    let end = 0
    for (const [at, name] of this.#names.entries()) {
      names.set(name, end)
      end += name.length
      ends[at] = end
      const known = this.#stats[at]
      if (known) putStats(stats, at, known)
    }
    for (const at of this.#ahead) isAhead[at] = 1
    const batch = { folders: this.#folders, names, ends, stats, isAhead, failures: this.#failures }
    return { batch, memory: [names.buffer, ends.buffer, stats.buffer, isAhead.buffer] }
  }
}

/** The listings of a batch, in the order they were made. */
export function* listingsOf(batch: ListingBatch): Generator<Listing, void, undefined> {
  const { names, ends, stats, isAhead } = batch
  const failures = new Map(batch.failures)
  let at = 0
  for (const { key, entries: count, failure } of batch.folders) {
    const entries: ListedEntry[] = []
    for (const end = at + count; at < end; at++)
      entries.push({
        name: names.slice(ends[at - 1] ?? 0, ends[at]),
        stats: failures.get(at) ?? statsAt(stats, at),
        isAhead: isAhead[at] === 1,
      })
    yield { key, entries: failure ?? entries }
  }
}
