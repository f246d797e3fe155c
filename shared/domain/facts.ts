import { z } from 'zod'
import { type Code, codes } from '../errors/index.ts'
import { personIdSchema } from './approval.ts'
import { copyIdSchema, copySummarySchema } from './copies.ts'
import { diskEntryKindSchema } from './disk-set.ts'
import { drillIdSchema, drillKindSchema, drillOutcomeSchema } from './drill-kinds.ts'
import { guardSignSchema } from './guard.ts'
import { immutabilityProofSchema } from './immutability.ts'
import { recordReasonSchema } from './records.ts'
import { replicaIdSchema } from './replicas.ts'
import { sourceIdSchema } from './sources.ts'
import { diskIdSchema } from './volumes.ts'

/** A code of the table of failures. */
export const codeSchema = z.enum(Object.keys(codes) as [Code, ...Code[]])

export const jobIdSchema = z.uuid().brand<'JobId'>()
export type JobId = z.infer<typeof jobIdSchema>

export const jobKindSchema = z.enum([
  'copy',
  'recover',
  'check',
  'proof',
  'replicate',
  'heal',
  'protect',
  'retention',
  'prune',
  'swap',
  'database',
  'drill',
])
export type JobKind = z.infer<typeof jobKindSchema>

const base = { seq: z.number().int().positive(), atMs: z.number().int() }
/** Null for work that somebody did on the command line; absent in what was told before there were such jobs. */
const workedBy = { jobId: jobIdSchema.nullable().optional() }

/**
 * What happened, numbered without gaps, told once and kept. Ids, counts and codes only: no patient, no file name, no path.
 * A screen is a fold of these (renderer/state/apply-fact.ts).
 */
export const factSchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('set-up-finished'), sources: z.number().int(), vaultId: z.string() }),
  z.object({
    ...base,
    kind: z.literal('job-started'),
    jobId: jobIdSchema,
    jobKind: jobKindSchema,
    isResumed: z.boolean(),
  }),
  /** `replicaId` is absent in what was told while copies went to one place only. */
  z.object({
    ...base,
    kind: z.literal('copy-finished'),
    jobId: jobIdSchema,
    copy: copySummarySchema,
    replicaId: replicaIdSchema.optional(),
  }),
  /** Everything was looked at, and the newest copy still is what the clinic has. `lookedAtMs` is when the look began. */
  z.object({
    ...base,
    kind: z.literal('copy-unchanged'),
    jobId: jobIdSchema,
    copyId: copyIdSchema,
    lookedAtMs: z.number().int(),
    durationMs: z.number().int(),
    replicaId: replicaIdSchema.optional(),
  }),
  /** No copy came for far longer than the clinic wants. */
  z.object({ ...base, kind: z.literal('copies-overdue'), sinceMs: z.number().int(), goalMs: z.number().int() }),
  /** How changes of one source are learnt of from now on; `code` says why when it is not by events. */
  z.object({
    ...base,
    kind: z.literal('watch-changed'),
    sourceId: sourceIdSchema,
    how: z.enum(['events', 'polling', 'looks']),
    code: codeSchema.nullable(),
  }),
  /**
   * Somebody looked at one patient's record in a copy, or took it along. Who and whose are keyed hashes: only this vault's key tells
   * whether two are the same.
   */
  z.object({
    ...base,
    kind: z.literal('record-read'),
    how: z.enum(['viewed', 'exported']),
    sourceId: sourceIdSchema,
    copyId: copyIdSchema,
    personHash: z.string().regex(/^[0-9a-f]{32}$/),
    patientHash: z.string().regex(/^[0-9a-f]{32}$/),
    reason: recordReasonSchema,
    rows: z.number().int(),
  }),
  z.object({
    ...base,
    kind: z.literal('recover-finished'),
    jobId: jobIdSchema,
    files: z.number().int(),
    bytes: z.number().int(),
    durationMs: z.number().int(),
    skips: z.number().int(),
  }),
  /** What a recovery made was taken away again, and what it had set aside was put back. */
  z.object({
    ...base,
    kind: z.literal('recovery-undone'),
    jobId: jobIdSchema,
    removed: z.number().int(),
    putBack: z.number().int(),
    left: z.number().int(),
  }),
  z.object({
    ...base,
    kind: z.literal('check-finished'),
    jobId: jobIdSchema,
    /** Which place was read; absent in what was told before. */
    replicaId: replicaIdSchema.optional(),
    problems: z.number().int(),
    packs: z.number().int(),
    readBytes: z.number().int(),
    durationMs: z.number().int(),
    readData: z.boolean(),
  }),
  /** The daily check of one replica: structure, and its share of bytes read. `oldestProofAtMs` is null while nothing was proven. */
  z.object({
    ...base,
    ...workedBy,
    kind: z.literal('proof-finished'),
    replicaId: z.string(),
    problems: z.number().int(),
    packs: z.number().int(),
    readBytes: z.number().int(),
    provenBytes: z.number().int(),
    totalBytes: z.number().int(),
    oldestProofAtMs: z.number().int().nullable(),
    isExpired: z.boolean(),
    durationMs: z.number().int(),
  }),
  /** A replica was brought up to date. Copies are held back when the source does not have all they need. */
  z.object({
    ...base,
    ...workedBy,
    kind: z.literal('replica-updated'),
    replicaId: z.string(),
    copies: z.number().int(),
    heldBack: z.number().int(),
    damagedPacks: z.number().int(),
    bytes: z.number().int(),
    durationMs: z.number().int(),
  }),
  /** Damage in a replica was mended as far as there was help; `lost` items were not. */
  z.object({
    ...base,
    kind: z.literal('healed'),
    ...workedBy,
    replicaId: z.string(),
    packs: z.number().int(),
    blobs: z.number().int(),
    lost: z.number().int(),
    durationMs: z.number().int(),
  }),
  /** A copy or its replication had to do without a place. Told when it begins, and when the cause changes. */
  z.object({ ...base, kind: z.literal('place-passed-over'), replicaId: replicaIdSchema, code: codeSchema }),
  /** A disk or folder that keeps copies came or went. */
  z.object({ ...base, kind: z.literal('place-seen'), replicaId: replicaIdSchema, isReachable: z.boolean() }),
  /** Protection against erasing was prolonged, and tried with this computer's own key. */
  z.object({
    ...base,
    kind: z.literal('protection-checked'),
    jobId: jobIdSchema,
    replicaId: replicaIdSchema,
    proof: immutabilityProofSchema,
    /** Until when everything in use is protected at least; null when something may not be. */
    protectedUntilMs: z.number().nullable(),
    prolonged: z.number().int(),
    missing: z.number().int(),
    durationMs: z.number().int(),
  }),
  /** A place is not used any more. What lies there stays. */
  z.object({ ...base, kind: z.literal('replica-removed'), replicaId: replicaIdSchema }),
  /** One more place keeps copies from now on. */
  z.object({ ...base, kind: z.literal('replica-added'), replicaId: replicaIdSchema }),
  /** Two people agreed to a shown plan, and its work waits. What became of it is the fact with the same job. */
  z.object({
    ...base,
    kind: z.literal('cleaning-agreed'),
    jobId: jobIdSchema,
    jobKind: z.enum(['retention', 'prune']),
    replicaId: replicaIdSchema,
    requestedBy: personIdSchema,
    confirmedBy: personIdSchema,
    /** Whether the owner's key was typed for it. */
    withOwnersKey: z.boolean(),
  }),
  /** Two people agreed, and copies went to the trash. */
  z.object({
    ...base,
    kind: z.literal('retention-finished'),
    jobId: jobIdSchema,
    replicaId: replicaIdSchema,
    trashed: z.number().int(),
    durationMs: z.number().int(),
  }),
  /** Two people agreed, and the room of what no copy needs was given back. */
  z.object({
    ...base,
    kind: z.literal('prune-finished'),
    jobId: jobIdSchema,
    replicaId: replicaIdSchema,
    expiredCopies: z.number().int(),
    deletedPacks: z.number().int(),
    freedBytes: z.number().int(),
    /** What nobody needs and could not go yet. Absent in what was told before. */
    leftPacks: z.number().int().optional(),
    leftBytes: z.number().int().optional(),
    /** Until when that is protected against erasing; null when it is not, or nobody knows. */
    leftUntilMs: z.number().nullable().optional(),
    durationMs: z.number().int(),
  }),
  /** A copy looks as if something destroyed files. Counts of what differs from the copy before. */
  z.object({
    ...base,
    kind: z.literal('guard-signs'),
    isBrake: z.boolean(),
    signs: z.array(guardSignSchema),
    created: z.number().int(),
    changed: z.number().int(),
    deleted: z.number().int(),
    moved: z.number().int(),
  }),
  /** A manager let the brake go. */
  z.object({ ...base, kind: z.literal('guard-released') }),
  /** The book of the disks that leave the building has a new line; who and where stays in the book. */
  z.object({
    ...base,
    kind: z.literal('disk-changed'),
    diskId: diskIdSchema,
    entry: z.number().int().positive(),
    what: diskEntryKindSchema,
  }),
  /** The work on a disk that was plugged in is done; the book says what it was. */
  z.object({
    ...base,
    kind: z.literal('swap-finished'),
    jobId: jobIdSchema,
    diskId: diskIdSchema,
    durationMs: z.number().int(),
  }),
  /** A database was restored beside the one in use, exchanged with it, or exchanged back. */
  z.object({
    ...base,
    kind: z.literal('database-recovery-finished'),
    jobId: jobIdSchema,
    sourceId: sourceIdSchema,
    step: z.enum(['prepare', 'swap', 'undo']),
    tables: z.number().int(),
    rows: z.number().int(),
    durationMs: z.number().int(),
  }),
  /** Which disks there are, or their promise, was decided anew. */
  z.object({ ...base, kind: z.literal('disk-set-decided'), disks: z.number().int().nonnegative() }),
  /** A tablet was added, taken off the list, or has sent something. */
  z.object({ ...base, kind: z.literal('tablets-changed'), what: z.enum(['paired', 'revoked', 'sent']) }),
  /** Three words of the paper were right, and one real file came back. */
  z.object({
    ...base,
    kind: z.literal('kit-proven'),
    copyId: copyIdSchema,
    bytes: z.number().int(),
    durationMs: z.number().int(),
  }),
  /** All words of the paper were typed and open the vault; a new paper was on its way. */
  z.object({ ...base, kind: z.literal('kit-printed') }),
  /** This computer goes on with the clinic's copies: a new one that took over, or the one before that went on after all. */
  z.object({ ...base, kind: z.literal('took-over'), how: z.enum(['new-computer', 'went-on']) }),
  /** A guided drill ended; who was there and what stood in the way is in the book. `goalMs` is what it was measured against. */
  z.object({
    ...base,
    kind: z.literal('drill-finished'),
    drillId: drillIdSchema,
    drill: drillKindSchema,
    outcome: drillOutcomeSchema,
    elapsedMs: z.number().int(),
    goalMs: z.number().int(),
    replicaId: replicaIdSchema.optional(),
    files: z.number().int(),
    bytes: z.number().int(),
    rows: z.number().int(),
    problems: z.number().int(),
    obstacles: z.number().int(),
  }),
  /** A weekly drill without people. `code` is the first thing that was wrong; null when nothing was. */
  z.object({
    ...base,
    kind: z.literal('silent-drill-finished'),
    jobId: jobIdSchema,
    replicaId: replicaIdSchema,
    files: z.number().int(),
    bytes: z.number().int(),
    rows: z.number().int(),
    problems: z.number().int(),
    code: codeSchema.nullable(),
    durationMs: z.number().int(),
  }),
  /** Somebody called for the technician: a packet was saved or sent, with so many parts. */
  z.object({
    ...base,
    kind: z.literal('diagnosis-made'),
    how: z.enum(['saved', 'sent']),
    parts: z.number().int(),
    bytes: z.number().int(),
  }),
  /** A copy came back from the trash. */
  z.object({ ...base, kind: z.literal('trash-restored'), replicaId: replicaIdSchema }),
  z.object({
    ...base,
    kind: z.literal('job-failed'),
    jobId: jobIdSchema,
    jobKind: jobKindSchema,
    /** The place that the work was on; absent for work on all of it, and in what was told before. */
    replicaId: replicaIdSchema.optional(),
    code: codeSchema,
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
])
export type Fact = z.infer<typeof factSchema>
export type NewFact = Fact extends infer F ? (F extends Fact ? Omit<F, 'seq' | 'atMs'> : never) : never

/** How far the running work is. Lossy, at most four a second, never stored. */
export const progressSchema = z.object({
  jobId: jobIdSchema,
  jobKind: jobKindSchema,
  phase: z.enum(['preparing', 'database', 'reading', 'writing', 'checking', 'finishing']),
  doneBytes: z.number().int().nonnegative(),
  /** 0 while it is not known. */
  totalBytes: z.number().int().nonnegative(),
  doneFiles: z.number().int().nonnegative(),
  totalFiles: z.number().int().nonnegative(),
})
export type Progress = z.infer<typeof progressSchema>
