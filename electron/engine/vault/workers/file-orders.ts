import type { NativePath, RawStats, SystemFailure } from '#engine/sources/index.ts'
import type { Id } from '../types.ts'

/**
 * Reading files on a thread of the vault. What was read stays there, under a number of the caller's, until he says what of it is new:
 * then it is packed where it lies, and no byte of a file ever goes from one thread to another.
 */
export type FileOrder =
  /** Whole files that are one chunk each. Answered with `SmallReading`. */
  | { readonly kind: 'read-small'; readonly number: number; readonly paths: readonly NativePath[] }
  /** The next chunk of a file, which is opened by the first. Answered with `ChunkReading`. */
  | {
      readonly kind: 'read-chunk'
      readonly number: number
      readonly path: NativePath
      readonly polynomial: bigint
    }
  /** Packs these of what is held under the number. Answered with one `Packed` for each. */
  | { readonly kind: 'keep'; readonly number: number; readonly blobs: readonly number[] }
  /** Nothing of the number is wanted any more. Not answered. */
  | { readonly kind: 'drop'; readonly number: number }

export type SmallFile =
  | { readonly kind: 'read'; readonly id: Id; readonly lengthBytes: number }
  /** Somebody wrote to it meanwhile. */
  | { readonly kind: 'changed' }
  /** It has grown too big to be read like this. */
  | { readonly kind: 'big' }
  | { readonly kind: 'failed'; readonly failure: SystemFailure }
/** `stats` are columns, one entry a file. */
export type SmallReading = { readonly files: readonly SmallFile[]; readonly stats: BigInt64Array }

export type ChunkReading =
  | { readonly kind: 'chunk'; readonly id: Id; readonly lengthBytes: number }
  /** All of the file was read, and it held still. */
  | { readonly kind: 'end'; readonly stats: RawStats }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly failure: SystemFailure }
