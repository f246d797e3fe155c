import type { Random } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { IV_BYTES, SEAL_OVERHEAD_BYTES, type SealKey, seal, sealInto, unseal } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { decodePackHeader, encodePackHeader, locatePackHeader, packSizeBytes } from '../format/pack-header.ts'
import type { BlobType, Id } from '../types.ts'
import { type BlobContent, type SealedBlob, verifyBlob } from './sealed-blob.ts'

/** Far below restic's limit of 409,199, and a pack must fit one index file of 50,000. */
const MAX_BLOBS = 20_000
const FIRST_ROOM_BYTES = 1024 ** 2
/** How many sealed bytes are proven before other work gets a turn. */
const PROVE_SLICE_BYTES = 2 * 1024 ** 2

/** One pack file while it grows: blobs of one type, then the header that names them. */
export class PackBuilder {
  readonly type: BlobType
  readonly #blobs: PackedBlob[] = []
  #bytes: Buffer
  #length = 0

  /** `room` is memory of an earlier pack that is not needed any more. */
  constructor(type: BlobType, room?: SharedArrayBuffer) {
    this.type = type
    this.#bytes = room ? Buffer.from(room) : Buffer.allocUnsafeSlow(FIRST_ROOM_BYTES)
  }

  get blobs(): readonly PackedBlob[] {
    return this.#blobs
  }

  /** Puts in a blob that is sealed already. */
  add(id: Id, { sealed, uncompressedBytes }: SealedBlob): void {
    this.#reserve(sealed.length)
    this.#bytes.set(sealed, this.#length)
    this.#name(id, sealed.length, uncompressedBytes)
  }

  /** Seals a blob right into the pack; its header entry. */
  seal(key: SealKey, iv: Uint8Array, id: Id, { content, uncompressedBytes }: BlobContent): PackedBlob {
    const length = content.length + SEAL_OVERHEAD_BYTES
    this.#reserve(length)
    sealInto(this.#bytes.subarray(this.#length, this.#length + length), key, iv, content)
    return this.#name(id, length, uncompressedBytes)
  }

  #name(id: Id, length: number, uncompressedBytes: number | undefined): PackedBlob {
    const offset = this.#length
    const plain = uncompressedBytes === undefined ? {} : { uncompressedBytes }
    const blob: PackedBlob = { id, type: this.type, offset, length, ...plain }
    this.#blobs.push(blob)
    this.#length += length
    return blob
  }

  isFull(targetBytes: number): boolean {
    return this.#length >= targetBytes || this.#blobs.length >= MAX_BLOBS
  }

  /**
   * Closes the pack and proves it: the header parses back, and every blob opens, decompresses and hashes to its id.
   *
   * Throws VAULT_112 when it does not; nothing has been stored then.
   */
  async finish(key: SealKey, random: Random): Promise<{ readonly pack: IndexedPack; readonly bytes: Uint8Array }> {
    const bytes = this.#close(key, random.bytes(IV_BYTES))
    let sliceBytes = 0
    for (const provenBytes of this.#prove(key, bytes)) {
      sliceBytes += provenBytes
      if (sliceBytes < PROVE_SLICE_BYTES) continue
      sliceBytes = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { pack: { id: idOf(bytes), blobs: this.#blobs }, bytes }
  }

  /** As `finish`, for a thread that has nothing else to do. */
  finishAtOnce(key: SealKey, headerIv: Uint8Array): { readonly pack: IndexedPack; readonly bytes: Uint8Array } {
    const bytes = this.#close(key, headerIv)
    for (const _ of this.#prove(key, bytes));
    return { pack: { id: idOf(bytes), blobs: this.#blobs }, bytes }
  }

  #close(key: SealKey, headerIv: Uint8Array): Uint8Array {
    const header = seal(key, headerIv, encodePackHeader(this.#blobs))
    this.#reserve(header.length + 4)
    this.#bytes.set(header, this.#length)
    this.#bytes.writeUInt32LE(header.length, this.#length + header.length)
    return this.#bytes.subarray(0, this.#length + header.length + 4)
  }

  /** Proves one blob a step and tells how long it was. */
  *#prove(key: SealKey, bytes: Uint8Array): Generator<number, void, void> {
    const place = locatePackHeader(bytes)
    const header = place && unseal(key, bytes.subarray(place.start, place.end))
    const named = header && decodePackHeader(header)
    if (!named || bytes.length !== packSizeBytes(named) || named.length !== this.#blobs.length) fail('VAULT_112')
    for (const [at, blob] of named.entries()) {
      const added = this.#blobs[at]
      const isAsAdded = added?.id === blob.id && added.type === blob.type && added.offset === blob.offset
      const sealed = bytes.subarray(blob.offset, blob.offset + blob.length)
      if (!isAsAdded || verifyBlob(key, blob, sealed) !== undefined) fail('VAULT_112')
      yield sealed.length
    }
  }

  #reserve(moreBytes: number): void {
    const needed = this.#length + moreBytes
    if (needed <= this.#bytes.length) return
    const wider = Buffer.allocUnsafeSlow(Math.max(needed + SEAL_OVERHEAD_BYTES, this.#bytes.length * 2))
    this.#bytes.copy(wider, 0, 0, this.#length)
    this.#bytes = wider
  }
}
