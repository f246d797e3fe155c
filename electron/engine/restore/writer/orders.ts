import type { Code } from '#shared/errors/index.ts'
import type { Chunks } from '../journal/fingerprint.ts'
import type { RestoreRequest, Safekeeping } from '../types.ts'

/** What the thread that writes a recovery is started with. */
export type WriterStart = {
  /** Real path, prepared. */
  readonly targetFolder: string
  readonly safekeeping?: Safekeeping | undefined
  readonly onConflict: RestoreRequest['onConflict']
  /** What is younger is of this recovery. */
  readonly beganAtMs: number
  /** Whether each file is made durable before it gets its name; otherwise only those that replace one, and the caller flushes the disk at the end. */
  readonly syncsEach: boolean
  /** Shared; anything but 0 means: do nothing more. */
  readonly stop: Int32Array<SharedArrayBuffer>
}

/** What an entry gets when it is whole. Seconds as text, as `node:fs` takes them. */
export type Attributes = {
  readonly uid: number
  readonly gid: number
  readonly permissions: number
  readonly times: { readonly atime: string; readonly mtime: string } | undefined
}

/** Where an entry goes: a folder by the number of its own order (0 is the target), and a safe name, one character a byte. */
export type Place = {
  readonly number: number
  readonly folder: number
  readonly name: string
  readonly wantsPath?: boolean
}
export type FolderOrder = Place & {
  readonly kind: 'folder'
  /** Whether one that is there may be used. */
  readonly mayJoin: boolean
}
export type FileOrder = Place & {
  readonly kind: 'file'
  readonly sizeBytes: number
  /** Pieces that will come; with none the file is empty. */
  readonly pieces: number
  readonly attributes: Attributes
  /** Whether others will ask to be further names of it. */
  readonly isLinked: boolean
}
export type Order =
  /** Whether the file is there already: of an earlier run, or equal to the copy where that is enough. */
  | (Place & { readonly kind: 'look'; readonly sizeBytes: number; readonly chunks: Chunks })
  | FolderOrder
  | FileOrder
  | (Place & { readonly kind: 'link'; readonly first: number })
  | (Place & { readonly kind: 'symlink'; readonly to: string | Uint8Array; readonly attributes: Attributes })
  | (Place & { readonly kind: 'fifo'; readonly attributes: Attributes })
  /** A folder has all that belongs in it. Not for one that was there before, unless replacing is meant. */
  | { readonly kind: 'finish'; readonly number: number; readonly folder: number; readonly attributes: Attributes }
  /** A file will not become whole. Not answered. */
  | { readonly kind: 'drop'; readonly file: number }

/** Bytes of a file: a part of one of the pieces of memory that come along. */
export type Piece = {
  readonly file: number
  readonly position: number
  readonly memory: number
  readonly from: number
  readonly to: number
}

/** Orders first, then pieces, both as they stand. */
export type WriterRequest =
  | {
      readonly kind: 'work'
      readonly job: number
      readonly orders: readonly Order[]
      readonly pieces: readonly Piece[]
      readonly memory: readonly Uint8Array<ArrayBuffer>[]
    }
  /** Removes what is not whole. */
  | { readonly kind: 'discard'; readonly job: number }

export type WriterFailure = { readonly system: string } | { readonly app: Code } | { readonly other: string }
export type Done = {
  readonly kind: 'done'
  readonly number: number
  readonly path?: string
  readonly isRenamed?: boolean
  readonly isPlain?: boolean
  /** Stood there before. */
  readonly isUnchanged?: boolean
}
/** `dropped`: the folder above never came to be, so nothing is to be said of it. */
export type Result =
  | Done
  /** Not there: the file is to be ordered. */
  | { readonly kind: 'absent'; readonly number: number }
  | { readonly kind: 'dropped'; readonly number: number }
  | { readonly kind: 'failed'; readonly number: number; readonly failure: WriterFailure }
/** `memory` is the request's. */
export type WriterReply = {
  readonly job: number
  readonly results: readonly Result[]
  readonly memory: readonly Uint8Array<ArrayBuffer>[]
}
