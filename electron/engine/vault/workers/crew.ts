import { judgePack } from '../check/judge-pack.ts'
import type { SealKey } from '../crypto/seal.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { type Closed, type Packed, Packer, type PackOrder } from '../pack/packer.ts'
import { type OpenedBlob, openBlob } from '../pack/sealed-blob.ts'
import type { BlobType } from '../types.ts'
import type { PackProblem } from './messages.ts'
import { SharedRooms } from './shared-rooms.ts'
import { type Pace, WorkerPool, workersFor } from './worker-pool.ts'

/** Who holds an open pack: a thread, or the caller's own. */
export type Place = number
const HERE: Place = -1
/** So much is done in the caller's own thread before it is worth starting others. */
const ALONE_BYTES = 4 * 1024 ** 2
/** Smaller blobs are copied, or opened, sooner than they are handed over. */
const HANDED_OVER_BYTES = 64 * 1024

export type CrewOptions = { readonly pace?: Pace; readonly workers?: number }

/** Does a vault's CPU work: here while there is little, on threads of its own once there is much. Orders go where they are done soonest. */
export class Crew {
  readonly #key: SealKey
  readonly #packer: Packer
  readonly #pool: WorkerPool
  readonly #rooms = new SharedRooms()
  #doneHereBytes = 0

  constructor(key: SealKey, packTargetBytes: number, { pace = 'full', workers = workersFor(pace) }: CrewOptions) {
    this.#key = key
    this.#packer = new Packer(key, packTargetBytes, false)
    this.#pool = new WorkerPool({ key, packTargetBytes, isPolite: pace === 'polite' }, workers)
  }

  /** Everywhere a pack may be open. */
  get places(): readonly Place[] {
    return [HERE, ...Array.from({ length: this.#pool.size }, (_, at) => at)]
  }

  /** Puts a blob into a pack. The bytes are taken before this returns. Rejects with APP_000 when the thread dies. */
  add(order: PackOrder, bytes: Uint8Array): { readonly place: Place; readonly packed: Packed | Promise<Packed> } {
    if (this.#isDoneHere(bytes.length)) return { place: HERE, packed: this.#packer.add(order, bytes) }
    const place = this.#pool.idlest()
    const room = bytes.length < HANDED_OVER_BYTES ? undefined : this.#rooms.take(bytes.length)
    // A message takes along all the memory that a view looks at, so small bytes get memory of their own.
    const plain = room ?? Uint8Array.from(bytes)
    room?.set(bytes)
    const packed = this.#pool.run<Packed>(place, { kind: 'add', order, plain }, [], bytes.length)
    return { place, packed: room ? packed.finally(() => this.#rooms.giveBack(room)) : packed }
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
    return this.#pool.run(this.#pool.idlest(), { kind: 'open', blob, sealed: own }, [own.buffer], own.length)
  }

  /** As `judgePack`. The bytes are gone for the caller. */
  async judge(pack: IndexedPack, bytes: Uint8Array): Promise<readonly PackProblem[]> {
    if (this.#isDoneHere(bytes.length)) return judgePack(this.#key, pack, bytes)
    const own = owned(bytes)
    return this.#pool.run(this.#pool.idlest(), { kind: 'check', pack, bytes: own }, [own.buffer], own.length)
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
