import { z } from 'zod'
import { approvalSchema, copyIdSchema, jobIdSchema, replicaIdSchema, retentionPolicySchema } from '../domain/index.ts'
import { call, whole } from '../wire/index.ts'

const copy = { copyId: copyIdSchema, takenAtMs: z.number().int(), minimumYears: z.number() }
const agreedTo = { fingerprint: z.string().min(1).max(200), plannedAtMs: z.number().int() }

/** Which old copies may go by the clinic's rules, every copy once. Nothing has happened. */
export const retentionPlanSchema = z.object({
  ...agreedTo,
  /** With every reason why it stays. */
  keep: z.array(z.object({ ...copy, reasons: z.array(z.string()) })),
  remove: z.array(z.object({ ...copy, isBeyondFloor: z.boolean() })),
  /** Why carrying it out would be refused now; all of them. */
  refusals: z.array(z.string()),
})
export type RetentionPlanShown = z.infer<typeof retentionPlanSchema>

/** What giving back room would do. Nothing has happened. */
export const cleaningPlanSchema = z.object({
  ...agreedTo,
  storedBytes: z.number().int(),
  freedBytes: z.number().int(),
  repackBytes: z.number().int(),
  /** Copies in the trash that stay, and those whose 30 days are over. */
  trash: z.object({ kept: z.number().int(), expired: z.number().int() }),
  refusals: z.array(z.string()),
})
export type CleaningPlan = z.infer<typeof cleaningPlanSchema>

export const trashedCopySchema = z.object({
  copyId: copyIdSchema,
  takenAtMs: z.number().int(),
  removedAtMs: z.number().int(),
  /** Until then it can come back. */
  keptUntilMs: z.number().int(),
})
export type TrashedCopyShown = z.infer<typeof trashedCopySchema>

const ofReplica = z.object({ replicaId: replicaIdSchema })
const agreed = z.object({ replicaId: replicaIdSchema, plannedAtMs: z.number().int(), approval: approvalSchema })
const policy = whole(retentionPolicySchema)
const jobOf = z.object({ jobId: jobIdSchema })

export const cleaningCalls = {
  /** For how long copies are kept. Removes nothing by itself. */
  retentionPolicy: call(z.object({}), policy),
  setRetentionPolicy: call(policy, policy),
  planRetention: call(ofReplica, retentionPlanSchema),
  /**
   * Moves the copies of a shown plan to the trash, once two people said so.
   * Throws RET_102 at once when they are not two; the job fails with RET_101, RET_103, RET_104 or RET_105.
   */
  applyRetention: call(agreed, jobOf),
  /** Removed last first. */
  listTrash: call(ofReplica, z.array(trashedCopySchema)),
  /** Brings a copy back into the list. Throws VAULT_109 when it is not in the trash any more. */
  restoreFromTrash: call(z.object({ replicaId: replicaIdSchema, copyId: copyIdSchema }), z.object({})),
  planPrune: call(ofReplica, cleaningPlanSchema),
  /** Gives the room of a shown plan back, once two people said so. Throws RET_102 at once; the job fails as `applyRetention` does. */
  applyPrune: call(agreed, jobOf),
}
