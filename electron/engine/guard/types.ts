import type { GuardSign } from '#shared/domain/index.ts'

/** What is different between two copies, in counts: nothing here names a file. */
export type Changes = {
  /** Files of the clinic in the copy before, and in this one. */
  readonly filesBefore: number
  readonly filesAfter: number
  readonly created: number
  readonly changed: number
  readonly deleted: number
  /** The same content under another name or in another place; a moved folder is one. */
  readonly moved: number
  /** New files named like one that is gone, with the same ending after its name (`foto.jpg` → `foto.jpg.abc`). */
  readonly sameEnding: number
  /** Most folders in which one small new text of the same name turned up. */
  readonly noteFolders: number
  /** Chosen folders of which less than half of the files is left, or a fifth of the bytes. */
  readonly shrunkSources: number
  readonly samples: Samples
}

/** What the beginnings of some changed and new files say. */
export type Samples = {
  readonly taken: number
  /** Were, or say by their name to be, a picture, document or database, and hold noise. */
  readonly formLost: number
  /** Were text, or say so by their name, and hold noise. */
  readonly textLost: number
  /** New noise under a name nobody knows, where other files went. */
  readonly unknownNoise: number
}

/** One independent reason to suspect that something is destroying the clinic's files. */
export type Sign = GuardSign

/** Counts of one copy that was not suspicious: what this clinic's days are like. */
export type Day = Pick<Changes, 'created' | 'changed' | 'deleted' | 'moved'>

/** `brake`: nothing is cleaned, no disk leaves, copies go into quarantine, and a person has to answer. */
export type Verdict = {
  readonly kind: 'ok' | 'warn' | 'brake'
  readonly signs: readonly Sign[]
}
