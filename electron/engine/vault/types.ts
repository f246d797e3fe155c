import type { Backend } from '#engine/backends/index.ts'
import type { FileToStore, StoredFile } from './file-types.ts'

/** SHA-256 in 64 lower-case hex digits. */
export type Id = string
export type BlobType = 'data' | 'tree'

export type VaultConfig = { readonly version: 1 | 2; readonly id: Id; readonly chunkerPolynomial: bigint }

/** What one key slot says of itself. Never the secret. */
export type KeySlot = {
  readonly id: Id
  readonly createdAt: string
  readonly username: string
  readonly hostname: string
}

/** One copy as restic writes it (restic-format §7); times are RFC 3339 strings as stored. */
export type SnapshotDocument = {
  readonly time: string
  readonly parent?: Id
  readonly tree: Id
  readonly paths: readonly string[]
  readonly hostname?: string
  readonly username?: string
  readonly uid?: number
  readonly gid?: number
  readonly excludes?: readonly string[]
  readonly tags?: readonly string[]
  readonly original?: Id
  readonly program_version?: string
  readonly summary?: SnapshotSummary
}
export type SnapshotSummary = {
  readonly backup_start: string
  readonly backup_end: string
  readonly files_new: number
  readonly files_changed: number
  readonly files_unmodified: number
  readonly dirs_new: number
  readonly dirs_changed: number
  readonly dirs_unmodified: number
  readonly data_blobs: number
  readonly tree_blobs: number
  readonly data_added: number
  readonly data_added_packed: number
  readonly total_files_processed: number
  readonly total_bytes_processed: number
}
export type Snapshot = SnapshotDocument & { readonly id: Id }

export type NodeType = 'file' | 'dir' | 'symlink' | 'dev' | 'chardev' | 'fifo' | 'socket'
/**
 * One entry of a folder (restic-format §8.2). `name` is raw bytes, because a Linux name need not be text.
 * Times are restic's canonical strings; `mode` is Go's FileMode; big counters are bigint because JSON numbers lose them.
 */
export type TreeNode = {
  readonly name: Uint8Array
  readonly type: NodeType
  readonly mode: number
  readonly mtime: string
  readonly atime: string
  readonly ctime: string
  readonly uid: number
  readonly gid: number
  readonly user?: string
  readonly group?: string
  readonly inode?: bigint
  readonly deviceId?: bigint
  readonly sizeBytes?: bigint
  readonly links?: bigint
  readonly linkTarget?: string
  readonly linkTargetRaw?: Uint8Array
  readonly extendedAttributes?: readonly { readonly name: string; readonly value: Uint8Array | null }[]
  /** Raw JSON text of restic's `generic_attributes` (Windows), kept as read. */
  readonly genericAttributes?: string
  readonly device?: bigint
  /** Chunks of a file, in order; null for every other type. */
  readonly content: readonly Id[] | null
  readonly subtree?: Id
}

export type SavedBlob = { readonly id: Id; readonly isNew: boolean; readonly storedBytes: number }
/** `stored` settles once the blob is sealed: what it takes in its pack. A failure is also told by the next save or `flush`. */
export type QueuedBlob = { readonly id: Id; readonly isNew: boolean; readonly stored: Promise<number> }

/** Plain bytes that are valid until the run they came with is done. Bigger memory than 128 KiB belongs to the run alone and may be handed over. */
export type PlainBlob = { readonly id: Id; readonly bytes: Uint8Array }
/** Blobs that were read together. `lost` are those the vault does not hold whole anywhere. `done` gives the memory back: what came with it, or what came back from where it was handed over to. */
export type ReadBlobs = {
  readonly blobs: readonly PlainBlob[]
  readonly lost: readonly Id[]
  readonly done: (memory?: readonly Uint8Array<ArrayBuffer>[]) => void
}

/** A held place at the vault. Kept alive in the background until released. */
export interface VaultLock {
  /** Aborts with VAULT_110 when the lock could not be kept alive: stop working then. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/**
 * An open vault: a restic repository, format 2, and the master key to it.
 *
 * The order that keeps every copy whole: `loadIndex`, any number of `saveBlob`, `flush` (packs, then index files, durable), `saveSnapshot`.
 */
export interface Vault {
  readonly config: VaultConfig
  readonly backend: Backend
  /** The slot whose secret opened this vault. */
  readonly openedWith: KeySlot
  /** Files among the keys that are none, or not what their name says: we open all the same, restic does not. */
  readonly junkKeys: readonly Id[]

  /** Shared for copies and reading, exclusive for check and removal. Throws VAULT_106. Removes our own dead locks first. */
  lock(mode: 'shared' | 'exclusive'): Promise<VaultLock>

  /** Reads all index files; needed before any blob is looked up. Throws VAULT_107. */
  loadIndex(): Promise<void>
  hasBlob(type: BlobType, id: Id): boolean
  /** Plain length of a known blob, without reading it. */
  blobLengthBytes(type: BlobType, id: Id): number | undefined
  /** The plain bytes, verified against `id` and the recorded length. Throws VAULT_105. */
  readBlob(type: BlobType, id: Id): Promise<Uint8Array>
  /** Many blobs, each verified and given once: pack by pack, what lies close together in one call, a few runs ahead. Throws DEST_…. */
  readBlobs(type: BlobType, ids: Iterable<Id>): AsyncIterable<ReadBlobs>
  /** Stores bytes once; known bytes cost a hash. Back-pressure: resolves when the pack has room. Throws VAULT_112, DEST_…. */
  saveBlob(type: BlobType, bytes: Uint8Array): Promise<SavedBlob>
  /** As `saveBlob`, but resolves as soon as the bytes are the caller's again: the rest goes on beside what the caller does next. */
  queueBlob(type: BlobType, bytes: Uint8Array): Promise<QueuedBlob>
  /**
   * Has a file read and stored by the vault's threads, and resolves once there is room to begin. Undefined while there is so little to do
   * that the caller reads it sooner himself. `done` throws the system's error for the file, as `queueBlob` for the vault, the signal's reason.
   */
  storeFile(file: FileToStore): Promise<{ readonly done: Promise<StoredFile> }> | undefined
  /** Every pending blob is durable and indexed when this resolves. */
  flush(): Promise<void>

  readTree(id: Id): Promise<readonly TreeNode[]>
  /** Many folders at once; undefined for one that does not read. */
  readTrees(ids: Iterable<Id>): Promise<ReadonlyMap<Id, readonly TreeNode[] | undefined>>
  /** Nodes in any order; sorted and encoded canonically here. */
  saveTree(nodes: readonly TreeNode[]): Promise<SavedBlob>

  /** Newest first. Throws VAULT_107 on a snapshot file that does not read. */
  listSnapshots(): Promise<readonly Snapshot[]>
  /** `idOrPrefix`: at least 4 digits, or `latest`. Throws VAULT_109. */
  findSnapshot(idOrPrefix: string): Promise<Snapshot>
  saveSnapshot(document: SnapshotDocument): Promise<Snapshot>
  removeSnapshot(id: Id): Promise<void>

  listKeys(): Promise<readonly KeySlot[]>
  /** Adds a way in and proves that it opens before it resolves. Throws KEY_106. */
  addKey(secret: string, label: { readonly username: string; readonly hostname: string }): Promise<KeySlot>
  /** Throws KEY_107 for the last slot. */
  removeKey(id: Id): Promise<void>

  close(): Promise<void>
}

export type CheckProblem = {
  readonly code: 'VAULT_104' | 'VAULT_105' | 'VAULT_107'
  /** What is wrong, in a word for the technician's list: 'pack-missing', 'pack-hash', 'blob-hash', 'tree-unreadable', … */
  readonly what: string
  /** Id of the damaged file or blob. */
  readonly id: Id
}
export type CheckReport = {
  readonly snapshots: number
  readonly packs: number
  readonly blobs: number
  readonly readBytes: number
  readonly problems: readonly CheckProblem[]
  /** Packs that no index names: garbage, harmless. */
  readonly unindexedPacks: number
}
export type CheckProgress = { readonly doneBytes: number; readonly totalBytes: number }
