import { z } from 'zod'
import {
  accountIdSchema,
  auditFindingSchema,
  auditGroupSchema,
  auditRowSchema,
  clinicIdentitySchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'
import { paperKindSchema } from './shell.ts'

const nothing = z.object({})

/** How the register of what was done stands. */
export const auditStateSchema = z.object({
  /** When it was last looked through, and when as a whole; null when something is wrong, or nobody looked yet. */
  checkedAtMs: z.number().nullable(),
  wholeAtMs: z.number().nullable(),
  lines: z.number().int().nonnegative(),
  /** What is wrong, and since when somebody of the clinic has read of it; null when nobody has. */
  findings: z.array(auditFindingSchema.extend({ readAtMs: z.number().nullable() })),
  /** Since when no line can be written. */
  silentSinceMs: z.number().nullable(),
})
export type AuditState = z.infer<typeof auditStateSchema>

export const auditEntrySchema = auditRowSchema.extend({
  group: auditGroupSchema,
  actorName: z.string().nullable(),
  secondName: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** Papers that a window makes; `disk` are labels and receipts of disks. */
export const takenPaperSchema = z.enum([...paperKindSchema.options, 'disk'])
export type TakenPaper = z.infer<typeof takenPaperSchema>

export const auditCalls = {
  auditState: call(nothing, auditStateSchema),
  /** Lines, newest first. `nextPlace` asks for those before; null at the end. */
  auditEntries: call(
    z.object({
      group: auditGroupSchema.optional(),
      /** A person, or `system` for what the app did by itself. */
      actor: z.union([accountIdSchema, z.literal('system')]).optional(),
      fromMs: z.number().int().optional(),
      toMs: z.number().int().optional(),
      beforePlace: z.number().int().optional(),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({
      entries: z.array(auditEntrySchema),
      nextPlace: z.number().int().nullable(),
      /** Everybody who stands in the register, for the filter. */
      people: z.array(z.object({ accountId: accountIdSchema, name: z.string() })),
    }),
  ),
  /** What keyed hashes of lines stand for, as far as the catalogue knows; what it does not is left out. */
  auditNames: call(
    z.object({ files: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(200) }),
    z.object({ files: z.record(z.string(), z.string()) }),
  ),
  /** Looks through all of it, against the heads in the copies too. */
  checkAudit: call(nothing, auditStateSchema),
  /** Somebody has read what is wrong; it goes on being wrong, and the notice goes. */
  readAuditFindings: call(nothing, auditStateSchema),
  /** All lines of a time as a table and as a page, each with who the clinic is. Nothing is overwritten. Throws REST_103. */
  exportAudit: call(
    z.object({
      targetFolder: z.string().min(1).max(4096),
      language: z.enum(['pt-BR', 'en']),
      fromMs: z.number().int().optional(),
      toMs: z.number().int().optional(),
    }),
    z.object({ folder: z.string(), lines: z.number().int() }),
  ),
  /** A paper left the app: kept as a PDF, or printed. Written down in the name of who is at the window. */
  paperTaken: call(z.object({ paper: takenPaperSchema, how: z.enum(['saved', 'printed']) }), nothing),
  /** By what numbers the clinic is known, for what goes on paper. */
  clinicIdentity: call(nothing, clinicIdentitySchema),
  setClinicIdentity: call(clinicIdentitySchema.omit({ name: true }), clinicIdentitySchema),
}
