import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import {
  type Freshness,
  goalMsOf,
  type ItemFreshness,
  isWithinGoal,
  lossOf,
  type SourceId,
  skipCodeSchema,
  worstLoss,
} from '#shared/domain/index.ts'
import { lastLookOf, openFailureOf, provenThroughMs, savedAt } from './history.ts'

/** Changes that no copy holds, and the sources of which every change is told. */
export type UnsavedBySource = {
  readonly changedSinceMs: ReadonlyMap<SourceId, number>
  readonly heard: ReadonlySet<SourceId>
}
export type FreshnessParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly unsaved: () => UnsavedBySource
}

/** How much of each protected thing would be lost if this computer stopped now. Computed from facts and from what the watch heard. */
export function freshnessOf({ session, catalog, clock, unsaved }: FreshnessParts): Freshness {
  const { settings } = session
  if (settings === undefined) return { items: [], mayLose: { kind: 'nothing' }, overdueSinceMs: null }
  const nowMs = clock.nowMs()
  const look = lastLookOf(catalog)
  const provenAtMs = provenThroughMs(catalog, settings.vault.id)
  const { changedSinceMs, heard } = unsaved()
  const failure = skipCodeSchema.safeParse(openFailureOf(catalog)?.code).data
  const items = settings.sources.map((source): ItemFreshness => {
    const { savedAtMs, isMissed, trouble: told } = savedAt(catalog, source.id)
    // A copy of one thing alone that could not have it is none, and told as that.
    const trouble = settings.sources.length === 1 && failure ? failure : told
    const known = {
      sourceId: source.id,
      goalMs: goalMsOf(settings.schedule, source.category),
      savedAtMs,
      provenAtMs,
      changedSinceMs: changedSinceMs.get(source.id) ?? null,
      // Its changes were told, and yet the copy could not have them.
      isHeard: heard.has(source.id) && !isMissed,
    }
    const mayLose = lossOf(known)
    const isFine = isWithinGoal(mayLose, known.goalMs, nowMs)
    return { ...known, mayLose, isWithinGoal: isFine, ...(trouble && { trouble }) }
  })
  const [overdue] = catalog.newestFacts('copies-overdue', 1)
  return {
    items,
    mayLose: worstLoss(items.map(({ mayLose }) => mayLose)),
    overdueSinceMs: overdue && overdue.seq > (look?.seq ?? 0) ? overdue.sinceMs : null,
  }
}
