import { release } from '#engine/kernel/index.ts'
import { SEAL_OVERHEAD_BYTES } from '../crypto/seal.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { packSizeBytes } from '../format/pack-header.ts'
import type { BlobType, Id } from '../types.ts'

export type BlobLocation = PackedBlob & { readonly packId: Id }

const WORDS_PER_ID = 8
const DOUBLED_BELOW = 1024 ** 2
const TYPE_NUMBERS: Readonly<Record<BlobType, number>> = { data: 0, tree: 1 }

/**
 * Where every blob of a vault lies, in memory: some 56 bytes a blob, so that ten million fit a small PC.
 *
 * Open addressing over typed columns; the ids are SHA-256, so their first word is hash enough.
 */
export class BlobIndex {
  #count = 0
  #slots = new Int32Array(1024)
  #ids = new Uint32Array(512 * WORDS_PER_ID)
  #types = new Uint8Array(512)
  #packs = new Uint32Array(512)
  #offsets = new Uint32Array(512)
  #lengths = new Uint32Array(512)
  /** 0 where the blob is not compressed. */
  #uncompressed = new Uint32Array(512)
  readonly #packIds: Id[] = []
  readonly #packNumbers = new Map<Id, number>()
  /** Further places of a blob that was stored more than once, by its first entry. */
  readonly #others = new Map<number, number[]>()
  readonly #wanted = Buffer.alloc(32)
  readonly #wantedWords = new Uint32Array(this.#wanted.buffer, this.#wanted.byteOffset, WORDS_PER_ID)

  /** Blobs known, each place counted. */
  get blobCount(): number {
    return this.#count
  }

  get packIds(): readonly Id[] {
    return this.#packIds
  }

  addPack(pack: IndexedPack): void {
    const number = this.#packNumbers.get(pack.id) ?? this.#packIds.push(pack.id) - 1
    this.#packNumbers.set(pack.id, number)
    for (const blob of pack.blobs) this.#addBlob(number, blob)
  }

  has(type: BlobType, id: Id): boolean {
    return this.#find(type, id) >= 0
  }

  /** A number below `blobCount` that stands for a known blob, whatever number of places it has; stays the same while blobs are added. */
  numberOf(type: BlobType, id: Id): number | undefined {
    const entry = this.#find(type, id)
    return entry < 0 ? undefined : entry
  }

  /** Knows nothing any more. */
  clear(): void {
    this.#count = 0
    this.#slots.fill(0)
    this.#packIds.length = 0
    this.#packNumbers.clear()
    this.#others.clear()
  }

  hasPack(id: Id): boolean {
    return this.#packNumbers.has(id)
  }

  /** Plain length of a blob. */
  lengthBytes(type: BlobType, id: Id): number | undefined {
    const entry = this.#find(type, id)
    if (entry < 0) return undefined
    return this.#uncompressed[entry] || (this.#lengths[entry] ?? 0) - SEAL_OVERHEAD_BYTES
  }

  /** Every place of a blob, the one known longest first; empty for an unknown one. */
  locate(type: BlobType, id: Id): readonly BlobLocation[] {
    const entry = this.#find(type, id)
    if (entry < 0) return []
    return [entry, ...(this.#others.get(entry) ?? [])].map((each) => this.#locationOf(each))
  }

  /** Each pack with its blobs in file order and the size its file must have. */
  *packs(): Generator<{ readonly id: Id; readonly blobs: readonly PackedBlob[]; readonly sizeBytes: number }> {
    const order = new Uint32Array(this.#count).map((_, entry) => entry)
    order.sort(
      (left, right) =>
        (this.#packs[left] ?? 0) - (this.#packs[right] ?? 0) ||
        (this.#offsets[left] ?? 0) - (this.#offsets[right] ?? 0),
    )
    let at = 0
    for (const [number, id] of this.#packIds.entries()) {
      const blobs: PackedBlob[] = []
      for (; at < order.length && this.#packs[order[at] as number] === number; at += 1) {
        const { packId: _, ...blob } = this.#locationOf(order[at] as number)
        blobs.push(blob)
      }
      yield { id, blobs, sizeBytes: packSizeBytes(blobs) }
    }
  }

  #locationOf(entry: number): BlobLocation {
    const id = Buffer.from(this.#ids.buffer, entry * 32, 32).toString('hex')
    const uncompressedBytes = this.#uncompressed[entry]
    return {
      id,
      packId: this.#packIds[this.#packs[entry] ?? 0] ?? '',
      type: this.#types[entry] === 1 ? 'tree' : 'data',
      offset: this.#offsets[entry] ?? 0,
      length: this.#lengths[entry] ?? 0,
      ...(uncompressedBytes && { uncompressedBytes }),
    }
  }

  #addBlob(pack: number, blob: PackedBlob): void {
    const known = this.#find(blob.type, blob.id)
    if (known >= 0) {
      const others = this.#others.get(known) ?? []
      if ([known, ...others].some((entry) => this.#isSamePlace(entry, pack, blob))) return
      this.#others.set(known, [...others, this.#append(pack, blob)])
      return
    }
    const slot = this.#slotOf(blob.type)
    const entry = this.#append(pack, blob)
    this.#slots[slot] = entry + 1
    if (this.#count * 4 > this.#slots.length * 3) this.#rehash()
  }

  #isSamePlace(entry: number, pack: number, blob: PackedBlob): boolean {
    return (
      this.#packs[entry] === pack &&
      this.#offsets[entry] === blob.offset &&
      this.#lengths[entry] === blob.length &&
      this.#uncompressed[entry] === (blob.uncompressedBytes ?? 0)
    )
  }

  /** Entry of a blob, or -1. Leaves the id in `#wanted`. */
  #find(type: BlobType, id: Id): number {
    this.#wanted.write(id, 'hex')
    return (this.#slots[this.#slotOf(type)] ?? 0) - 1
  }

  /** The slot that holds the wanted blob, or the free one where it belongs. */
  #slotOf(type: BlobType): number {
    const mask = this.#slots.length - 1
    const wantedType = TYPE_NUMBERS[type]
    for (let slot = (this.#wantedWords[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] as number) - 1
      if (entry < 0 || (this.#types[entry] === wantedType && this.#isWanted(entry))) return slot
    }
  }

  #isWanted(entry: number): boolean {
    const from = entry * WORDS_PER_ID
    for (let word = 0; word < WORDS_PER_ID; word += 1)
      if (this.#ids[from + word] !== this.#wantedWords[word]) return false
    return true
  }

  #append(pack: number, blob: PackedBlob): number {
    if (this.#count === this.#types.length) this.#grow()
    const entry = this.#count
    this.#ids.set(this.#wantedWords, entry * WORDS_PER_ID)
    this.#types[entry] = TYPE_NUMBERS[blob.type]
    this.#packs[entry] = pack
    this.#offsets[entry] = blob.offset
    this.#lengths[entry] = blob.length
    this.#uncompressed[entry] = blob.uncompressedBytes ?? 0
    this.#count += 1
    return entry
  }

  #grow(): void {
    // Doubling to the end would leave half of a gigabyte empty.
    const room = this.#types.length < DOUBLED_BELOW ? this.#types.length * 2 : Math.ceil(this.#types.length * 1.25)
    const wider = (column: Uint32Array, size = room) => {
      const copy = new Uint32Array(size)
      copy.set(column)
      release(new Uint8Array(column.buffer))
      return copy
    }
    const types = new Uint8Array(room)
    types.set(this.#types)
    this.#types = types
    this.#ids = wider(this.#ids, room * WORDS_PER_ID)
    this.#packs = wider(this.#packs)
    this.#offsets = wider(this.#offsets)
    this.#lengths = wider(this.#lengths)
    this.#uncompressed = wider(this.#uncompressed)
  }

  #rehash(): void {
    const entries = this.#slots.filter((slot) => slot !== 0)
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (const held of entries) {
      let slot = (this.#ids[(held - 1) * WORDS_PER_ID] ?? 0) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = held
    }
  }
}
