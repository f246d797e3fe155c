import { z } from 'zod'
import {
  approvalSchema,
  cleaningKeySchema,
  copyIdSchema,
  jobIdSchema,
  replicaIdSchema,
  retentionPolicySchema,
} from '../domain/index.ts'
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
  /** What of it is protected against erasing and goes at a later cleaning; null when nothing is. */
  later: z.object({ packs: z.number().int(), bytes: z.number().int(), untilMs: z.number() }).nullable(),
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
const agreed = z.object({
  replicaId: replicaIdSchema,
  plannedAtMs: z.number().int(),
  approval: approvalSchema,
  /**
   * The owner's key, for this work only: it is kept in memory until the work ends and nowhere else. A bucket that nobody can erase does
   * not go without (RET_106); work that was interrupted fails so, too.
   */
  cleaningKey: cleaningKeySchema.optional(),
})
const policy = whole(retentionPolicySchema)
const jobOf = z.object({ jobId: jobIdSchema })

export const cleaningCalls = {
  /** For how long copies are kept. Removes nothing by itself. */
  retentionPolicy: call(z.object({}), policy),
  setRetentionPolicy: call(policy, policy),
  /** With `policy` as if that were the clinic's: to be looked at before it is set; such a plan cannot be carried out. */
  planRetention: call(ofReplica.extend({ policy: policy.optional() }), retentionPlanSchema),
  /**
   * Moves the copies of a shown plan to the trash, once two people said so.
   * Throws at once RET_102 when they are not two, RET_106 without the owner's key where it takes one, RET_107 for a wrong one, DEST_…; the
   * job fails with RET_101, RET_103, RET_104, RET_105 or RET_106. Nothing is removed then.
   */
  applyRetention: call(agreed, jobOf),
  /** Removed last first. */
  listTrash: call(ofReplica, z.array(trashedCopySchema)),
  /** Brings a copy back into the list. Throws VAULT_109 when it is not in the trash any more. */
  restoreFromTrash: call(z.object({ replicaId: replicaIdSchema, copyId: copyIdSchema }), z.object({})),
  planPrune: call(ofReplica, cleaningPlanSchema),
  /** Gives the room of a shown plan back, once two people said so. Throws and fails as `applyRetention` does. */
  applyPrune: call(agreed, jobOf),
}
