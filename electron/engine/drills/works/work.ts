import type { Random } from '#engine/kernel/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import type { DrillFinding, Source } from '#shared/domain/index.ts'

/** A thing that came back into the sandbox. For the eye only: it is never written down. */
export type Brought = {
  readonly name: string
  /** Where it is in the copy: tells whose eyes it is for. */
  readonly path: string
  readonly file: string
  readonly bytes: number
  readonly isPicture?: boolean
}

export type WorkParts = {
  /** Open, its index loaded. */
  readonly vault: Vault
  /** Newest first, at least one. */
  readonly snapshots: readonly Snapshot[]
  /** What the clinic protects; undefined where nothing of this computer may be known. */
  readonly sources: readonly Source[] | undefined
  /** Whether whoever runs the step may see what lies at a path of a copy: that is chosen first. */
  readonly maySee: (path: string) => boolean
  /** An empty private folder; what is put there is wiped by others. */
  readonly sandbox: string
  readonly random: Random
  readonly nowMs: number
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}
export type Done = { readonly finding: DrillFinding; readonly brought: readonly Brought[] }
/** One thing that a drill does for real. Throws coded failures; what is wrong with single files is in the finding. */
export type Work = (parts: WorkParts) => Promise<Done>

export const takenAtMs = (snapshot: Snapshot): number => Date.parse(snapshot.time) || 0
