import type { Clock } from '#engine/kernel/index.ts'
import type { CheckProblem, Id, Vault } from '#engine/vault/index.ts'

/** What a replica lacks, before anything is done. */
export type ReplicationPlan = {
  /** Copies it will get, oldest first. */
  readonly snapshots: readonly Id[]
  /** Ways in that it lacks. */
  readonly keys: readonly Id[]
  /** Ways in that only the replica has: a key that was retired elsewhere still opens it. */
  readonly keysOnlyThere: readonly Id[]
  /** Packs that are copied as they are. */
  readonly packs: number
  /** Packs an interrupted run left there, named in the index now. */
  readonly foundPacks: number
  /** Blobs taken out of packs of which the replica has nearly everything already. */
  readonly liftedBlobs: number
  readonly bytes: number
}
export type ReplicationProgress = { readonly doneBytes: number; readonly totalBytes: number }
export type ReplicateOptions = {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ReplicationProgress) => void
  /** No limit by default. */
  readonly bytesPerSecond?: number
  readonly clock?: Clock
  /** Whether ways in that the target lacks go over; by default they do. A source that is not the main one may hold a retired one. */
  readonly withKeys?: boolean
}
export type ReplicationOutcome = Omit<ReplicationPlan, 'keysOnlyThere' | 'keys'> & {
  /** Copies that stay away, because the source does not have all of what they need: heal it, then go on. */
  readonly heldBack: readonly Id[]
  /** Packs of the source that are not what their name says. */
  readonly damagedPacks: readonly Id[]
}

export type HealOptions = {
  /** Other repositories of the same vault, best first. */
  readonly replicas: readonly Vault[]
  /** What a check found; without it only what shows by names and sizes is healed. */
  readonly problems?: readonly CheckProblem[]
  /** Also look into the clinic's own files, at the paths the copies name. */
  readonly fromSources?: boolean
  readonly signal?: AbortSignal
}
/** Something that cannot come back from any copy that needs it. The path is for showing only: never logged, never in a fact. */
export type LostItem = {
  readonly path: string
  /** A folder whose list of entries is lost loses all that is in it. */
  readonly kind: 'file' | 'folder'
  /** The newest copy in which it is damaged. */
  readonly snapshotId: Id
  readonly takenAtMs: number
}
export type HealPlan = {
  readonly problems: readonly CheckProblem[]
  /** Packs that another replica has under the same name. */
  readonly fetchedPacks: readonly Id[]
  /** Packs whose blobs get another home, one by one. */
  readonly dissolvedPacks: readonly Id[]
  readonly indexes: readonly Id[]
  readonly snapshots: readonly Id[]
  readonly keys: readonly Id[]
  /** Blobs that copies need and that no whole pack here holds. */
  readonly blobs: number
  /** What no replica holds; with `fromSources` the clinic's files may still bring it back. */
  readonly missing: readonly LostItem[]
}
export type HealOutcome = {
  readonly fetchedPacks: number
  readonly dissolvedPacks: number
  readonly indexes: number
  readonly snapshots: number
  readonly keys: number
  /** Blobs that got a new home, by where they came from. */
  readonly blobs: { readonly salvaged: number; readonly fromReplicas: number; readonly fromSources: number }
  readonly lost: readonly LostItem[]
  /** Snapshot files that no replica has whole. */
  readonly lostSnapshots: readonly Id[]
}
