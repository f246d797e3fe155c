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
  /** What to do where a name already exists in the target: give ours a number, or (technician) replace. */
  readonly onConflict: 'rename' | 'overwrite'
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
}
export type RestoreProgress = {
  readonly doneBytes: number
  readonly totalBytes: number
  readonly doneFiles: number
  readonly totalFiles: number
}
