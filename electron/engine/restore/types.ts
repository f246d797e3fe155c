import type { Snapshot } from '#engine/vault/index.ts'

export type RestoreRequest = {
  readonly snapshot: Snapshot
  /** Paths inside the copy, with `/` between names, as bytes where a name is not text; empty means everything. A folder brings all that is in it. */
  readonly include: readonly (string | Uint8Array)[]
  readonly targetFolder: string
  /**
   * `full-path` recreates the folders of the copy below the target, as restic does.
   * `flat` puts each included item itself into the target.
   */
  readonly layout: 'full-path' | 'flat'
  /**
   * What to do where a name already exists in the target: give ours a number, move theirs into `safekeeping.asideFolder` first (what is
   * equal to the copy stays), or (technician) replace.
   */
  readonly onConflict: 'rename' | 'set-aside' | 'overwrite'
  /** Paths of the copy that are left out, with all in them: databases that somebody works in. */
  readonly exclude?: readonly string[]
}

/** What makes a recovery able to go on after a crash, and to be undone. */
export type Safekeeping = {
  /** Durable memory of this recovery alone. With what an earlier run wrote there, that run is taken up. */
  readonly journalFile: string
  /** Letters and digits; unfinished files carry it in their names. */
  readonly mark: string
  /** Name of the folder in the target that gets what is set aside. Made only when it is needed. */
  readonly asideName: string
}

export type RestoreSkip = { readonly code: 'REST_101' | 'REST_105' | 'VAULT_105' | 'SRC_105'; readonly path: string }

/** What a recovery will do, before it does anything. */
export type RestorePlan = {
  readonly request: RestoreRequest
  readonly files: number
  readonly folders: number
  readonly bytes: number
  readonly skips: readonly RestoreSkip[]
}

export type RestoreOutcome = {
  readonly files: number
  readonly bytes: number
  readonly skips: readonly RestoreSkip[]
  /** Where each included item landed, in the order of the request (native paths). */
  readonly landed: readonly string[]
  readonly told: RestoreTold
}
/** What came back a little otherwise than it was. */
export type RestoreTold = {
  /** Got a number, because another has the name here: taken, or told apart only by capitals or accents. */
  readonly renamed: number
  /** Could not get their permissions or times: the disk does not know such. */
  readonly plain: number
  /** Stood there already, byte for byte, and were left alone. */
  readonly unchanged: number
}
export type RestoreProgress = {
  readonly doneBytes: number
  readonly totalBytes: number
  readonly doneFiles: number
  readonly totalFiles: number
}
