import type { PackSize } from '../check/run.ts'
import type { Id } from '../types.ts'

/** When a pack was first met, and last read and found whole. A pack that is not in the ledger was never proven. */
export type ProofEntry = { readonly seenAtMs: number; readonly provenAtMs: number | null }
export type ProofLedger = ReadonlyMap<Id, ProofEntry>
export type ProofOptions = {
  /** Every byte is read again within so many days when a run happens daily; at least 2. */
  readonly everyDays: number
}

/** What to read today, in this order. */
export type ProofPlan = { readonly packs: readonly PackSize[]; readonly bytes: number }

const DAY_MS = 86_400_000
export const PROVE_EVERY_DAYS = 30
/** A share is never more than so many times the even one: after a holiday the rest is caught up over several days. */
const MAX_SHARES = 5

/**
 * Chooses the share of packs to read today: those whose proof is oldest, as few as will do.
 *
 * Each pack has a last day, `everyDays` after its proof or its first sight, less one day for runs that come late. The
 * share is the smallest even rate by which everything is read by its last day (earliest deadline first), so with a run
 * a day, some hours late at times, it stays below the most bytes there were, divided by `everyDays` - 2, and one pack. It is cut at five even
 * shares, which only matters after missed runs, or when a vault shrank to less than a fifth within the time.
 */
export function planProof(
  packs: readonly PackSize[],
  ledger: ProofLedger,
  nowMs: number,
  { everyDays }: ProofOptions,
): ProofPlan {
  const queue = packs
    .map((pack) => {
      const entry = ledger.get(pack.id)
      // What was never read goes before what was read on the day both were first seen.
      return { pack, sinceMs: provenOrSeenMs(entry, nowMs), rank: provenMs(entry, nowMs) === undefined ? 0 : 1 }
    })
    .sort(
      (left, right) =>
        left.sinceMs - right.sinceMs || left.rank - right.rank || (left.pack.id < right.pack.id ? -1 : 1),
    )
  let ahead = 0
  let share = 0
  for (const { pack, sinceMs } of queue) {
    ahead += pack.sizeBytes
    share = Math.max(share, ahead / runsLeft(sinceMs, nowMs, everyDays))
  }
  share = Math.min(share, (ahead / everyDays) * MAX_SHARES)
  const chosen: PackSize[] = []
  let bytes = 0
  for (const { pack } of queue) {
    if (bytes >= share) break
    chosen.push(pack)
    bytes += pack.sizeBytes
  }
  return { packs: chosen, bytes }
}

/** Daily runs from now to the last day, this one counted. Rounded: a run some hours earlier or later is still the run of its day. */
function runsLeft(sinceMs: number, nowMs: number, everyDays: number): number {
  const lastMs = sinceMs + (everyDays - 1) * DAY_MS
  return Math.max(1, Math.round((lastMs - nowMs) / DAY_MS) + 1)
}

/** A time that has not come yet was written by a clock that was wrong: it counts as now, and as no proof. */
export function provenOrSeenMs(entry: ProofEntry | undefined, nowMs: number): number {
  const provenAtMs = provenMs(entry, nowMs)
  return provenAtMs ?? Math.min(entry?.seenAtMs ?? nowMs, nowMs)
}

export function provenMs(entry: ProofEntry | undefined, nowMs: number): number | undefined {
  const provenAtMs = entry?.provenAtMs ?? undefined
  return provenAtMs === undefined || provenAtMs > nowMs ? undefined : provenAtMs
}

/** How old the proof of a replica is. */
export type ProofAge =
  | { readonly kind: 'none' }
  /** `expired`: some pack was not read for longer than it should be. `oldestAtMs` is the oldest proof among those proven. */
  | {
      readonly kind: 'current' | 'expired'
      readonly oldestAtMs: number
      readonly provenBytes: number
      readonly totalBytes: number
    }

/** Judges the proof of a replica by the packs it holds now. What was never proven makes it expire too, counted from its first sight. */
export function proofAge(
  packs: readonly PackSize[],
  ledger: ProofLedger,
  nowMs: number,
  { everyDays }: ProofOptions,
): ProofAge {
  let oldestAtMs = Number.POSITIVE_INFINITY
  let provenBytes = 0
  let totalBytes = 0
  let isExpired = false
  for (const { id, sizeBytes } of packs) {
    const entry = ledger.get(id)
    const provenAtMs = provenMs(entry, nowMs)
    totalBytes += sizeBytes
    if (provenAtMs !== undefined) {
      provenBytes += sizeBytes
      oldestAtMs = Math.min(oldestAtMs, provenAtMs)
    }
    if (nowMs - provenOrSeenMs(entry, nowMs) > everyDays * DAY_MS) isExpired = true
  }
  if (provenBytes === 0) return { kind: 'none' }
  return { kind: isExpired ? 'expired' : 'current', oldestAtMs, provenBytes, totalBytes }
}
