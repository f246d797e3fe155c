import type { SourceId } from '#shared/domain/index.ts'
import type { Code } from '#shared/errors/index.ts'

/** Something to watch. Paths are native and absolute. */
export type WatchedSource = {
  readonly sourceId: SourceId
  /** Everything in the folder, or only some files of it (a database and its log). */
  readonly kind: 'folder' | 'files'
  /** The folder; for `files` the first of them, by which the others stand. */
  readonly path: string
  readonly files?: readonly string[]
}

/** How changes of a source are learnt of. */
export type Coverage =
  | { readonly kind: 'starting' }
  /** Told by the system; not `isTrusted` where it may keep some to itself. */
  | { readonly kind: 'events'; readonly isTrusted: boolean }
  /** Found by asking for every file, again and again. */
  | { readonly kind: 'polling'; readonly code: Code }
  /** Found by the next look at everything. */
  | { readonly kind: 'looks'; readonly code: Code }

/** Words between the parts that watch one source and the room. */
export type SourceEvents = {
  readonly onChange: () => void
  readonly onCoverage: (coverage: Coverage) => void
}
