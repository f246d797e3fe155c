import type { RetentionPolicy } from '#shared/domain/index.ts'

/** What a plan looks at of one copy. */
export type RetentionCopy = {
  readonly copyId: string
  readonly takenAtMs: number
  readonly tags: readonly string[]
}

/** Which copies are to be cleaned by which rules. */
export type RetentionRequest = {
  /** Only copies with this tag, and with no other plan's, are ever removed. */
  readonly planTag: string
  readonly policy: RetentionPolicy
  /** The disks of the month are never cleaned by themselves. */
  readonly series?: 'continuous' | 'monthly'
  /** Copies that somebody decided to keep, beside those with the pinned tag. */
  readonly pinned?: readonly string[]
  /** Where days and months begin; São Paulo by default. */
  readonly timeZone?: string
  /** Remove the oldest so many only, and leave the rest for another time. */
  readonly atMost?: number
}

type PlannedCopy = {
  readonly copyId: string
  readonly takenAtMs: number
  /** For how many years nothing of it may lose its last version; 0 for a copy that is not of the plan. */
  readonly minimumYears: number
}

/** Why a copy stays. */
export type KeepReason =
  /** The newest of all. */
  | 'newest'
  | 'daily'
  | 'weekly'
  | 'monthly'
  | 'yearly'
  | 'pinned'
  /** Younger than the legal minimum, and the first copy or the last of its month. */
  | 'floor'
  | 'never-delete'
  | 'monthly-series'
  /** Not of this plan, or of several. */
  | 'other-plan'
  /** It says it was taken later than now: some clock is wrong. */
  | 'future'
  /** The last version of some file is in no other copy that stays. */
  | 'only-holder'
  /** It may go, but not this time. */
  | 'later'

export type KeptCopy = PlannedCopy & { readonly reasons: readonly KeepReason[] }
export type RemovedCopy = PlannedCopy & {
  /** Older than the legal minimum: its last versions may go with it. */
  readonly isBeyondFloor: boolean
}

/** Every copy of the vault once, newest first: here or there. */
export type RetentionPlan = { readonly keep: readonly KeptCopy[]; readonly remove: readonly RemovedCopy[] }

/** How the vault is, as far as it decides whether cleaning is safe now. */
export type CleaningHealth = {
  /** When all copies were last found whole; null when never. */
  readonly lastProofAtMs: number | null
  /** Alarms without an answer (mass change, canary, source that shrank), by their name. */
  readonly brakes: readonly string[]
}

export type RetentionRefusal =
  /** More than half of the plan's copies in one go. */
  | 'more-than-half'
  /** The newest copy is old: copies stopped coming, or the clock is wrong. */
  | 'no-new-copies'
  | 'proof-too-old'
  | 'brake-on'

/** A plan for a vault, as shown to the people who decide. */
export type ShownRetentionPlan = RetentionPlan & {
  /** Stands for exactly this plan. */
  readonly fingerprint: string
  readonly request: RetentionRequest
  readonly plannedAtMs: number
  /** Why `applyRetention` would refuse now. */
  readonly refusals: readonly RetentionRefusal[]
}
