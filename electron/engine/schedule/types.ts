import type { Category, MachineState } from '#shared/domain/index.ts'

/** Tries of one kind of work that failed since the last that did not. */
export type Failures = { readonly count: number; readonly lastAtMs: number }
/** Work that ended well. */
export type Ended = { readonly atMs: number; readonly durationMs: number }

/** What has changed and is in no copy yet. */
export type Unsaved = { readonly category: Category | undefined; readonly sinceMs: number; readonly lastMs: number }

export type ReplicaState = {
  readonly replicaId: string
  readonly isMain: boolean
  readonly isNetwork: boolean
  /** Work on it goes on beside the rest, because it may be slow. */
  readonly isFar?: boolean
  /** What goes there goes over the clinic's line; as `isNetwork` where it is not known. */
  readonly usesInternet?: boolean
  readonly isReachable: boolean
  /** When it began to keep copies; null when that is not known any more. */
  readonly knownSinceMs: number | null
  /** Present where copies are protected against erasing: the daily work that keeps them so. */
  readonly protect?: { readonly last: Ended | null; readonly failures: Failures | null; readonly isUnderWay: boolean }
  readonly proof: { readonly last: Ended | null; readonly failures: Failures | null; readonly isUnderWay: boolean }
  readonly update: {
    readonly last: Ended | null
    readonly failures: Failures | null
    readonly isUnderWay: boolean
    /** Since when it lacks a copy that a place that answers has, and how much of new bytes that is about; null when it lacks none. */
    readonly behind: { readonly sinceMs: number; readonly bytes: number } | null
    /** Only far places have what it lacks. */
    readonly fromFar?: boolean
  }
}

/** How long work waits for the computer to be at rest. */
export type Waits = {
  /** Nobody saved for so long: a good moment. */
  readonly quietMs: number
  /** After waking up or starting, drives and networks need a moment. */
  readonly settleMs: number
}

/** Everything that decides when work begins, besides the clinic's own decisions. Times may be wrong by years: clocks are. */
export type ScheduleState = {
  readonly unsaved: readonly Unsaved[]
  /** False when changes may come that nobody tells of. */
  readonly isWatchTrusted: boolean
  /** The vault's key cannot be had. */
  readonly isLocked: boolean
  readonly copy: {
    /** When everything was last looked at, copied or found unchanged; the moment the look began. */
    readonly lastLookAtMs: number | null
    /** When the newest copy was made. */
    readonly lastCopyAtMs: number | null
    readonly last: Ended | null
    readonly failures: Failures | null
    readonly isUnderWay: boolean
    /** No place for copies answers, and that was told already. */
    readonly isDiskKnownAway: boolean
    /** Only places answer that may not be used while the line is paid by volume. */
    readonly isHeldByMeter?: boolean
  }
  readonly replicas: readonly ReplicaState[]
  readonly machine: MachineState
  /** When the computer last woke up or the engine started in a set-up clinic; null when neither. */
  readonly wokeAtMs: number | null
  /** Any work on near places is waiting or under way. */
  readonly isBusy: boolean
  /** The same for far places. */
  readonly isFarBusy?: boolean
  /** Others than the usual ones. */
  readonly waits?: Waits
}
