import type { Backend } from '#engine/backends/index.ts'
import { fail } from '#shared/errors/index.ts'
import { bindCore, type VaultCore } from './core.ts'
import type { FileToStore, StoredFile } from './file-types.ts'
import { decodeTree, encodeTree } from './format/tree.ts'
import { BlobIndex } from './index/blob-index.ts'
import { loadIndexFiles } from './index/load-index.ts'
import { listSlots, prepareSlot, type SlotLabel, storeSlot } from './key-slots.ts'
import { acquireLock } from './lock/index.ts'
import { BlobWriter, FileIntake, readBlob, readBlobs } from './pack/index.ts'
import { findSnapshot, listSnapshots, saveSnapshot } from './snapshots.ts'
import type {
  BlobType,
  Id,
  KeySlot,
  QueuedBlob,
  ReadBlobs,
  SavedBlob,
  Snapshot,
  SnapshotDocument,
  TreeNode,
  Vault,
  VaultConfig,
  VaultLock,
} from './types.ts'

export type OpenParts = { readonly openedWith: KeySlot; readonly junkKeys: readonly Id[] }

/** The vault that `openVault` and `createVault` hand out. */
export class OpenVault implements Vault {
  readonly config: VaultConfig
  readonly backend: Backend
  readonly openedWith: KeySlot
  readonly junkKeys: readonly Id[]
  readonly #core: VaultCore
  readonly #index = new BlobIndex()
  readonly #loadedIndexes = new Set<Id>()
  readonly #writer: BlobWriter
  readonly #intake: FileIntake
  readonly #locks = new Set<VaultLock>()

  constructor(core: VaultCore, { openedWith, junkKeys }: OpenParts) {
    this.#core = core
    this.config = core.config
    this.backend = core.backend
    this.openedWith = openedWith
    this.junkKeys = junkKeys
    this.#writer = new BlobWriter(core, this.#index, (indexFile) => this.#loadedIndexes.add(indexFile))
    this.#intake = new FileIntake(core, this.#writer)
    bindCore(this, core)
  }

  async lock(mode: 'shared' | 'exclusive'): Promise<VaultLock> {
    const lock = await acquireLock(this.#core, mode)
    // While there was no lock, anybody may have cleaned away packs that no index file names.
    if (this.#locks.size === 0 && this.#writer.forgetUnnamed()) this.#forgetIndex()
    const held: VaultLock = {
      lost: lock.lost,
      release: async () => {
        this.#locks.delete(held)
        await lock.release()
      },
    }
    this.#locks.add(held)
    return held
  }

  async loadIndex(): Promise<void> {
    const listed = await this.backend.list('index')
    // Somebody cleaned up since: what the old index files knew may be gone, and a copy that relied on it would have holes.
    const present = new Set(listed.map(({ name }) => name))
    if ([...this.#loadedIndexes].some((name) => !present.has(name))) this.#forgetIndex()
    const files = listed.filter(({ name }) => !this.#loadedIndexes.has(name))
    await loadIndexFiles(this.#core, this.#index, files, (name) => this.#loadedIndexes.add(name))
  }

  hasBlob(type: BlobType, id: Id): boolean {
    return this.blobLengthBytes(type, id) !== undefined
  }

  blobLengthBytes(type: BlobType, id: Id): number | undefined {
    return this.#writer.pendingLengthBytes(type, id) ?? this.#index.lengthBytes(type, id)
  }

  async readBlob(type: BlobType, id: Id): Promise<Uint8Array> {
    return readBlob(this.#core, this.#index, type, id)
  }

  readBlobs(type: BlobType, ids: Iterable<Id>): AsyncIterable<ReadBlobs> {
    return readBlobs(this.#core, this.#index, type, ids)
  }

  async saveBlob(type: BlobType, bytes: Uint8Array): Promise<SavedBlob> {
    this.#requireWritable()
    return this.#writer.save(type, bytes)
  }

  async queueBlob(type: BlobType, bytes: Uint8Array): Promise<QueuedBlob> {
    this.#requireWritable()
    return this.#writer.queue(type, bytes)
  }

  storeFile(file: FileToStore): Promise<{ readonly done: Promise<StoredFile> }> | undefined {
    this.#requireWritable()
    return this.#core.crew.isReadHere(file.sizeBytes) ? undefined : this.#intake.begin(file)
  }

  async flush(): Promise<void> {
    this.#requireWritable()
    await this.#writer.flush()
  }

  async readTree(id: Id): Promise<readonly TreeNode[]> {
    return decodeTree(await this.readBlob('tree', id)) ?? fail('VAULT_105')
  }

  async readTrees(ids: Iterable<Id>): Promise<ReadonlyMap<Id, readonly TreeNode[] | undefined>> {
    const trees = new Map<Id, readonly TreeNode[] | undefined>()
    for await (const { blobs, lost, done } of this.readBlobs('tree', ids)) {
      for (const { id, bytes } of blobs) trees.set(id, decodeTree(bytes))
      for (const id of lost) trees.set(id, undefined)
      done()
    }
    return trees
  }

  async saveTree(nodes: readonly TreeNode[]): Promise<SavedBlob> {
    // A pack that could not be written takes its chunks along: the full disk is the news, not the missing chunk.
    this.#writer.throwFailure()
    for (const node of nodes) this.#requireWhole(node)
    return this.saveBlob('tree', encodeTree(nodes))
  }

  async listSnapshots(): Promise<readonly Snapshot[]> {
    return listSnapshots(this.#core)
  }

  async findSnapshot(idOrPrefix: string): Promise<Snapshot> {
    return findSnapshot(this.#core, idOrPrefix)
  }

  async saveSnapshot(document: SnapshotDocument): Promise<Snapshot> {
    await this.flush()
    if (!this.#index.has('tree', document.tree)) fail('VAULT_112', {}, { cause: new Error('no such tree') })
    this.#requireWritable()
    return saveSnapshot(this.#core, document)
  }

  async removeSnapshot(id: Id): Promise<void> {
    this.#requireWritable()
    await this.backend.remove({ kind: 'snapshot', name: id })
  }

  async listKeys(): Promise<readonly KeySlot[]> {
    return (await listSlots(this.backend)).slots.map(({ slot }) => slot)
  }

  async addKey(secret: string, label: SlotLabel): Promise<KeySlot> {
    this.#requireWritable()
    return storeSlot(this.backend, await prepareSlot(this.#core, this.#core.masterKey, secret, label))
  }

  async removeKey(id: Id): Promise<void> {
    this.#requireWritable()
    const slots = await this.listKeys()
    if (slots.every((slot) => slot.id === id)) fail('KEY_107')
    await this.backend.remove({ kind: 'key', name: id })
  }

  async close(): Promise<void> {
    await this.#core.crew.close()
    for (const lock of [...this.#locks]) await lock.release()
    await this.backend.close()
  }

  #forgetIndex(): void {
    this.#index.clear()
    this.#loadedIndexes.clear()
  }

  /** A lock that was lost may mean that somebody cleans up right now: nothing more is written under it. */
  #requireWritable(): void {
    if (this.config.version !== 2) fail('VAULT_103', { version: this.config.version })
    for (const lock of this.#locks) lock.lost.throwIfAborted()
  }

  /** restic restores by these lengths without looking again, so a wrong one must never be written. */
  #requireWhole(node: TreeNode): void {
    if (node.subtree !== undefined && !this.hasBlob('tree', node.subtree))
      fail('VAULT_112', {}, { cause: new Error('a subtree is not in the vault') })
    if (node.content === null) return
    let sum = 0
    for (const id of node.content) {
      const lengthBytes = this.blobLengthBytes('data', id)
      if (lengthBytes === undefined) fail('VAULT_112', {}, { cause: new Error('a chunk is not in the vault') })
      sum += lengthBytes
    }
    if (BigInt(sum) !== (node.sizeBytes ?? 0n))
      fail('VAULT_112', {}, { cause: new Error('size is not the sum of the chunks') })
  }
}
