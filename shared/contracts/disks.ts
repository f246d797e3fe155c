import { z } from 'zod'
import {
  diskEntrySchema,
  diskIdSchema,
  diskPolicySchema,
  diskPromiseSchema,
  diskStateSchema,
  holderSchema,
  jobIdSchema,
  plugVerdictSchema,
  replicaIdSchema,
  setDiskSchema,
  swapDaysSchema,
} from '../domain/index.ts'
import { call, wireErrorSchema } from '../wire/index.ts'

const nothing = z.object({})
const atMs = z.number().int()
const person = z.string().trim().min(1).max(60)
const words = z.string().trim().max(300)
const ofDisk = z.object({ diskId: diskIdSchema })

/** One disk of the month: its one state, who has it, and what is to be known of it. */
export const diskViewSchema = setDiskSchema.extend({
  state: diskStateSchema,
  addedAtMs: atMs,
  copiedAtMs: atMs.nullable(),
  /** The newest copy on it. */
  newestCopyAtMs: atMs.nullable(),
  readBackAtMs: atMs.nullable(),
  /** Since when all of it should be read again; null while that is not so. */
  readBackDueSinceMs: atMs.nullable(),
  /** When everything on it was last read and found whole; null while it never was. */
  wholeReadAtMs: atMs.nullable(),
  problems: z.number().int().nonnegative(),
  isOld: z.boolean(),
  /** Plugged in now, and what was decided then. */
  present: z
    .object({ sinceMs: atMs, verdict: plugVerdictSchema, ejectedAtMs: atMs.nullable(), freeBytes: atMs.nullable() })
    .nullable(),
  /** Since when it is at the clinic for longer than it should; null while it is not. */
  staysSinceMs: atMs.nullable(),
  holder: holderSchema.nullable(),
  lost: z.object({ atMs, incident: z.string() }).nullable(),
})
export type DiskView = z.infer<typeof diskViewSchema>

const swapping = { diskId: diskIdSchema }
/** What goes on with the disk that is plugged in, or was until now: at most one. */
export const swapViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** It is not its turn, or it is lost or retired: nothing is written. */
  z.object({ kind: z.literal('wrong'), ...swapping, verdict: plugVerdictSchema }),
  /** The brake is on. */
  z.object({ kind: z.literal('held'), ...swapping }),
  /** Other work comes first. */
  z.object({ kind: z.literal('waiting'), ...swapping }),
  z.object({ kind: z.literal('working'), ...swapping, jobId: jobIdSchema }),
  z.object({ kind: z.literal('stopped'), ...swapping, error: wireErrorSchema }),
  /** Everything is on it. `isEjected` false: the system did not let go of it. */
  z.object({ kind: z.literal('ready'), ...swapping, isEjected: z.boolean() }),
])
export type SwapView = z.infer<typeof swapViewSchema>

/** A disk that says it is one of ours and is not, or cannot be taken for it; left as it is. */
export const strangeDiskSchema = z.object({ kind: z.enum(['cloned', 'foreign', 'read-only']), label: z.string() })
export type StrangeDisk = z.infer<typeof strangeDiskSchema>

export const diskSetViewSchema = z.object({
  /** Null while the clinic has no disks of the month. */
  policy: diskPolicySchema.nullable(),
  promise: diskPromiseSchema,
  disks: z.array(diskViewSchema),
  swap: swapViewSchema,
  strangers: z.array(strangeDiskSchema),
})
export type DiskSetView = z.infer<typeof diskSetViewSchema>

/** A line of the book with the seal that receipts bear: no line up to it can be changed without the seal changing. */
export const bookLineSchema = z.object({ entry: diskEntrySchema, seal: z.string() })
export type BookLine = z.infer<typeof bookLineSchema>

/** What speaks for the copies on a disk being unreadable to whoever has it. */
export const diskEvidenceSchema = z.object({
  replicaId: replicaIdSchema,
  /** Ways in at this moment: when each was made, and for what. */
  keys: z.array(z.object({ createdAt: z.string(), kind: z.enum(['computer', 'kit', 'other']) })),
  lines: z.array(bookLineSchema),
})
export type DiskEvidence = z.infer<typeof diskEvidenceSchema>

export const diskCalls = {
  diskSet: call(nothing, diskSetViewSchema),
  /** Begins to have disks of the month, or promises other days from now on. Throws SET_101. */
  decideDisks: call(z.object({ swapDays: swapDaysSchema }), diskSetViewSchema),
  /** Makes a plugged-in disk one of the set and brings it up to date. Throws DISK_103 for a place that is no disk of its own, DEST_…, VAULT_108. */
  addDisk: call(
    z.object({
      destinationPath: z.string().min(1).max(4096),
      label: z.string().trim().min(1).max(40),
      month: z.number().int().min(1).max(12).nullable(),
    }),
    ofDisk,
  ),
  /** Goes on with a swap that stopped, lets go of a disk that was not let go of. Throws DISK_101, DISK_102, JOB_101. */
  retrySwap: call(ofDisk, nothing),
  /** Somebody decided to use the disk that is plugged in though it is not its turn. Throws DISK_101, DISK_102. */
  swapAnyway: call(ofDisk, nothing),
  /** Somebody signs for a disk. The line is what the receipt is printed from. Throws DISK_101, DISK_102. */
  handOver: call(z.object({ diskId: diskIdSchema, takenBy: person, place: person, note: words }), bookLineSchema),
  /** The lines of the book about one disk, oldest first. */
  diskBook: call(ofDisk, z.array(bookLineSchema)),
  /** Opens an incident. Throws DISK_102. */
  reportLostDisk: call(z.object({ diskId: diskIdSchema, reportedBy: person, what: words.min(1) }), bookLineSchema),
  /** It is back: all of it is read before it counts again. Throws DISK_102. */
  reportFoundDisk: call(z.object({ diskId: diskIdSchema, reportedBy: person }), nothing),
  /** No copies go to it any more; what is on it stays. Throws DISK_102. */
  retireDisk: call(z.object({ diskId: diskIdSchema, decidedBy: person, reason: words.min(1) }), nothing),
  /** Throws DISK_102, and DEST_101 while the main disk is away. */
  diskEvidence: call(ofDisk, diskEvidenceSchema),
}
