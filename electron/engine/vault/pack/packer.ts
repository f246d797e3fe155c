import { release } from '#engine/kernel/index.ts'
import { type Code, codeOf } from '#shared/errors/index.ts'
import type { SealKey } from '../crypto/seal.ts'
import type { IndexedPack } from '../format/index-file.ts'
import { headerEntryBytes } from '../format/pack-header.ts'
import type { BlobType, Id } from '../types.ts'
import { PackBuilder } from './pack-builder.ts'
import { compressBlob } from './sealed-blob.ts'

/** One blob to be put into a pack; both IVs fresh. `headerIv` is used if this blob closes its pack. */
export type PackOrder = {
  readonly type: BlobType
  readonly id: Id
  readonly iv: Uint8Array
  readonly headerIv: Uint8Array
}
/** A pack that was proven and waits to be written. */
export type FinishedPack = { readonly pack: IndexedPack; readonly bytes: Uint8Array }
/** `lost`: blobs that will be in no pack because theirs could not be finished. */
export type PackFailure = { readonly kind: 'failed'; readonly code: Code; readonly lost: readonly Id[] }
export type Packed =
  | { readonly kind: 'packed'; readonly storedBytes: number; readonly full: FinishedPack | undefined }
  | PackFailure
export type Closed = { readonly kind: 'closed'; readonly full: FinishedPack | undefined } | PackFailure

/** A chunk that crosses the target, and the header. */
const MOST_OVER_TARGET_BYTES = 10 * 1024 ** 2
/** So much always comes fresh from the system, which gives a page only when it is touched; less may come zeroed, page by page, from what is free already. */
const UNTOUCHED_FROM_BYTES = 33 * 1024 ** 2

/** Seals blobs into growing packs, one of each type: all the CPU work of storing, for this thread or for one of its own. Waits for nothing. */
export class Packer {
  readonly #key: SealKey
  readonly #packTargetBytes: number
  readonly #open: Partial<Record<BlobType, PackBuilder>> = {}
  /** Memory of packs that were written, for the next ones. */
  readonly #rooms: SharedArrayBuffer[] = []
  readonly #sharesMemory: boolean

  /**
   * `sharesMemory`: packs are made in memory that another thread can read. Memory that changes hands instead counts as new garbage
   * on both sides, and each time brings the collector round.
   */
  constructor(key: SealKey, packTargetBytes: number, sharesMemory: boolean) {
    this.#key = key
    this.#sharesMemory = sharesMemory
    this.#packTargetBytes = packTargetBytes
  }

  add({ type, id, iv, headerIv }: PackOrder, plain: Uint8Array): Packed {
    try {
      const content = compressBlob(type, plain)
      const pack = this.#open[type] ?? new PackBuilder(type, this.#room())
      this.#open[type] = pack
      const blob = pack.seal(this.#key, iv, id, content)
      if (content.content !== plain) release(content.content)
      const full = pack.isFull(this.#packTargetBytes) ? this.#finish(type, headerIv) : undefined
      return { kind: 'packed', storedBytes: blob.length + headerEntryBytes(blob), full }
    } catch (error) {
      return this.#failed(error, type, id)
    }
  }

  /** Finishes the open pack of a type, if there is one. */
  close(type: BlobType, headerIv: Uint8Array): Closed {
    try {
      return { kind: 'closed', full: this.#finish(type, headerIv) }
    } catch (error) {
      return this.#failed(error, type)
    }
  }

  /** Gives the memory of a written pack back. */
  reuse(room: SharedArrayBuffer): void {
    this.#rooms.push(room)
  }

  /** Memory that is never touched costs nothing, so it is enough for nearly every pack from the start. */
  #room(): SharedArrayBuffer | undefined {
    if (!this.#sharesMemory) return undefined
    return (
      this.#rooms.pop() ??
      new SharedArrayBuffer(Math.max(this.#packTargetBytes + MOST_OVER_TARGET_BYTES, UNTOUCHED_FROM_BYTES))
    )
  }

  #finish(type: BlobType, headerIv: Uint8Array): FinishedPack | undefined {
    const finished = this.#open[type]?.finishAtOnce(this.#key, headerIv)
    delete this.#open[type]
    return finished
  }

  #failed(error: unknown, type: BlobType, ...ids: Id[]): PackFailure {
    const lost = [...(this.#open[type]?.blobs ?? []).map((blob) => blob.id), ...ids]
    delete this.#open[type]
    return { kind: 'failed', code: codeOf(error), lost }
  }
}
