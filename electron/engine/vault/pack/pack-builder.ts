import type { Random } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { IV_BYTES, SEAL_OVERHEAD_BYTES, type SealKey, seal, unseal } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import { decodePackHeader, encodePackHeader, locatePackHeader, packSizeBytes } from '../format/pack-header.ts'
import type { BlobType, Id } from '../types.ts'
import { openBlob, type SealedBlob } from './sealed-blob.ts'

/** Far below restic's limit of 409,199, and a pack must fit one index file of 50,000. */
const MAX_BLOBS = 20_000
const FIRST_ROOM_BYTES = 1024 ** 2
/** How many sealed bytes are proven before other work gets a turn. */
const PROVE_SLICE_BYTES = 2 * 1024 ** 2

/** One pack file while it grows: blobs of one type, then the header that names them. */
export class PackBuilder {
  readonly type: BlobType
  readonly #blobs: PackedBlob[] = []
  #bytes = Buffer.allocUnsafeSlow(FIRST_ROOM_BYTES)
  #length = 0

  constructor(type: BlobType) {
    this.type = type
  }

  get blobs(): readonly PackedBlob[] {
    return this.#blobs
  }

  add(id: Id, { sealed, uncompressedBytes }: SealedBlob): void {
    this.#reserve(sealed.length)
    this.#bytes.set(sealed, this.#length)
    this.#blobs.push({
      id,
      type: this.type,
      offset: this.#length,
      length: sealed.length,
      ...(uncompressedBytes !== undefined && { uncompressedBytes }),
    })
    this.#length += sealed.length
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
    const header = seal(key, random.bytes(IV_BYTES), encodePackHeader(this.#blobs))
    this.#reserve(header.length + 4)
    this.#bytes.set(header, this.#length)
    this.#bytes.writeUInt32LE(header.length, this.#length + header.length)
    const bytes = this.#bytes.subarray(0, this.#length + header.length + 4)
    await this.#prove(key, bytes)
    return { pack: { id: idOf(bytes), blobs: this.#blobs }, bytes }
  }

  async #prove(key: SealKey, bytes: Uint8Array): Promise<void> {
    const place = locatePackHeader(bytes)
    const header = place && unseal(key, bytes.subarray(place.start, place.end))
    const named = header && decodePackHeader(header)
    if (!named || bytes.length !== packSizeBytes(named) || named.length !== this.#blobs.length) fail('VAULT_112')
    let sliceBytes = 0
    for (const [at, blob] of named.entries()) {
      const added = this.#blobs[at]
      const isAsAdded = added?.id === blob.id && added.type === blob.type && added.offset === blob.offset
      const sealed = bytes.subarray(blob.offset, blob.offset + blob.length)
      if (!isAsAdded || openBlob(key, blob, sealed).kind !== 'plain') fail('VAULT_112')
      sliceBytes += sealed.length
      if (sliceBytes < PROVE_SLICE_BYTES) continue
      sliceBytes = 0
      await new Promise((resolve) => setImmediate(resolve))
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
