import { release } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { SEAL_OVERHEAD_BYTES } from '../crypto/seal.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import type { IndexTable } from '../format/index-table.ts'
import { packSizeBytes } from '../format/pack-header.ts'
import type { BlobType, Id } from '../types.ts'

export type BlobLocation = PackedBlob & { readonly packId: Id }

const WORDS_PER_ID = 8
const DOUBLED_BELOW = 1024 ** 2
const TYPE_NUMBERS: Readonly<Record<BlobType, number>> = { data: 0, tree: 1 }

/** Hashes never crowd like this: ids that somebody made up do, to have us search for ever. */
const MAX_STEPS = 10_000
/** A blob that was stored more than once lies in a few places. */
const MAX_PLACES = 1_000

/**
 * Where every blob of a vault lies, in memory: some 56 bytes a blob, so that ten million fit a small PC.
 *
 * Open addressing over typed columns; the ids are SHA-256, so their first word is hash enough. Adding throws VAULT_107 where they are none.
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
    const number = this.#numberOfPack(pack.id)
    for (const { id, type, offset, length, uncompressedBytes = 0 } of pack.blobs) {
      this.#wanted.write(id, 'hex')
      this.#add(this.#wantedWords, 0, TYPE_NUMBERS[type], number, offset, length, uncompressedBytes)
    }
  }

  /** Adds all that an index file names. */
  addTable({ packIds, packEnds, ids, types, offsets, lengths, uncompressed }: IndexTable): void {
    const words = new Uint32Array(ids.buffer, ids.byteOffset, types.length * WORDS_PER_ID)
    let row = 0
    for (const [at, id] of packIds.entries()) {
      const pack = this.#numberOfPack(id)
      for (const end = packEnds[at] as number; row < end; row += 1)
        this.#add(
          words,
          row * WORDS_PER_ID,
          types[row] as number,
          pack,
          offsets[row] as number,
          lengths[row] as number,
          uncompressed[row] as number,
        )
    }
  }

  /** Makes room for this many blobs at once; growing bit by bit copies all there is again and again. */
  expect(blobs: number): void {
    if (blobs > this.#types.length) this.#widen(blobs)
    while (this.#slots.length * 3 < blobs * 4) this.#rehash()
  }

  #numberOfPack(id: Id): number {
    const known = this.#packNumbers.get(id)
    if (known !== undefined) return known
    const number = this.#packIds.push(id) - 1
    this.#packNumbers.set(id, number)
    return number
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

  /** One blob, its id in eight words from `from`. */
  #add(
    words: Uint32Array,
    from: number,
    type: number,
    pack: number,
    offset: number,
    length: number,
    uncompressed: number,
  ): void {
    const slot = this.#slotOf(words, from, type)
    const first = (this.#slots[slot] as number) - 1
    const others = first < 0 ? [] : (this.#others.get(first) ?? [])
    if (first >= 0)
      for (const entry of [first, ...others])
        if (
          this.#packs[entry] === pack &&
          this.#offsets[entry] === offset &&
          this.#lengths[entry] === length &&
          this.#uncompressed[entry] === uncompressed
        )
          return
    if (others.length === MAX_PLACES) fail('VAULT_107', { kind: 'index' })
    if (this.#count === this.#types.length) this.#grow()
    const entry = this.#count
    const to = entry * WORDS_PER_ID
    for (let word = 0; word < WORDS_PER_ID; word += 1) this.#ids[to + word] = words[from + word] as number
    this.#types[entry] = type
    this.#packs[entry] = pack
    this.#offsets[entry] = offset
    this.#lengths[entry] = length
    this.#uncompressed[entry] = uncompressed
    this.#count += 1
    if (first >= 0) {
      this.#others.set(first, [...others, entry])
      return
    }
    this.#slots[slot] = entry + 1
    if (this.#count * 4 > this.#slots.length * 3) this.#rehash()
  }

  /** Entry of a blob, or -1. */
  #find(type: BlobType, id: Id): number {
    this.#wanted.write(id, 'hex')
    return (this.#slots[this.#slotOf(this.#wantedWords, 0, TYPE_NUMBERS[type])] as number) - 1
  }

  /** The slot that holds the blob of an id, or the free one where it belongs. */
  #slotOf(words: Uint32Array, from: number, type: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    const first = (words[from] as number) & mask
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const slot = (first + steps) & mask
      const entry = (slots[slot] as number) - 1
      if (entry < 0 || (this.#types[entry] === type && this.#isId(entry, words, from))) return slot
    }
    return fail('VAULT_107', { kind: 'index' })
  }

  #isId(entry: number, words: Uint32Array, from: number): boolean {
    const ids = this.#ids
    const at = entry * WORDS_PER_ID
    for (let word = 0; word < WORDS_PER_ID; word += 1) if (ids[at + word] !== words[from + word]) return false
    return true
  }

  #grow(): void {
    // Doubling to the end would leave half of a gigabyte empty.
    this.#widen(this.#types.length < DOUBLED_BELOW ? this.#types.length * 2 : Math.ceil(this.#types.length * 1.25))
  }

  #widen(room: number): void {
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
    const narrow = this.#slots
    const slots = new Int32Array(narrow.length * 2)
    const mask = slots.length - 1
    for (let at = 0; at < narrow.length; at += 1) {
      const held = narrow[at] as number
      if (held === 0) continue
      let slot = (this.#ids[(held - 1) * WORDS_PER_ID] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = held
    }
    this.#slots = slots
  }
}
