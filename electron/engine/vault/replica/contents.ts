import { fail } from '#shared/errors/index.ts'
import { hasGaps } from '../check/files.ts'
import { coreOf, type VaultCore } from '../core.ts'
import { inParallel, readDocument } from '../documents.ts'
import { decodeIndex, type IndexedPack } from '../format/index-file.ts'
import { decodeTree } from '../format/tree.ts'
import { BlobIndex, type BlobLocation } from '../index/blob-index.ts'
import { openBlob } from '../pack/index.ts'
import type { BlobType, Id, TreeNode, Vault } from '../types.ts'

/** A blob as it lies sealed in a pack; `plain` is what it was opened to when it was verified. */
export type VerifiedBlob = {
  readonly sealed: Uint8Array
  readonly plain: Uint8Array
  readonly uncompressedBytes: number | undefined
}

/**
 * What a repository holds at this moment: its index files and its pack files against each other.
 *
 * A pack is whole when its file is there with the size the index gives it; its bytes are not read for that.
 */
export class VaultContents {
  readonly damagedIndexes: readonly Id[]
  readonly packSizes: ReadonlyMap<Id, number>
  readonly #core: VaultCore
  readonly #index: BlobIndex
  readonly #broken = new Set<Id>()

  constructor(core: VaultCore, index: BlobIndex, packSizes: ReadonlyMap<Id, number>, damagedIndexes: readonly Id[]) {
    this.#core = core
    this.#index = index
    this.packSizes = packSizes
    this.damagedIndexes = damagedIndexes
    for (const { id, blobs, sizeBytes } of index.packs())
      if (packSizes.get(id) !== sizeBytes || hasGaps(blobs)) this.#broken.add(id)
  }

  /** Each indexed pack with its blobs in file order, and the size its file must have. */
  packs(): Iterable<IndexedPack & { readonly sizeBytes: number }> {
    return this.#index.packs()
  }

  hasPack(id: Id): boolean {
    return this.#index.hasPack(id)
  }

  isWholePack(id: Id): boolean {
    return this.#index.hasPack(id) && !this.#broken.has(id)
  }

  get brokenPacks(): ReadonlySet<Id> {
    return this.#broken
  }

  /** What is found out later: a pack that is of the right size, and damaged all the same. */
  markBroken(packId: Id): void {
    this.#broken.add(packId)
  }

  /** Takes up a pack that no index file names. */
  adopt(pack: IndexedPack): void {
    this.#index.addPack(pack)
  }

  get blobCount(): number {
    return this.#index.blobCount
  }

  /** A number below `blobCount` for a known blob. */
  numberOf(type: BlobType, id: Id): number | undefined {
    return this.#index.numberOf(type, id)
  }

  /** Every place of a blob, whole or not. */
  locate(type: BlobType, id: Id): readonly BlobLocation[] {
    return this.#index.locate(type, id)
  }

  /** True when some whole pack holds the blob. */
  hasBlob(type: BlobType, id: Id): boolean {
    return this.#index.locate(type, id).some(({ packId }) => !this.#broken.has(packId))
  }

  /** The blob from the first place that gives it whole, also from packs that are not; undefined where none does. Throws DEST_…. */
  async readBlob(type: BlobType, id: Id): Promise<VerifiedBlob | undefined> {
    for (const { packId, offset, length, ...place } of this.#index.locate(type, id)) {
      const sealed = await this.#core.backend.read({ kind: 'pack', name: packId }, { offset, length })
      if (sealed?.length !== length) continue
      const opened = openBlob(this.#core.masterKey, place, sealed)
      if (opened.kind === 'plain') return { sealed, plain: opened.bytes, uncompressedBytes: place.uncompressedBytes }
    }
    return undefined
  }

  /** Undefined where the folder does not read. Throws DEST_…. */
  async readTree(id: Id): Promise<readonly TreeNode[] | undefined> {
    const blob = await this.readBlob('tree', id)
    return blob && decodeTree(blob.plain)
  }
}

/** A fresh look at a repository, whatever the open vault remembers. Damaged index files are told, not thrown. Throws DEST_…. */
export async function readContents(vault: Vault): Promise<VaultContents> {
  const core = coreOf(vault)
  if (!(await core.backend.stat({ kind: 'config', name: '' }))) fail('DEST_101')
  const index = new BlobIndex()
  const damaged: Id[] = []
  await inParallel(core, await core.backend.list('index'), async ({ name }) => {
    const document = await readDocument(core, 'index', name)
    // Somebody else's clean-up replaced it since it was listed; then its packs are listed no more either.
    if (document.kind === 'missing') return
    const packs = document.kind === 'document' ? decodeIndex(document.json) : undefined
    if (packs) for (const pack of packs) index.addPack(pack)
    else damaged.push(name)
  })
  // Packs after indexes: one that is finished in between is only one that nobody names yet.
  const packSizes = new Map((await core.backend.list('pack')).map(({ name, sizeBytes }) => [name, sizeBytes]))
  return new VaultContents(core, index, packSizes, damaged)
}
