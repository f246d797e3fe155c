import type { NativePath, RawStats } from '#engine/sources/index.ts'
import type { Id } from './types.ts'

/** A file that the vault's own threads are to read. All that are under way at once share one signal. */
export type FileToStore = {
  readonly path: NativePath
  /** As it was seen last; it may have changed since. */
  readonly sizeBytes: number
  readonly signal: AbortSignal
  readonly onChunk: (chunk: StoredChunk) => void
}
/** `stored` settles once the chunk is sealed: what it takes in its pack, 0 for one that the vault had. */
export type StoredChunk = {
  readonly id: Id
  readonly lengthBytes: number
  readonly isNew: boolean
  readonly stored: Promise<number>
}
export type StoredFile =
  /** `stats` are those of the very file that was read. */
  | { readonly kind: 'stored'; readonly stats: RawStats; readonly content: readonly Id[]; readonly sizeBytes: bigint }
  /** Somebody wrote to it meanwhile: what was stored is no state the file ever had. */
  | { readonly kind: 'changed' }
