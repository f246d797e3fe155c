import type { VaultCore } from '../core.ts'
import { IV_BYTES } from '../crypto/seal.ts'
import { writeDocument } from '../documents.ts'
import { idOf } from '../format/ids.ts'
import { encodeIndex, type IndexedPack } from '../format/index-file.ts'
import { headerEntryBytes } from '../format/pack-header.ts'
import type { BlobIndex } from '../index/blob-index.ts'
import type { BlobType, Id, SavedBlob } from '../types.ts'
import { PackBuilder } from './pack-builder.ts'
import { sealBlob } from './sealed-blob.ts'

const PACKS_IN_FLIGHT = 2

/**
 * Stores new blobs: seals them into growing packs, writes full packs in the background, and names them in index files.
 *
 * After a failure everything that did not become durable is forgotten, so that saving it again stores it again.
 */
export class BlobWriter {
  readonly #core: VaultCore
  readonly #index: BlobIndex
  /** Plain lengths of blobs that are in no durable pack yet. */
  readonly #pending: Readonly<Record<BlobType, Map<Id, number>>> = { data: new Map(), tree: new Map() }
  readonly #open: Partial<Record<BlobType, PackBuilder>> = {}
  readonly #inFlight = new Set<Promise<void>>()
  #unindexed: IndexedPack[] = []
  #unindexedBlobs = 0
  #failure: { readonly error: unknown } | undefined

  constructor(core: VaultCore, index: BlobIndex) {
    this.#core = core
    this.#index = index
  }

  pendingLengthBytes(type: BlobType, id: Id): number | undefined {
    return this.#pending[type].get(id)
  }

  async save(type: BlobType, bytes: Uint8Array): Promise<SavedBlob> {
    const id = idOf(bytes)
    const isKnown = () => this.#index.has(type, id) || this.#pending[type].has(id)
    while (!isKnown() && this.#inFlight.size >= PACKS_IN_FLIGHT) await Promise.race(this.#inFlight)
    this.throwFailure()
    if (isKnown()) return { id, isNew: false, storedBytes: 0 }
    // From here to the end nothing waits, so that savers at the same time cannot pass the limit together.
    const { random, masterKey, packTargetBytes } = this.#core
    const blob = sealBlob(masterKey, random.bytes(IV_BYTES), type, bytes)
    this.#pending[type].set(id, bytes.length)
    const pack = this.#open[type] ?? new PackBuilder(type)
    this.#open[type] = pack
    pack.add(id, blob)
    if (pack.isFull(packTargetBytes)) this.#send(type)
    return { id, isNew: true, storedBytes: blob.sealed.length + headerEntryBytes(blob) }
  }

  /** All that was saved is durable and named by an index file when this resolves; otherwise it throws what went wrong first. */
  async flush(): Promise<void> {
    this.#send('data')
    this.#send('tree')
    while (this.#inFlight.size > 0) await Promise.race(this.#inFlight)
    // Packs that made it are worth naming even after a failure: the next run finds their blobs.
    await this.#writeIndex().catch((error: unknown) => this.#fail(error))
    this.throwFailure()
  }

  #send(type: BlobType): void {
    const pack = this.#open[type]
    if (!pack) return
    delete this.#open[type]
    const sending: Promise<void> = this.#write(pack)
      .catch((error: unknown) => {
        this.#forget(pack)
        this.#fail(error)
      })
      .finally(() => this.#inFlight.delete(sending))
    this.#inFlight.add(sending)
  }

  async #write(builder: PackBuilder): Promise<void> {
    const { masterKey, random, backend } = this.#core
    const { pack, bytes } = await builder.finish(masterKey, random)
    await backend.write({ kind: 'pack', name: pack.id }, bytes)
    this.#index.addPack(pack)
    this.#forget(builder)
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
      await writeDocument(this.#core, 'index', encodeIndex(packs))
    } catch (error) {
      this.#unindexed.push(...packs)
      this.#unindexedBlobs += packs.reduce((sum, pack) => sum + pack.blobs.length, 0)
      throw error
    }
  }

  #forget(builder: PackBuilder): void {
    for (const blob of builder.blobs) this.#pending[blob.type].delete(blob.id)
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
