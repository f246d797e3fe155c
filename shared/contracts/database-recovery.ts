import { z } from 'zod'
import {
  copyIdSchema,
  databaseRecoverySchema,
  jobIdSchema,
  recoveryApprovalSchema,
  recoveryIdSchema,
  sourceIdSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
/** The server's own administrator, for this recovery only: kept in memory, never in settings, files or facts. */
const admin = z.object({ user: z.string().min(1).max(500), password: z.string().min(1).max(500) }).nullable()
const ofRecovery = { recoveryId: recoveryIdSchema }
const job = z.object({ jobId: jobIdSchema })

export const databaseRecoveryCalls = {
  /** The clinic's databases and the copies that hold them, newest first. */
  recoverableDatabases: call(
    nothing,
    z.array(
      z.object({
        sourceId: sourceIdSchema,
        label: z.string(),
        kind: z.enum(['sqlite', 'postgresql', 'mariadb', 'firebird', 'sql-server']),
        /** A file, or what its server calls it. */
        place: z.string(),
        isProven: z.boolean(),
        /** Whether somebody has to sign in who may make databases there. */
        needsAdmin: z.boolean(),
        copies: z.array(z.object({ copyId: copyIdSchema, takenAtMs: z.number().int() })),
      }),
    ),
  ),
  /** Newest first. */
  databaseRecoveries: call(nothing, z.array(databaseRecoverySchema)),
  /**
   * Restores a copy beside the database in use, opens and counts it: work on the queue. Nothing in use changes.
   * Throws SET_101, DB_105 for a source that is none, VAULT_109 for a copy without it, JOB_101, DB_107 without a password.
   */
  planDatabaseRecovery: call(
    z.object({ sourceId: sourceIdSchema, copyId: copyIdSchema, admin }),
    z.object({ ...ofRecovery, jobId: jobIdSchema }),
  ),
  /** Exchanges them in one step: work on the queue. Throws DB_114, DB_117, JOB_101, DB_107. */
  applyDatabaseRecovery: call(z.object({ ...ofRecovery, approval: recoveryApprovalSchema, admin }), job),
  /** Puts the one that was set aside back: work on the queue. Throws DB_114, DB_117, JOB_101, DB_107. */
  undoDatabaseRecovery: call(z.object({ ...ofRecovery, approval: recoveryApprovalSchema, admin }), job),
  /** Removes what was made ready and is not wanted. Throws DB_117 for anything that ever was in use. */
  discardDatabaseRecovery: call(z.object(ofRecovery), nothing),
}
