import { z } from 'zod'

/** One person of the clinic, by whatever the place that asks knows people by. */
export const personIdSchema = z.string().trim().min(1).max(100).brand<'PersonId'>()
export type PersonId = z.infer<typeof personIdSchema>

/** What removing things takes: two people who both saw this very plan. */
export const approvalSchema = z.object({
  /** Fingerprint of the plan that was shown. */
  fingerprint: z.string(),
  requestedBy: personIdSchema,
  confirmedBy: personIdSchema,
})
export type Approval = z.infer<typeof approvalSchema>

const nameOf = (person: PersonId): string => person.normalize('NFKC').trim().toLowerCase()

/** True when two different people stand behind the approval. The same one with other capitals is one. */
export const isByTwoPeople = ({ requestedBy, confirmedBy }: Approval): boolean =>
  nameOf(requestedBy) !== '' && nameOf(confirmedBy) !== '' && nameOf(requestedBy) !== nameOf(confirmedBy)
