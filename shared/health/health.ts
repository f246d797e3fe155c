import type { Overview } from '../contracts/index.ts'
import type { CopySummary, SkipCode } from '../domain/index.ts'
import type { WireError } from '../errors/index.ts'

const HOUR_MS = 3_600_000
/** One working day: from here on the screen asks for a new copy. */
export const AGING_AFTER_MS = 24 * HOUR_MS
/** Three days without a copy is no longer a note. */
export const OLD_AFTER_MS = 72 * HOUR_MS

/** What Início says. Exactly one at a time, the most pressing. */
export type Health =
  | { readonly kind: 'working'; readonly lastCopy: CopySummary | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'guarded'; readonly lastCopy: CopySummary }
  /** Some items are missing from the newest copy. */
  | { readonly kind: 'skipped'; readonly lastCopy: CopySummary; readonly items: number }
  /** A database is missing from the newest copy. */
  | { readonly kind: 'records-skipped'; readonly lastCopy: CopySummary; readonly code: SkipCode }
  | { readonly kind: 'aging'; readonly lastCopy: CopySummary }
  | { readonly kind: 'old'; readonly lastCopy: CopySummary }
  /** The place for copies does not answer; `isUrgent` when no fresh copy bridges the gap. */
  | {
      readonly kind: 'away'
      readonly lastCopy: CopySummary | null
      readonly isUrgent: boolean
      /** Copies go to another place meanwhile. */
      readonly isElsewhere: boolean
    }
  /** A check found parts that are not whole, in whichever place; `isMendable` when another place may have them whole. */
  | {
      readonly kind: 'damaged'
      readonly lastCopy: CopySummary | null
      readonly problems: number
      readonly isMendable: boolean
    }
  | { readonly kind: 'failed'; readonly lastCopy: CopySummary | null; readonly error: WireError }

/**
 * The state of the protection, from facts alone: how old the newest copy is, what it lacks, and what stopped the ones after it.
 *
 * The result of the last job decides nothing by itself: a copy that worked three days ago is an old copy.
 */
export function healthOf(overview: Overview, nowMs: number): Health {
  const { lastCopy } = overview
  if (overview.running.some((job) => job.jobKind === 'copy')) return { kind: 'working', lastCopy }
  const savedAtMs = lastSavedMs(overview)
  const ageMs = savedAtMs === null ? Number.POSITIVE_INFINITY : nowMs - savedAtMs
  if (overview.vault && !overview.vault.isReachable)
    return { kind: 'away', lastCopy, isUrgent: ageMs >= AGING_AFTER_MS, isElsewhere: hasOtherPlace(overview) }
  const { openFailure } = overview
  if (openFailure && !isBackAgain(overview)) return { kind: 'failed', lastCopy, error: openFailure.error }
  const damage = damageOf(overview)
  if (damage) return { kind: 'damaged', lastCopy, problems: damage.problems, isMendable: damage.isMendable }
  if (!lastCopy) return { kind: 'none' }
  if (ageMs >= OLD_AFTER_MS) return { kind: 'old', lastCopy }
  const code = skippedRecords(lastCopy)
  if (code) return { kind: 'records-skipped', lastCopy, code }
  if (ageMs >= AGING_AFTER_MS || overview.freshness.overdueSinceMs !== null) return { kind: 'aging', lastCopy }
  const items = missingItems(lastCopy)
  return items > 0 ? { kind: 'skipped', lastCopy, items } : { kind: 'guarded', lastCopy }
}

/** The last copy failed because its place was not there, and it is there now: nobody has to plug anything in. */
const isBackAgain = ({ vault, openFailure }: Overview): boolean =>
  vault?.isReachable === true && (openFailure?.error.code === 'DEST_101' || openFailure?.error.code === 'DEST_111')

/** What the newest checks found damaged, in any place; null when all that was looked at is whole. */
export function damageOf({ lastCheck, replicas }: Pick<Overview, 'lastCheck' | 'replicas'>): {
  readonly atMs: number
  readonly problems: number
  readonly isMendable: boolean
} | null {
  const damaged = replicas.flatMap(({ proof }) => (proof.kind === 'damaged' ? [proof] : []))
  const checked = lastCheck && lastCheck.problems > 0 ? [lastCheck] : []
  if (damaged.length + checked.length === 0) return null
  return {
    atMs: Math.min(...[...damaged, ...checked].map(({ atMs }) => atMs)),
    problems: Math.max(
      damaged.reduce((sum, { problems }) => sum + problems, 0),
      ...checked.map(({ problems }) => problems),
    ),
    isMendable:
      damaged.length > 0 &&
      replicas.some(({ proof, isReachable, copies }) => proof.kind !== 'damaged' && isReachable && copies > 0),
  }
}

/** Another place answers that copies may go to; disks of the month are none. */
export const hasOtherPlace = ({ replicas }: Pick<Overview, 'replicas'>): boolean =>
  replicas.some(({ isMain, isReachable, diskId, trouble }) => !isMain && isReachable && !diskId && !trouble)

/** The moment up to which everything is kept: a look that found nothing changed counts as much as a copy. */
export function lastSavedMs({ lastCopy, freshness }: Pick<Overview, 'lastCopy' | 'freshness'>): number | null {
  if (!lastCopy) return null
  const saved = freshness.items.map(({ savedAtMs }) => savedAtMs ?? 0)
  return Math.max(lastCopy.takenAtMs, saved.length === 0 ? 0 : Math.min(...saved))
}

/** Items that exist and are not in the copy. What vanished by itself or is no document is told, but is nothing to worry about. */
const missingItems = ({ skips }: CopySummary): number => (skips.SRC_102 ?? 0) + (skips.SRC_103 ?? 0)

const skippedRecords = ({ skips }: CopySummary): SkipCode | undefined =>
  (Object.keys(skips) as SkipCode[]).find((code) => code.startsWith('DB_'))
