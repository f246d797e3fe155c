import { z } from 'zod'
import { skipCodeSchema } from './copies.ts'
import { sourceIdSchema } from './sources.ts'

const moment = z.number().int()

/** What would be gone if this computer stopped now: "perde-se no máximo …". */
export const lossSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  /** What was done since then, at most. */
  z.object({ kind: z.literal('since'), sinceMs: moment }),
  /** No copy holds it yet. */
  z.object({ kind: z.literal('everything') }),
])
export type Loss = z.infer<typeof lossSchema>

/** How fresh the copies of one protected thing are. */
export const itemFreshnessSchema = z.object({
  sourceId: sourceIdSchema,
  /** The clinic's own goal for it. */
  goalMs: moment,
  /** The newest moment whose state a copy holds; null when none does. */
  savedAtMs: moment.nullable(),
  /** The newest copy all of whose bytes were read again and found whole; null when none was. */
  provenAtMs: moment.nullable(),
  /** Since when it has changes that no copy holds; null when none is known. */
  changedSinceMs: moment.nullable(),
  /** Whether changes are told within seconds, or found by the next look. */
  isHeard: z.boolean(),
  mayLose: lossSchema,
  isWithinGoal: z.boolean(),
  /** What the newest copy could not have of it. */
  trouble: skipCodeSchema.optional(),
})
export type ItemFreshness = z.infer<typeof itemFreshnessSchema>

export const freshnessSchema = z.object({
  items: z.array(itemFreshnessSchema),
  /** The worst of all items. */
  mayLose: lossSchema,
  /** Since when copies are far later than the goal; null while they come. */
  overdueSinceMs: moment.nullable(),
})
export type Freshness = z.infer<typeof freshnessSchema>

type ItemFacts = Pick<ItemFreshness, 'savedAtMs' | 'changedSinceMs' | 'isHeard'>

/** What of one thing would be gone. A thing that nobody tells of may have changed right after it was last looked at. */
export function lossOf({ savedAtMs, changedSinceMs, isHeard }: ItemFacts): Loss {
  if (savedAtMs === null) return { kind: 'everything' }
  if (changedSinceMs !== null) return { kind: 'since', sinceMs: Math.max(changedSinceMs, savedAtMs) }
  return isHeard ? { kind: 'nothing' } : { kind: 'since', sinceMs: savedAtMs }
}

/** A loss that began in the future comes from a wrong clock: then nothing is within the goal. */
export function isWithinGoal(loss: Loss, goalMs: number, nowMs: number): boolean {
  if (loss.kind === 'since') return nowMs - loss.sinceMs <= goalMs && loss.sinceMs <= nowMs + 60_000
  return loss.kind === 'nothing'
}

export function worstLoss(losses: readonly Loss[]): Loss {
  if (losses.some(({ kind }) => kind === 'everything')) return { kind: 'everything' }
  const since = losses.flatMap((loss) => (loss.kind === 'since' ? [loss.sinceMs] : []))
  return since.length === 0 ? { kind: 'nothing' } : { kind: 'since', sinceMs: Math.min(...since) }
}
