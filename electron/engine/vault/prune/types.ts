import type { Id } from '../types.ts'

/** What cleaning would do, as shown to the people who decide. Nothing of it has happened. */
export type PrunePlan = {
  /** Stands for this plan on this very content of the vault. */
  readonly fingerprint: string
  readonly plannedAtMs: number
  readonly options: PruneOptions
  readonly copies: number
  /** Copies in the trash: those that stay, and those whose 30 days are over. */
  readonly trash: { readonly kept: number; readonly expired: number }
  readonly packs: {
    readonly total: number
    /** Nothing in them is needed. */
    readonly toDelete: number
    /** What is needed of them moves into new packs. */
    readonly toRepack: number
    /** No index names them: left by work that stopped midway. */
    readonly unindexed: number
  }
  readonly indexFilesToReplace: number
  readonly storedBytes: number
  /** Sealed bytes that move into new packs. */
  readonly repackBytes: number
  /** Room on the disk that this gives back. */
  readonly freedBytes: number
  /** What of it is protected against erasing now, and goes at a cleaning after that; null when nothing is. */
  readonly later: { readonly packs: number; readonly bytes: number; readonly untilMs: number } | null
  /** Why `applyPrune` would refuse. Empty for a plan that can be carried out. */
  readonly refusals: readonly PruneRefusal[]
}

export type PruneRefusal =
  /** Not one copy in the vault: everything would go. */
  'no-copies' | 'more-than-half'

export type PruneOptions = {
  /** How long a removed copy stays alive; 30 days are the least. */
  readonly keepTrashDays: number
  /** How much of what is stored may be unneeded before packs are rewritten for it; 0.05 by default. */
  readonly maxUnusedFraction: number
  /** Also a plan that gives back more than half of the room. */
  readonly allowMoreThanHalf: boolean
}

export type PruneProgress = {
  readonly phase: 'looking' | 'repacking' | 'removing'
  readonly doneBytes: number
  readonly totalBytes: number
}

export type PruneRun = {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PruneProgress) => void
  /** Size of the reserve that is made again afterwards; 0 for none. */
  readonly reserveBytes?: number
}

export type PruneOutcome = {
  readonly deletedPacks: number
  readonly repackedPacks: number
  readonly newPacks: number
  readonly freedBytes: number
  readonly expiredCopies: number
  /** Packs that are needed no more but could not be deleted: harmless, the next cleaning takes them. */
  readonly leftPacks: number
  readonly leftBytes: number
  /** Until when the last of them is protected against erasing; null when none is. */
  readonly leftUntilMs: number | null
}

/** An index file and the packs it names. */
export type IndexFile = { readonly id: Id; readonly packIds: readonly Id[]; readonly blobs: number }
