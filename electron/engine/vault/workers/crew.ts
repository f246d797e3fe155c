import type { NativePath } from '#engine/sources/index.ts'
import { judgePack } from '../check/judge-pack.ts'
import type { SealKey } from '../crypto/seal.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { openRun, type RunBlob } from '../pack/open-run.ts'
import { type Closed, type Packed, Packer, type PackOrder } from '../pack/packer.ts'
import { type OpenedBlob, openBlob } from '../pack/sealed-blob.ts'
import type { BlobType } from '../types.ts'
import type { ChunkReading, SmallReading } from './file-orders.ts'
import type { OpenedRun, PackProblem } from './messages.ts'
import { SharedRooms } from './shared-rooms.ts'
import { type Pace, readersFor, WorkerPool, workersFor } from './worker-pool.ts'

/** Who holds an open pack: a thread, or the caller's own. */
export type Place = number
const HERE: Place = -1
/** So much is done in the caller's own thread before it is worth starting others. */
const ALONE_BYTES = 4 * 1024 ** 2
/** Smaller blobs are copied, or opened, sooner than they are handed over. */
const HANDED_OVER_BYTES = 64 * 1024
/** About what a chunk has. */
const CHUNK_BYTES = 1024 ** 2

export type CrewOptions = { readonly pace?: Pace; readonly workers?: number }

/** Does a vault's CPU work: here while there is little, on threads of its own once there is much. Orders go where they are done soonest. */
export class Crew {
  readonly #key: SealKey
  readonly #packer: Packer
  readonly #pool: WorkerPool
  readonly #rooms = new SharedRooms()
  readonly #workers: number
  readonly #readers: number
  #doneHereBytes = 0

  constructor(key: SealKey, packTargetBytes: number, { pace = 'full', workers }: CrewOptions) {
    this.#workers = workers ?? workersFor(pace)
    this.#readers = workers ?? readersFor(pace)
    this.#key = key
    this.#packer = new Packer(key, packTargetBytes, false)
    this.#pool = new WorkerPool(
      { key, packTargetBytes, isPolite: pace === 'polite' },
      Math.max(this.#workers, this.#readers),
    )
  }

  /** Everywhere a pack may be open. */
  get places(): readonly Place[] {
    return [HERE, ...Array.from({ length: this.#pool.size }, (_, at) => at)]
  }

  /** Puts a blob into a pack. The bytes are taken before this returns. Rejects with APP_000 when the thread dies. */
  add(order: PackOrder, bytes: Uint8Array): { readonly place: Place; readonly packed: Packed | Promise<Packed> } {
    const isFolder = order.type === 'tree' && bytes.length < HANDED_OVER_BYTES
    if (isFolder || this.#isDoneHere(bytes.length)) return { place: HERE, packed: this.#packer.add(order, bytes) }
    const place = this.#pool.idlest(this.#workers)
    const room = bytes.length < HANDED_OVER_BYTES ? undefined : this.#rooms.take(bytes.length)
    // A message takes along all the memory that a view looks at, so small bytes get memory of their own.
    const plain = room ?? Uint8Array.from(bytes)
    room?.set(bytes)
    const packed = this.#pool.run<Packed>(place, { kind: 'add', order, plain }, [], bytes.length)
    return { place, packed: room ? packed.finally(() => this.#rooms.giveBack(room)) : packed }
  }

  /** Threads that read files. */
  get readers(): number {
    return this.#readers
  }

  /** True while there is so little to do that a file of this size is read and packed sooner by the caller's own thread. */
  isReadHere(sizeBytes: number): boolean {
    return this.#doneHereBytes + sizeBytes < ALONE_BYTES
  }

  /** Reads files that are one chunk each; `number` is the caller's name for the bytes, which stay with the thread until `keep` or `drop`. */
  readSmall(number: number, paths: readonly NativePath[], sizeBytes: number): [Place, Promise<SmallReading>] {
    const place = this.#pool.idlest(this.#readers)
    return [place, this.#pool.run<SmallReading>(place, { kind: 'read-small', number, paths }, [], sizeBytes)]
  }

  /** Where a big file is best read. */
  readerOf(): Place {
    return this.#pool.idlest(this.#readers)
  }

  /** The next chunk of a file; it stays with the thread until the next order about this file. */
  readChunk(place: Place, number: number, path: NativePath, polynomial: bigint): Promise<ChunkReading> {
    return this.#pool.run(place, { kind: 'read-chunk', number, path, polynomial }, [], CHUNK_BYTES)
  }

  /** Packs some of what a thread has read. */
  keep(place: Place, number: number, blobs: readonly number[], lengthBytes: number): Promise<readonly Packed[]> {
    return this.#pool.run(place, { kind: 'keep', number, blobs }, [], lengthBytes)
  }

  /** What a thread has read is not wanted. */
  drop(place: Place, number: number): void {
    this.#pool.tell(place, { kind: 'drop', number })
  }

  /** Finishes what is open at a place. */
  closePack(place: Place, type: BlobType, headerIv: Uint8Array): Closed | Promise<Closed> {
    if (place === HERE) return this.#packer.close(type, headerIv)
    return this.#pool.run<Closed>(place, { kind: 'close', type, headerIv }, [])
  }

  /** Gives the memory of a pack back to where it came from, once it is written. */
  reuse(place: Place, { buffer }: Uint8Array): void {
    if (buffer instanceof SharedArrayBuffer) this.#pool.reuse(place, buffer)
  }

  /** As `openBlob`. The sealed bytes are gone for the caller. */
  async open(blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>, sealed: Uint8Array): Promise<OpenedBlob> {
    if (sealed.length < HANDED_OVER_BYTES || this.#isDoneHere(sealed.length)) return openBlob(this.#key, blob, sealed)
    const own = owned(sealed)
    return this.#pool.run(
      this.#pool.idlest(this.#workers),
      { kind: 'open', blob, sealed: own },
      [own.buffer],
      own.length,
    )
  }

  /** As `openRun`. The room is gone for the caller; the same memory comes back. */
  async openRun(blobs: readonly RunBlob[], sealed: Uint8Array, room: Uint8Array<ArrayBuffer>): Promise<OpenedRun> {
    const isShared = sealed.buffer instanceof SharedArrayBuffer
    if (!isShared || sealed.length < HANDED_OVER_BYTES || this.#isDoneHere(sealed.length))
      return { damaged: openRun(this.#key, blobs, sealed, room), room }
    const order = { kind: 'open-run', blobs, sealed, room } as const
    return this.#pool.run(this.#pool.idlest(this.#workers), order, [room.buffer], sealed.length)
  }

  /** As `judgePack`. The bytes are gone for the caller, unless their memory is shared. */
  async judge(pack: IndexedPack, bytes: Uint8Array): Promise<readonly PackProblem[]> {
    if (this.#isDoneHere(bytes.length)) return judgePack(this.#key, pack, bytes)
    const order = { kind: 'check', pack } as const
    const thread = this.#pool.idlest(this.#workers)
    if (bytes.buffer instanceof SharedArrayBuffer) return this.#pool.run(thread, { ...order, bytes }, [], bytes.length)
    const own = owned(bytes)
    return this.#pool.run(thread, { ...order, bytes: own }, [own.buffer], own.length)
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  #isDoneHere(bytes: number): boolean {
    if (this.#doneHereBytes >= ALONE_BYTES) return false
    this.#doneHereBytes += bytes
    return true
  }
}

/** Bytes whose memory holds nothing else, so that it may be given away. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length
    ? new Uint8Array(buffer)
    : Uint8Array.from(bytes)
}
