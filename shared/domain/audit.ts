import { z } from 'zod'
import { accountIdSchema } from './people.ts'

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))

/** Ids, counts and codes: nothing that could name a patient, a file or a place. */
export const auditExtraSchema = z.record(
  z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/),
  z.union([z.number(), z.boolean(), z.null(), z.string().regex(/^[A-Za-z0-9_:+.-]{0,80}$/)]),
)
export type AuditExtra = z.infer<typeof auditExtraSchema>

/** Who did it: a person by id, the app by itself, or whoever sat at the command line. */
export const auditActorSchema = z.union([accountIdSchema, z.literal('system'), z.literal('cli')])
export type AuditActor = z.infer<typeof auditActorSchema>

/** What it was done to: a thing of the app by its own id, or what has a name by a keyed hash of it. */
export const auditSubjectSchema = z.object({
  kind: z.enum(['copy', 'place', 'disk', 'file', 'patient', 'person', 'source']),
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,80}$/),
})
export type AuditSubject = z.infer<typeof auditSubjectSchema>

/** What an entry is about, for people who look for something. */
export const auditGroupSchema = z.enum(['copies', 'recoveries', 'records', 'people', 'places', 'settings', 'book'])
export type AuditGroup = z.infer<typeof auditGroupSchema>

export const auditSegmentSchema = hex(16)

/** One line of the register. Lines of one segment are numbered from 1 without gaps, and each carries the hash of the one before. */
export const auditRowSchema = z.object({
  segment: auditSegmentSchema,
  number: z.number().int().positive(),
  atMs: z.number().int(),
  /** Kind of a fact, `call.…` for what somebody asked for, or one of the register's own. */
  type: z.string().regex(/^[A-Za-z][A-Za-z0-9.-]{0,79}$/),
  actor: auditActorSchema,
  /** Part of the program, and which computer (a keyed or plain hash, never its name). */
  component: z.string().regex(/^(engine|window|main|cli)@[0-9a-f]{12}$/),
  subject: auditSubjectSchema.nullable(),
  extra: auditExtraSchema,
  prevHash: hex(64),
  hash: hex(64),
  /** HMAC of the hash with a key of the vault; null for what was written before the vault was first open. */
  seal: hex(64).nullable(),
})
export type AuditRow = z.infer<typeof auditRowSchema>

/** The last line of a segment, by which a later cut or a re-made chain is known. */
export const auditHeadSchema = z.object({
  segment: auditSegmentSchema,
  number: z.number().int().nonnegative(),
  hash: hex(64),
})
export type AuditHead = z.infer<typeof auditHeadSchema>

/**
 * What is wrong with the register, and where.
 *
 * `changed`: a line does not have its own hash or seal. `missing`: a number is not there. `unlinked`: a line does not carry the hash of
 * the one before. `cut`: lines that the sealed head or a copy knows are gone from the end. `remade`: a line has another hash than the
 * sealed head or a copy knows. `segment-missing`: a whole part that another one names. `unreadable`: what stands there is no line.
 */
export const auditFindingSchema = z.object({
  what: z.enum(['changed', 'missing', 'unlinked', 'cut', 'remade', 'segment-missing', 'unreadable']),
  segment: auditSegmentSchema,
  number: z.number().int().nonnegative(),
})
export type AuditFinding = z.infer<typeof auditFindingSchema>

const digits = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`))

/** Who the clinic is, on papers that others read. Null for a number that nobody typed. */
export const clinicIdentitySchema = z.object({
  name: z.string(),
  cnpj: z
    .string()
    .regex(/^[0-9A-Z]{12}\d{2}$/)
    .nullable(),
  cnes: digits(7).nullable(),
})
export type ClinicIdentity = z.infer<typeof clinicIdentitySchema>

const CALL_GROUPS: readonly (readonly [AuditGroup, RegExp])[] = [
  [
    'records',
    /^(openRecords|closeRecords|findPatients|viewRecord|exportRecord|lastEntries|recordMap|confirmRecordMap|previewVersion|auditNames)$/,
  ],
  ['recoveries', /recover|undo|restoreFromTrash|Drill|Improvement|databaseRec|Rescue|takeOver|goOnHere/i],
  [
    'people',
    /^(signIn|signOut|proveAgain|setOwnPin|registerFirst|resetWithKit|.*Person|resetPin|confirm(As|Request)|setLockPolicy|unlockWithKit|renewPaper|proveKit|answerLesson)$/,
  ],
  ['book', /audit|paperTaken/i],
  [
    'copies',
    /^(copyNow|checkNow|cancelJob|proveNow|replicateNow|healReplica|protectNow|releaseBrake|apply(Retention|Prune))$/,
  ],
  ['places', /place|replica|disk|swap|handOver|tablet|pairing/i],
]
const FACT_GROUPS: readonly (readonly [AuditGroup, RegExp])[] = [
  ['book', /^(book-|clock-|app-)/],
  ['records', /^record-/],
  ['recoveries', /^(recover|database-recovery|took-over|trash-restored|(silent-)?drill)/],
  ['people', /^(kit-|person|people)/],
  ['places', /^(place-|disk-|swap-|replica-(added|removed)|tablets-)/],
  ['settings', /^(set-up|diagnosis|inventory|lesson|plan|incident|review)/],
]

const COMMAND_GROUPS: readonly (readonly [AuditGroup, RegExp])[] = [
  ['recoveries', /^(restore|trash)$/],
  ['records', /^(ls|find|ehr-map|record)$/],
  ['people', /^key$/],
  ['settings', /^diagnose$/],
  ['places', /^(init|copy|test-place)$/],
]

/** What a line is about, by its type. */
export function auditGroupOf(type: string): AuditGroup {
  const command = /^cli\.(.+)$/.exec(type)?.[1]
  if (command !== undefined) return COMMAND_GROUPS.find(([, of]) => of.test(command))?.[0] ?? 'copies'
  const asked = /^(?:call|begun)\.(.+)$/.exec(type)?.[1]
  const found = (asked === undefined ? FACT_GROUPS : CALL_GROUPS).find(([, of]) => of.test(asked ?? type))
  return found?.[0] ?? (asked === undefined ? 'copies' : 'settings')
}
