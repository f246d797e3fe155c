import { coreOf, type VaultCore } from '../core.ts'
import { IV_BYTES } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { IndexedPack } from '../format/index-file.ts'
import { PackBuilder, sealBlob } from '../pack/index.ts'
import type { BlobType, Id, Vault } from '../types.ts'
import type { VerifiedBlob } from './contents.ts'

/**
 * Puts single blobs into new packs, whatever the index already knows: for blobs that must get another home.
 *
 * Sealed ones go in byte for byte. The caller names the packs in an index afterwards.
 */
export class PackFiller {
  readonly #core: VaultCore
  readonly #open: Partial<Record<BlobType, PackBuilder>> = {}
  readonly #done: IndexedPack[] = []
  #bytes = 0

  constructor(vault: Vault) {
    this.#core = coreOf(vault)
  }

  /** Bytes of the packs written so far. */
  get bytes(): number {
    return this.#bytes
  }

  async addSealed(type: BlobType, id: Id, { sealed, uncompressedBytes }: VerifiedBlob): Promise<void> {
    await this.#add(type, id, { sealed, ...(uncompressedBytes !== undefined && { uncompressedBytes }) })
  }

  async addPlain(type: BlobType, bytes: Uint8Array): Promise<void> {
    const { masterKey, random } = this.#core
    await this.#add(type, idOf(bytes), sealBlob(masterKey, random.bytes(IV_BYTES), type, bytes))
  }

  /** Every blob added is in a durable pack when this resolves: the packs since the last call. Throws VAULT_112, DEST_…. */
  async finish(): Promise<readonly IndexedPack[]> {
    await this.#write('data')
    await this.#write('tree')
    return this.#done.splice(0)
  }

  async #add(type: BlobType, id: Id, blob: ReturnType<typeof sealBlob>): Promise<void> {
    const pack = this.#open[type] ?? new PackBuilder(type)
    this.#open[type] = pack
    pack.add(id, blob)
    if (pack.isFull(this.#core.packTargetBytes)) await this.#write(type)
  }

  async #write(type: BlobType): Promise<void> {
    const builder = this.#open[type]
    if (!builder) return
    delete this.#open[type]
    const { pack, bytes } = await builder.finish(this.#core.masterKey, this.#core.random)
    await this.#core.backend.write({ kind: 'pack', name: pack.id }, bytes)
    this.#bytes += bytes.length
    this.#done.push(pack)
  }
}
