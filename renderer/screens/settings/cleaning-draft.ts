import type { CleaningPlan, RetentionPlanShown } from '#shared/contracts/index.ts'
import {
  type Approval,
  type CleaningKey,
  cleaningKeySchema,
  cleaningKeyUse,
  isByTwoPeople,
  type Place,
  personIdSchema,
} from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'

export type Cleaning = 'retention' | 'prune'

/** What could be cleaned. A server that has no trash takes no copies off the list, and says so. */
export type CleaningPlans = { readonly retention: RetentionPlanShown | WireError; readonly prune: CleaningPlan }

/** What two people typed. `isSigned`: the engine asks them itself. The key stays in here until it is handed over, and is emptied then. */
export type CleaningDraft = {
  readonly what: Cleaning
  readonly isSigned: boolean
  readonly requestedBy: string
  readonly confirmedBy: string
  readonly withOwnersKey: boolean
  readonly user: string
  readonly url: string
  readonly secret: string
}

/** `here`: who is signed in. */
export const emptyCleaning = (place: Place, here: string | null = null): CleaningDraft => ({
  what: place.kind === 'rest' ? 'prune' : 'retention',
  isSigned: here !== null,
  requestedBy: here ?? '',
  confirmedBy: here ?? '',
  withOwnersKey: cleaningKeyUse(place) === 'always',
  user: '',
  url: '',
  secret: '',
})

export const isPlan = (shown: RetentionPlanShown | WireError): shown is RetentionPlanShown => 'fingerprint' in shown

/** The plan that was chosen, where there is one and it would do anything. */
export function chosenPlan(plans: CleaningPlans, what: Cleaning): RetentionPlanShown | CleaningPlan | undefined {
  const { retention, prune } = plans
  if (what === 'retention') return isPlan(retention) && retention.remove.length > 0 ? retention : undefined
  return prune.freedBytes > 0 || prune.trash.expired > 0 ? prune : undefined
}

export type Agreed = {
  readonly plannedAtMs: number
  readonly approval: Approval
  readonly cleaningKey?: CleaningKey
}

/** What the engine is asked for; undefined while something is missing, or the plan would be refused. */
export function agreedFrom(draft: CleaningDraft, plans: CleaningPlans, place: Place): Agreed | undefined {
  const plan = chosenPlan(plans, draft.what)
  if (!plan || plan.refusals.length > 0) return undefined
  const requestedBy = personIdSchema.safeParse(draft.requestedBy)
  const confirmedBy = personIdSchema.safeParse(draft.confirmedBy)
  if (!requestedBy.success || !confirmedBy.success) return undefined
  const { fingerprint, plannedAtMs } = plan
  const approval = { fingerprint, requestedBy: requestedBy.data, confirmedBy: confirmedBy.data }
  if (!draft.isSigned && !isByTwoPeople(approval)) return undefined
  if (!draft.withOwnersKey) return { plannedAtMs, approval }
  const cleaningKey = keyFrom(draft, place)
  return cleaningKey && { plannedAtMs, approval, cleaningKey }
}

/** A bucket's keys have names of their own; a server may know the owner by the clinic's user. */
function keyFrom({ user, url, secret }: CleaningDraft, place: Place): CleaningKey | undefined {
  if (place.kind === 's3' && user.trim() === '') return undefined
  const typed = {
    ...(user.trim() !== '' && { user: user.trim() }),
    ...(url.trim() !== '' && { url: url.trim() }),
    secret: secret.trim(),
  }
  return cleaningKeySchema.safeParse(typed).data
}
