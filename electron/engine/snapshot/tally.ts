import type { SnapshotSummary, TreeNode } from '#engine/vault/index.ts'
import type { SnapshotProgress, SnapshotSkip } from './types.ts'

export type Change = 'new' | 'changed' | 'unmodified'

/** Counts what a copy did while it does it. */
export class Tally {
  readonly skips: SnapshotSkip[] = []
  databases = 0
  totalBytes = 0
  totalFiles = 0
  doneBytes = 0
  doneFiles = 0
  /** A chosen folder could be opened, even if it was empty. */
  hasReadFolder = false
  #files: Record<Change, number> = { new: 0, changed: 0, unmodified: 0 }
  #folders: Record<Change, number> = { new: 0, changed: 0, unmodified: 0 }
  #blobs = { data: 0, tree: 0 }
  #addedBytes = 0
  #storedBytes = 0
  #processedBytes = 0
  readonly #onProgress: ((progress: SnapshotProgress) => void) | undefined

  constructor(onProgress: ((progress: SnapshotProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  /** True when there were things to copy and not one of them could be read. */
  get hasNothing(): boolean {
    return this.skips.length > 0 && !this.hasReadFolder && this.filesSaved === 0
  }

  get filesSaved(): number {
    return this.#files.new + this.#files.changed + this.#files.unmodified
  }

  file(change: Change, sizeBytes: number): void {
    this.#files[change]++
    this.#processedBytes += sizeBytes
  }

  folder(change: Change): void {
    this.#folders[change]++
  }

  /** A blob that the vault did not have. */
  blob(type: 'data' | 'tree', plainBytes: number, stored: Promise<number>): void {
    this.#blobs[type]++
    this.#addedBytes += plainBytes
    stored.then(
      (bytes) => {
        this.#storedBytes += bytes
      },
      () => undefined,
    )
  }

  /** What the copy before held is near enough to what this one will; counting would mean going through everything twice. */
  expect(before: SnapshotSummary): void {
    this.totalFiles = before.total_files_processed
    this.totalBytes = before.total_bytes_processed
  }

  /** Everything was read, however much was expected. */
  finishing(): void {
    this.totalFiles = this.doneFiles
    this.totalBytes = this.doneBytes
    this.report('finishing')
  }

  report(phase: SnapshotProgress['phase']): void {
    this.#onProgress?.({
      phase,
      // A file that grew since it was counted must not show more than everything.
      doneBytes: Math.min(this.doneBytes, this.totalBytes),
      totalBytes: this.totalBytes,
      doneFiles: Math.min(this.doneFiles, this.totalFiles),
      totalFiles: this.totalFiles,
    })
  }

  summary(backupStart: string, backupEnd: string): SnapshotSummary {
    return {
      backup_start: backupStart,
      backup_end: backupEnd,
      files_new: this.#files.new,
      files_changed: this.#files.changed,
      files_unmodified: this.#files.unmodified,
      dirs_new: this.#folders.new,
      dirs_changed: this.#folders.changed,
      dirs_unmodified: this.#folders.unmodified,
      data_blobs: this.#blobs.data,
      tree_blobs: this.#blobs.tree,
      data_added: this.#addedBytes,
      data_added_packed: this.#storedBytes,
      total_files_processed: this.filesSaved,
      total_bytes_processed: this.#processedBytes,
    }
  }
}

/** What became of an entry since the parent copy. */
export function changeOf(node: TreeNode, previous: TreeNode | undefined): Change {
  if (!previous || previous.type !== node.type) return 'new'
  const isSame =
    previous.mtime === node.mtime &&
    previous.ctime === node.ctime &&
    previous.mode === node.mode &&
    previous.uid === node.uid &&
    previous.gid === node.gid &&
    previous.subtree === node.subtree &&
    (previous.content ?? []).join() === (node.content ?? []).join()
  return isSame ? 'unmodified' : 'changed'
}
