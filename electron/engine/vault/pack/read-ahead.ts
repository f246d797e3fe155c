import type { Backend } from '#engine/backends/index.ts'
import type { BlobLocation } from '../index/blob-index.ts'

/** Bigger blobs are read alone: for them a call more costs nothing. */
export const SMALL_BYTES = 64 * 1024
const WINDOW_BYTES = 512 * 1024
/** So close after the last small blob of a pack, the next ones will be wanted too. */
const NEAR_BYTES = 128 * 1024
const WINDOWS = 4

type Place = Pick<BlobLocation, 'packId' | 'offset' | 'length'>
type Window = { readonly packId: string; readonly offset: number; readonly bytes: Promise<Uint8Array | undefined> }

/** Reads sealed blobs; small ones that lie one after the other come in one call, as notes and folders do in a recovery. */
export class ReadAhead {
  readonly #backend: Backend
  readonly #windows: Window[] = []
  /** Where the last small blob of a pack ended. */
  readonly #ends = new Map<string, number>()

  constructor(backend: Backend) {
    this.#backend = backend
  }

  /** The bytes at a place as the backend gives them; whoever opens them sees whether they are whole. */
  async read(place: Place): Promise<Uint8Array | undefined> {
    if (place.length > SMALL_BYTES) return this.#readAlone(place)
    const window = this.#windowFor(place)
    this.#noteEnd(place)
    if (!window) return this.#readAlone(place)
    const from = place.offset - window.offset
    const bytes = (await window.bytes)?.subarray(from, from + place.length)
    // A window that came short says nothing of this blob.
    return bytes?.length === place.length ? bytes : this.#readAlone(place)
  }

  /** What was read ahead of a pack is not trusted any more. */
  forget(packId: string): void {
    for (let at = this.#windows.length - 1; at >= 0; at -= 1)
      if (this.#windows[at]?.packId === packId) this.#windows.splice(at, 1)
  }

  #readAlone({ packId, offset, length }: Place): Promise<Uint8Array | undefined> {
    return this.#backend.read({ kind: 'pack', name: packId }, { offset, length })
  }

  #windowFor({ packId, offset, length }: Place): Window | undefined {
    const known = this.#windows.find(
      (window) =>
        window.packId === packId && offset >= window.offset && offset + length <= window.offset + WINDOW_BYTES,
    )
    if (known) return known
    const end = this.#ends.get(packId)
    if (end === undefined || offset < end || offset > end + NEAR_BYTES) return undefined
    const range = { offset, length: WINDOW_BYTES }
    // A failure is nobody's yet: the blob is read alone then, and that failure is told.
    const bytes = this.#backend.read({ kind: 'pack', name: packId }, range).catch(() => undefined)
    const window = { packId, offset, bytes }
    this.#windows.push(window)
    if (this.#windows.length > WINDOWS) this.#windows.shift()
    return window
  }

  #noteEnd({ packId, offset, length }: Place): void {
    this.#ends.delete(packId)
    this.#ends.set(packId, offset + length)
    const [oldest] = this.#ends.keys()
    if (this.#ends.size > WINDOWS && oldest !== undefined) this.#ends.delete(oldest)
  }
}
