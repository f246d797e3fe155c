import { z } from 'zod'
import { codeSchema, copyIdSchema } from '../domain/index.ts'
import { call, wireErrorSchema } from '../wire/index.ts'

const nothing = z.object({})
const count = z.number().int().nonnegative()
const path = z.string().min(1).max(4096)
export const recoveryIdSchema = z.uuid()
const recoveryId = z.object({ recoveryId: recoveryIdSchema })

/** What a person wants back. Folders are named as copies name them: `/` before each name. */
export const lostThingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('version'), versionKey: z.number().int() }),
  z.object({ kind: z.literal('folder'), copyId: copyIdSchema, folder: path }),
  z.object({ kind: z.literal('everything'), copyId: copyIdSchema }),
])
export type LostThing = z.infer<typeof lostThingSchema>

/** Into a folder of its own, or back to where it was: what stands there is set aside first. */
export const recoverIntoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), folder: path }),
  z.object({ kind: z.literal('in-place') }),
])
const wish = z.object({ what: lostThingSchema, into: recoverIntoSchema })
export type RecoveryWish = z.infer<typeof wish>

/** What a recovery would do. */
export const recoveryPlanSchema = z.object({
  files: count,
  folders: count,
  bytes: count,
  copyTakenAtMs: z.number().int(),
  /** The folder that gets it. */
  folder: z.string(),
  /** Databases that somebody may be working in: they do not go back to their place this way. */
  leftOutDatabases: count,
  skips: count,
})
export type RecoveryPlan = z.infer<typeof recoveryPlanSchema>

export const recoveryStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running'), isResumed: z.boolean(), doneBytes: count, totalBytes: count }),
  z.object({
    kind: z.literal('done'),
    endedAtMs: z.number().int(),
    durationMs: count,
    files: count,
    bytes: count,
    /** What could not be brought back: at most 100 of `skips`. Names are for the person who asked. */
    skips: count,
    skipped: z.array(z.object({ code: codeSchema, path: z.string() })),
    /** Got a number because the name is taken; lost permissions or times; stood there already, equal. */
    renamed: count,
    plain: count,
    unchanged: count,
    setAside: count,
  }),
  /** It stopped on the way (APP_001: by a person). What was made until then stays, and is counted. */
  z.object({
    kind: z.literal('stopped'),
    endedAtMs: z.number().int(),
    error: wireErrorSchema,
    files: count,
    setAside: count,
  }),
  z.object({ kind: z.literal('undoing') }),
  z.object({
    kind: z.literal('undone'),
    endedAtMs: z.number().int(),
    removed: count,
    putBack: count,
    /** Changed by somebody since, or unable to go back: left alone. At most 100. */
    left: z.array(z.string()),
  }),
])
export type RecoveryState = z.infer<typeof recoveryStateSchema>

export const recoveryViewSchema = z.object({
  recoveryId: recoveryIdSchema,
  startedAtMs: z.number().int(),
  what: z.enum(['version', 'folder', 'everything']),
  /** The name of the document or folder; empty for everything. */
  name: z.string(),
  copyTakenAtMs: z.number().int(),
  isInPlace: z.boolean(),
  /** The folder that holds it, and the one that holds what was set aside. */
  folder: z.string(),
  asideFolder: z.string(),
  state: recoveryStateSchema,
  verdict: z.enum(['right', 'wrong']).nullable(),
})
export type RecoveryView = z.infer<typeof recoveryViewSchema>

export const foundFolderSchema = z.object({
  /** As copies name it. */
  folder: path,
  name: z.string(),
  /** As this computer names the folder it lies in. */
  parent: z.string(),
  lastSeenAtMs: z.number().int(),
  isInNewestCopy: z.boolean(),
})
export type FoundFolder = z.infer<typeof foundFolderSchema>

/** One copy to recover from. */
export const copyToRecoverSchema = z.object({
  copyId: copyIdSchema,
  takenAtMs: z.number().int(),
  files: count,
  bytes: count,
})
export type CopyToRecover = z.infer<typeof copyToRecoverSchema>

/** How a folder was: different from the next newer one. `untilMs` is the newest copy that has it so. */
export const folderStateSchema = z.object({
  copyId: copyIdSchema,
  sinceMs: z.number().int(),
  untilMs: z.number().int(),
})
export type FolderState = z.infer<typeof folderStateSchema>

/**
 * What reading a version whole told: it has the form of its kind from beginning to end; it is whole but of a kind we cannot judge; it does not
 * look like what its name says; or the vault no longer has all of it.
 */
export const versionCheckSchema = z.object({ kind: z.enum(['opens', 'whole', 'odd', 'damaged']) })
export type VersionCheck = z.infer<typeof versionCheckSchema>

/** The wizard of Recuperar. */
export const recoveryCalls = {
  /** Writes nothing. Throws VAULT_111, VAULT_109, REST_104, REST_107 for what cannot go back to its place, DEST_… when no place answers. */
  planRecovery: call(wish, recoveryPlanSchema),
  /** Answers at once; the recovery goes on by itself, also after the app was ended. Throws as `planRecovery` for what is known before. */
  startRecovery: call(wish, recoveryId),
  recovery: call(recoveryId, recoveryViewSchema),
  /** Newest first, at most 50. */
  recoveries: call(nothing, z.array(recoveryViewSchema)),
  stopRecovery: call(recoveryId, nothing),
  /** Takes up one that stopped. */
  continueRecovery: call(recoveryId, nothing),
  judgeRecovery: call(recoveryId.extend({ verdict: z.enum(['right', 'wrong']) }), recoveryViewSchema),
  /** What undoing would do; `left` are at most 100 things that stay because somebody changed them. */
  planUndo: call(recoveryId, z.object({ remove: count, putBack: count, left: z.array(z.string()) })),
  /** Takes away what the recovery made, puts back what it set aside. Throws JOB_101 while it runs. */
  undoRecovery: call(recoveryId, recoveryViewSchema),

  /** Folders of all copies whose own name has the typed words. */
  searchFolders: call(z.object({ text: z.string().max(200) }), z.array(foundFolderSchema)),
  folderStates: call(z.object({ folder: path }), z.array(folderStateSchema)),
  copiesToRecover: call(nothing, z.array(copyToRecoverSchema)),
  checkVersion: call(z.object({ versionKey: z.number().int() }), versionCheckSchema),
}
