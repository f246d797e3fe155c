import { z } from 'zod'
import { personIdSchema } from './approval.ts'
import { copyIdSchema } from './copies.ts'
import { codeSchema } from './facts.ts'
import { roleSchema } from './notices.ts'
import { sourceIdSchema } from './sources.ts'

export const recoveryIdSchema = z.uuid().brand<'RecoveryId'>()
export type RecoveryId = z.infer<typeof recoveryIdSchema>

const count = z.number().int().nonnegative()
const moment = z.number().int()
const error = z.object({ code: codeSchema, params: z.record(z.string(), z.union([z.string(), z.number()])) })

/** What the restored database holds, and what stands in its place today. A person decides by this. */
export const databaseFindingsSchema = z.object({
  tables: count,
  rows: count,
  /** Tables whose rows were compared with the copy's list by checksum. */
  checksums: count,
  /** Whether the copy keeps a list of rows; of a file it keeps the proof of every byte. */
  isCounted: z.boolean(),
  /** The newest date in it that is not after the copy; null where it has none. */
  newestAtMs: moment.nullable(),
  /** The same of the database in use; null where it could not be read. */
  liveNewestAtMs: moment.nullable(),
  /** False when nothing stands in its place. */
  hasLive: z.boolean(),
})
export type DatabaseFindings = z.infer<typeof databaseFindingsSchema>

/** One database on its way back. What it is called stays out of facts. */
export const databaseRecoverySchema = z.object({
  recoveryId: recoveryIdSchema,
  sourceId: sourceIdSchema,
  copyId: copyIdSchema,
  /** What was typed after this moment is not in it. */
  takenAtMs: moment,
  beganAtMs: moment,
  /** Of everything that was shown; an approval names it. */
  fingerprint: z.string(),
  state: z.discriminatedUnion('kind', [
    /** Being restored beside the one in use. */
    z.object({ kind: z.literal('preparing') }),
    /** Restored, opened and counted; nothing in use has changed. `stopped` says why an exchange that was tried did not happen. */
    z.object({ kind: z.literal('ready'), findings: databaseFindingsSchema, stopped: error.nullable() }),
    z.object({ kind: z.literal('swapping'), findings: databaseFindingsSchema }),
    /** In use. The one before is kept where there was one. `stopped` says why an exchange back did not happen. */
    z.object({
      kind: z.literal('live'),
      findings: databaseFindingsSchema,
      atMs: moment,
      durationMs: count,
      /** As its server or folder lists it; null when there was none. */
      keptAs: z.string().nullable(),
      stopped: error.nullable(),
    }),
    z.object({
      kind: z.literal('undoing'),
      findings: databaseFindingsSchema,
      atMs: moment,
      durationMs: count,
      keptAs: z.string(),
    }),
    /** The one before is in use again; the recovered one is kept beside it. */
    z.object({ kind: z.literal('undone'), findings: databaseFindingsSchema, atMs: moment, keptAs: z.string() }),
    /** It could not be restored; nothing in use has changed. */
    z.object({ kind: z.literal('failed'), error }),
    z.object({ kind: z.literal('discarded') }),
  ]),
})
export type DatabaseRecovery = z.infer<typeof databaseRecoverySchema>

/** What exchanging a database takes: a manager who saw this very plan and typed the clinic's name. */
export const recoveryApprovalSchema = z.object({
  fingerprint: z.string(),
  person: personIdSchema,
  role: roleSchema,
  clinicName: z.string().max(200),
})
export type RecoveryApproval = z.infer<typeof recoveryApprovalSchema>

const folded = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('pt-BR')

/** Capitals and blanks are forgiven, nothing else: who types it has read where the database goes. */
export const isApprovedFor = ({ role, clinicName }: RecoveryApproval, clinic: string): boolean =>
  role === 'manager' && folded(clinicName) !== '' && folded(clinicName) === folded(clinic)
