import { z } from 'zod'
import {
  codeSchema,
  diskIdSchema,
  immutabilityProofSchema,
  jobIdSchema,
  placeSchema,
  proofStateSchema,
  replicaIdSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

/** One place that keeps copies: whether it answers, how old its proof is, when it was last brought up to date. */
export const replicaOverviewSchema = z.object({
  replicaId: replicaIdSchema,
  place: placeSchema,
  /** What the clinic calls it. */
  name: z.string().optional(),
  /** Present for a disk of the month: it is away on purpose, and brought up to date when it is its turn. */
  diskId: diskIdSchema.optional(),
  /** The one that copies are made to; the others are brought up to it. */
  isMain: z.boolean(),
  isReachable: z.boolean(),
  /** A fire or a thief in the clinic leaves it alone. */
  isOutside: z.boolean(),
  /** It lies on a disk that also holds what is protected: one fault takes both. Left out where nobody could look. */
  isOnSourceDisk: z.boolean().optional(),
  /** How many of the known copies it holds, and when the newest of them was made. */
  copies: z.number().int().nonnegative(),
  newestCopyAtMs: z.number().int().nullable(),
  /** Whether it was tried that nobody can erase there, and until when all of it is protected; null where it is not asked for, or was not tried. */
  protection: z
    .object({ atMs: z.number().int(), proof: immutabilityProofSchema, protectedUntilMs: z.number().nullable() })
    .nullable(),
  /** Why the last work there could not be done, when nothing has gone well there since. */
  trouble: z.object({ atMs: z.number().int(), code: codeSchema }).nullable(),
  freeBytes: z.number().int().nullable(),
  proof: proofStateSchema,
  /** Null for the main one, and for one that was never brought up to date. */
  lastUpdate: z.object({ atMs: z.number().int(), copies: z.number().int(), heldBack: z.number().int() }).nullable(),
})
export type ReplicaOverview = z.infer<typeof replicaOverviewSchema>

const jobOf = z.object({ jobId: jobIdSchema })

export const replicaCalls = {
  /** Makes one more disk keep everything, and starts to bring it up to date. Throws DEST_…, SET_104, VAULT_108. */
  addReplica: call(
    z.object({ destinationPath: z.string().min(1).max(4096) }),
    z.object({ replicaId: replicaIdSchema, jobId: jobIdSchema }),
  ),
  /** Today's check of one replica: its structure, and its share of bytes read. Throws JOB_101, VAULT_113 for an unknown one. */
  proveNow: call(z.object({ replicaId: replicaIdSchema }), jobOf),
  /** Brings one place up to what the others hold. Throws JOB_101, VAULT_113, also where there is no other. */
  replicateNow: call(z.object({ replicaId: replicaIdSchema }), jobOf),
}
