import type { DumpSink } from '#engine/connectors/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Snapshot, SnapshotSummary } from '#engine/vault/index.ts'
import type { SkipCode } from '#shared/domain/index.ts'

/** What goes into a copy. Paths are native and absolute. */
export type SnapshotTarget =
  | { readonly kind: 'folder'; readonly path: string }
  /** A live database: `dump` makes the consistent bytes that stand at `path` in the copy. Its companions are left out. */
  | {
      readonly kind: 'database'
      readonly path: string
      readonly companions: readonly string[]
      /** Nobody wrote to it since the parent copy, whose bytes then stand for it again. Without them it is dumped. */
      readonly isUnchanged?: boolean
      readonly dump: (signal: AbortSignal) => Promise<StandIn>
    }
  /** A database that only its server may read: `dump` streams its parts into the vault, and they stand in the folder `path` of the copy. */
  | {
      readonly kind: 'server'
      readonly path: string
      /** Nobody wrote to it since the last copy, whose dump then stands for it again. */
      readonly isUnchanged: boolean
      /** Also one much smaller than the last is believed. */
      readonly acceptsLess: boolean
      readonly dump: (
        sink: DumpSink,
        options: { readonly signal: AbortSignal; readonly lastGoodBytes?: number },
      ) => Promise<unknown>
    }

/** Bytes that stand in the copy for a file that must not be read directly. */
export type StandIn = { readonly path: string; readonly sizeBytes: number; dispose(): Promise<void> }

export type SnapshotSkip = {
  readonly code: SkipCode
  /** Shown only to the person who asks; never logged. */
  readonly path: string
}

export type SnapshotProgress = {
  readonly phase: 'preparing' | 'database' | 'reading' | 'finishing'
  readonly doneBytes: number
  readonly totalBytes: number
  readonly doneFiles: number
  readonly totalFiles: number
}

/** A small file that stands in the folder `BOOKS` at the top of the copy. */
export type BookFile = {
  readonly name: string
  /** It never changes again: the one the parent copy has under this name is it. */
  readonly isFull: boolean
  read(): Uint8Array
}

export type TakeSnapshotOptions = {
  readonly targets: readonly SnapshotTarget[]
  /** Patterns beside the built-in ones (junk, temporary and lock files). */
  readonly exclude?: readonly string[]
  readonly tags?: readonly string[]
  readonly hostname: string
  readonly username: string
  readonly programVersion: string
  /** Unchanged files of this copy are not read again. By default the newest copy of the same host and paths. */
  readonly parent?: Snapshot | 'none'
  /** Makes no copy when nothing differs from the parent: then the outcome is that one. */
  readonly skipUnchanged?: boolean
  /** What the app itself keeps and takes along. A copy is not made for its sake alone, and it counts as nothing of the clinic's. */
  readonly books?: readonly BookFile[]
  readonly onProgress?: (progress: SnapshotProgress) => void
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

export type SnapshotOutcome = {
  /** The parent itself when `isUnchanged`. */
  readonly snapshot: Snapshot
  /** Only with `skipUnchanged`: everything was looked at, and the newest copy still is what the clinic has. */
  readonly isUnchanged: boolean
  readonly summary: SnapshotSummary
  readonly databases: number
  readonly skips: readonly SnapshotSkip[]
}
