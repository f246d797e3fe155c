import type { Code } from '#shared/errors/index.ts'
import type { CleaningHealth, RetentionPlan, RetentionRefusal } from './types.ts'

const DAY_MS = 86_400_000
/** A proof older than this says nothing of today. */
export const PROOF_HOLDS_DAYS = 7
/** While copies do not come, the old ones are all there is. */
const NEW_COPIES_WITHIN_DAYS = 35

export const refusalCodes: Readonly<Record<RetentionRefusal, Code>> = {
  'more-than-half': 'RET_101',
  'no-new-copies': 'RET_101',
  'proof-too-old': 'RET_104',
  'brake-on': 'RET_105',
}

/** Why a plan must not be carried out now, the gravest first. Empty when nothing speaks against it, or when it removes nothing. */
export function judgeRetention(
  plan: RetentionPlan,
  health: CleaningHealth,
  nowMs: number,
): readonly RetentionRefusal[] {
  if (plan.remove.length === 0) return []
  const refusals: RetentionRefusal[] = []
  const ours = plan.keep.filter(({ reasons }) => !reasons.includes('other-plan'))
  const newestMs = ours.find(({ reasons }) => reasons.includes('newest'))?.takenAtMs ?? Number.NEGATIVE_INFINITY
  const { lastProofAtMs } = health
  if (health.brakes.length > 0) refusals.push('brake-on')
  if (lastProofAtMs === null || isOutside(nowMs - lastProofAtMs, PROOF_HOLDS_DAYS)) refusals.push('proof-too-old')
  if (isOutside(nowMs - newestMs, NEW_COPIES_WITHIN_DAYS)) refusals.push('no-new-copies')
  if (plan.remove.length > ours.length) refusals.push('more-than-half')
  return refusals
}

/** Also for a moment that lies in the future by more than a day: then some clock is wrong, and nothing is known. */
const isOutside = (ageMs: number, days: number) => !(ageMs <= days * DAY_MS && ageMs >= -DAY_MS)
