import { AppError } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { IV_BYTES } from '../crypto/seal.ts'
import { writeDocument } from '../documents.ts'
import { idOf } from '../format/ids.ts'
import { encodeIndex, type IndexedPack } from '../format/index-file.ts'
import type { BlobIndex } from '../index/blob-index.ts'
import type { BlobType, Id, QueuedBlob, SavedBlob } from '../types.ts'
import type { Place } from '../workers/index.ts'
import type { Closed, FinishedPack, Packed, PackFailure } from './packer.ts'

const PACKS_IN_FLIGHT = 2
/** Plain bytes that may wait for a thread. */
const WAITING_BYTES = 16 * 1024 ** 2

/** A blob that is in no durable pack yet. `place` holds its pack; undefined once the pack is on its way. */
type Pending = { readonly lengthBytes: number; place: Place | undefined }
type Outgoing = { readonly full: FinishedPack; readonly place: Place }

/**
 * Stores new blobs: has them sealed into growing packs, writes full packs in the background, and names them in index files.
 *
 * After a failure everything that did not become durable is forgotten, so that saving it again stores it again.
 */
export class BlobWriter {
  readonly #core: VaultCore
  readonly #index: BlobIndex
  readonly #pending: Readonly<Record<BlobType, Map<Id, Pending>>> = { data: new Map(), tree: new Map() }
  /** Blobs that a thread has not packed yet. */
  readonly #packing = new Set<Promise<void>>()
  #packingBytes = 0
  /** Finished packs that wait for one of the few places on the way. */
  readonly #outgoing: Outgoing[] = []
  readonly #inFlight = new Set<Promise<void>>()
  #unindexed: IndexedPack[] = []
  #unindexedBlobs = 0
  readonly #onNamed: (indexFile: Id) => void
  #failure: { readonly error: unknown } | undefined

  /** `onNamed` hears of each index file that was written. */
  constructor(core: VaultCore, index: BlobIndex, onNamed: (indexFile: Id) => void) {
    this.#core = core
    this.#index = index
    this.#onNamed = onNamed
  }

  pendingLengthBytes(type: BlobType, id: Id): number | undefined {
    const pending = this.#pending[type]
    // Where nothing waits, as while nothing changed, even the hash of the id is not computed.
    return pending.size === 0 ? undefined : pending.get(id)?.lengthBytes
  }

  async save(type: BlobType, bytes: Uint8Array): Promise<SavedBlob> {
    const { id, isNew, stored } = await this.queue(type, bytes)
    return { id, isNew, storedBytes: await stored }
  }

  /** Resolves as soon as the bytes are taken. */
  async queue(type: BlobType, bytes: Uint8Array): Promise<QueuedBlob> {
    const id = idOf(bytes)
    if (!this.#isKnown(type, id)) await this.room()
    this.throwFailure()
    if (this.#isKnown(type, id)) return { id, isNew: false, stored: Promise.resolve(0) }
    // From here to the end nothing waits, so that savers at the same time cannot pass the limit together.
    const { random, crew } = this.#core
    const order = { type, id, iv: random.bytes(IV_BYTES), headerIv: random.bytes(IV_BYTES) }
    const { place, packed } = crew.add(order, bytes)
    this.#pending[type].set(id, { lengthBytes: bytes.length, place })
    const stored =
      packed instanceof Promise
        ? this.#follow(place, packed, bytes.length, (each) => this.#packed(type, place, each))
        : this.#packed(type, place, packed)
    return { id, isNew: true, stored: Promise.resolve(stored) }
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.#isCrowded()) await Promise.race([...this.#inFlight, ...this.#packing])
  }

  /** True when a blob that a thread has read is new; it counts as saved from now on, so the thread has to pack it. */
  claim(type: BlobType, id: Id, lengthBytes: number, place: Place): boolean {
    if (this.#isKnown(type, id)) return false
    this.#pending[type].set(id, { lengthBytes, place })
    return true
  }

  /** Follows how a thread packs claimed blobs; what each takes in its pack. */
  follow(type: BlobType, place: Place, packing: Promise<readonly Packed[]>, bytes: number): Promise<readonly number[]> {
    return this.#follow(place, packing, bytes, (all) => {
      const full = all.filter((packed) => packed.kind === 'packed')
      const storedBytes = full.map((packed) => this.#packed(type, place, packed))
      for (const packed of all) if (packed.kind === 'failed') this.#lose(type, packed)
      return storedBytes
    })
  }

  /** All that was saved is durable and named by an index file when this resolves; otherwise it throws what went wrong first. */
  async flush(): Promise<void> {
    while (this.#packing.size > 0) await Promise.race(this.#packing)
    const { crew, random } = this.#core
    for (const place of crew.places)
      for (const type of ['data', 'tree'] as const) {
        if (!this.#isOpen(type, place)) continue
        try {
          this.#closed(type, place, await crew.closePack(place, type, random.bytes(IV_BYTES)))
        } catch (error) {
          this.#loseAllAt(place, error)
        }
      }
    while (this.#inFlight.size > 0) await Promise.race(this.#inFlight)
    // Packs that made it are worth naming even after a failure: the next run finds their blobs.
    await this.#writeIndex().catch((error: unknown) => this.#fail(error))
    this.throwFailure()
  }

  /** Forgets packs that were written and could not be named; true when there were any. The index still knows them. */
  forgetUnnamed(): boolean {
    const hadAny = this.#unindexed.length > 0
    this.#unindexed = []
    this.#unindexedBlobs = 0
    return hadAny
  }

  #isCrowded(): boolean {
    return this.#inFlight.size >= PACKS_IN_FLIGHT || this.#outgoing.length > 0 || this.#packingBytes >= WAITING_BYTES
  }

  #isKnown(type: BlobType, id: Id): boolean {
    return this.#pending[type].has(id) || this.#index.has(type, id)
  }

  #isOpen(type: BlobType, place: Place): boolean {
    for (const pending of this.#pending[type].values()) if (pending.place === place) return true
    return false
  }

  #follow<A, R>(place: Place, packing: Promise<A>, lengthBytes: number, take: (packed: A) => R): Promise<R> {
    this.#packingBytes += lengthBytes
    const stored = packing.then(take, (error: unknown) => {
      this.#loseAllAt(place, error)
      throw error
    })
    const settled = () => {
      this.#packingBytes -= lengthBytes
      this.#packing.delete(done)
    }
    // Whoever does not ask hears of a failure from the next `queue` or `flush`.
    const done: Promise<void> = stored.then(settled, settled)
    this.#packing.add(done)
    return stored
  }

  #packed(type: BlobType, place: Place, packed: Packed): number {
    if (packed.kind === 'failed') return this.#lose(type, packed)
    if (packed.full) this.#send({ full: packed.full, place })
    return packed.storedBytes
  }

  #closed(type: BlobType, place: Place, closed: Closed): void {
    if (closed.kind === 'failed') this.#lose(type, closed)
    else if (closed.full) this.#send({ full: closed.full, place })
  }

  /** Blobs of a pack that could not be finished are nobody's any more. */
  #lose(type: BlobType, { code, lost }: PackFailure): never {
    for (const id of lost) this.#pending[type].delete(id)
    const error = new AppError(code)
    this.#fail(error)
    throw error
  }

  /** A thread died, and its open packs with it. */
  #loseAllAt(place: Place, error: unknown): void {
    for (const pending of Object.values(this.#pending))
      for (const [id, blob] of pending) if (blob.place === place) pending.delete(id)
    this.#fail(error)
  }

  #send(outgoing: Outgoing): void {
    for (const { type, id } of outgoing.full.pack.blobs) {
      const pending = this.#pending[type].get(id)
      if (pending) pending.place = undefined
    }
    this.#outgoing.push(outgoing)
    this.#sendMore()
  }

  #sendMore(): void {
    const next = this.#inFlight.size < PACKS_IN_FLIGHT ? this.#outgoing.shift() : undefined
    if (!next) return
    const { full, place } = next
    const sending: Promise<void> = this.#write(full)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#forget(full.pack)
        this.#core.crew.reuse(place, full.bytes)
        this.#inFlight.delete(sending)
        this.#sendMore()
      })
    this.#inFlight.add(sending)
  }

  async #write({ pack, bytes }: FinishedPack): Promise<void> {
    await this.#core.backend.write({ kind: 'pack', name: pack.id }, bytes)
    this.#index.addPack(pack)
    if (this.#unindexedBlobs + pack.blobs.length > this.#core.maxIndexBlobs) await this.#writeIndex()
    this.#unindexed.push(pack)
    this.#unindexedBlobs += pack.blobs.length
  }

  async #writeIndex(): Promise<void> {
    const packs = this.#unindexed
    if (packs.length === 0) return
    this.#unindexed = []
    this.#unindexedBlobs = 0
    try {
      this.#onNamed(await writeDocument(this.#core, 'index', encodeIndex(packs)))
    } catch (error) {
      this.#unindexed.push(...packs)
      this.#unindexedBlobs += packs.reduce((sum, pack) => sum + pack.blobs.length, 0)
      throw error
    }
  }

  #forget({ blobs }: IndexedPack): void {
    for (const { type, id } of blobs) this.#pending[type].delete(id)
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
  }

  /** Tells what went wrong in the background since it was last told. */
  throwFailure(): void {
    const failure = this.#failure
    if (!failure) return
    this.#failure = undefined
    throw failure.error
  }
}
