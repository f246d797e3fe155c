import { z } from 'zod'
import {
  copyIdSchema,
  copySummarySchema,
  destinationFindingsSchema,
  factSchema,
  fileCategorySchema,
  folderFindingsSchema,
  freshnessSchema,
  goalsSchema,
  jobIdSchema,
  jobKindSchema,
  newSourceSchema,
  placeSchema,
  progressSchema,
  sourceSchema,
} from '../domain/index.ts'
import { call, feed, whole, wireErrorSchema } from '../wire/index.ts'
import { auditCalls } from './audit.ts'
import { cleaningCalls } from './cleaning.ts'
import { clinicCalls } from './clinic.ts'
import { databaseRecoveryCalls } from './database-recovery.ts'
import { databaseCalls } from './databases.ts'
import { diagnosisCalls } from './diagnosis.ts'
import { diskCalls } from './disks.ts'
import { drillCalls } from './drills.ts'
import { guardCalls } from './guard.ts'
import { inventoryCalls } from './inventory.ts'
import { noticeCalls } from './notices.ts'
import { peopleCalls } from './people.ts'
import { placeCalls } from './places.ts'
import { planCalls } from './plan.ts'
import { previewCalls } from './preview.ts'
import { recordCalls } from './records.ts'
import { recoveryCalls } from './recovery.ts'
import { replicaCalls, replicaOverviewSchema } from './replicas.ts'
import { rescueCalls } from './rescue.ts'
import { scheduleCalls } from './schedule.ts'
import { setupDraftCalls } from './setup-draft.ts'
import { tabletCalls } from './tablets.ts'
import { trainingCalls } from './training.ts'
import { installCalls } from './update.ts'

const nothing = z.object({})
const path = z.string().min(1).max(4096)
const kitWords = z.array(z.string().min(1).max(20)).length(24)

/** What the app is able to do right now; the first question every window asks. */
export const stateSchema = z.discriminatedUnion('kind', [
  /** Nothing is set up on this computer. */
  z.object({ kind: z.literal('fresh') }),
  /** Set up, but the vault's key cannot be had: the words of the kit open it until the next start. `code` says why (KEY_103, KEY_104). */
  z.object({ kind: z.literal('locked'), clinicName: z.string(), error: wireErrorSchema }),
  z.object({ kind: z.literal('ready'), clinicName: z.string() }),
])
export type EngineState = z.infer<typeof stateSchema>

export const overviewSchema = z.object({
  state: stateSchema,
  sources: z.array(sourceSchema),
  /** Where the vault is, and whether it answered a moment ago. */
  vault: z.object({ place: placeSchema, isReachable: z.boolean(), freeBytes: z.number().int().nullable() }).nullable(),
  lastCopy: copySummarySchema.nullable(),
  copies: z.number().int().nonnegative(),
  lastCheck: z.object({ atMs: z.number().int(), problems: z.number().int(), readData: z.boolean() }).nullable(),
  /** The newest failure of a copy that no later copy has made good. */
  openFailure: z.object({ atMs: z.number().int(), error: wireErrorSchema }).nullable(),
  /** Every disk that keeps copies, in the order in which copies look for a place; disks of the month last. */
  replicas: z.array(replicaOverviewSchema),
  /** How much would be lost if this computer stopped now. */
  freshness: freshnessSchema,
  running: z.array(z.object({ jobId: jobIdSchema, jobKind: jobKindSchema })),
  /** Number of the newest fact this overview already contains. */
  seq: z.number().int().nonnegative(),
})
export type Overview = z.infer<typeof overviewSchema>

/** One file of the clinic as all copies know it. `fileKey` names it in later calls. */
export const foundFileSchema = z.object({
  fileKey: z.number().int(),
  name: z.string(),
  /** Folder, shown as words; separators are the platform's own. */
  folder: z.string(),
  kind: z.enum(['file', 'database']),
  versions: z.number().int().positive(),
  lastSeenAtMs: z.number().int(),
  /** False when the newest copy no longer has it: it was deleted or moved. */
  isInNewestCopy: z.boolean(),
  newestBytes: z.number().int().nonnegative(),
  /** True when its name is not what was typed, but nearly or by its sound. */
  isSimilar: z.boolean(),
  /** The computer that it was copied on; null for this one. */
  computer: z.string().nullable(),
})
export type FoundFile = z.infer<typeof foundFileSchema>

export const fileVersionSchema = z.object({
  versionKey: z.number().int(),
  /** The newest copy that holds exactly these bytes. */
  copyId: copyIdSchema,
  modifiedAtMs: z.number().int(),
  firstCopyAtMs: z.number().int(),
  lastCopyAtMs: z.number().int(),
  sizeBytes: z.number().int().nonnegative(),
})
export type FileVersion = z.infer<typeof fileVersionSchema>

export const recoveryResultSchema = z.object({
  /** The folder that now holds what was recovered. */
  folder: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
  durationMs: z.number().int(),
  skips: z.number().int(),
})
export type RecoveryResult = z.infer<typeof recoveryResultSchema>

/** Served by the engine; asked by the window and by main. */
export const engineContract = {
  overview: call(nothing, overviewSchema),
  /** Facts after a number, then every new one. */
  facts: feed(z.object({ afterSeq: z.number().int().nonnegative() }), factSchema),
  progress: feed(nothing, progressSchema),

  inspectFolder: call(z.object({ path }), folderFindingsSchema),
  inspectDestination: call(z.object({ path, sourcePaths: z.array(path) }), destinationFindingsSchema),
  /** Makes the kit's words and keeps the choices in memory. Nothing is written anywhere before `finishSetup`. Asking again makes new words. */
  beginSetup: call(
    z.object({
      clinicName: z.string().min(1).max(80),
      sources: z.array(newSourceSchema).min(1).max(200),
      destinationPath: path,
    }),
    z.object({ kitWords, proofPositions: z.array(z.number().int().min(1).max(24)).length(3) }),
  ),
  /**
   * Proves the kit and only then makes the vault, stores the machine's key and starts the first copy.
   * Throws KEY_105 when a word is wrong (the kit stays, try again), VAULT_108, DEST_…, KEY_103 unless `withoutKeychain`:
   * then the app asks for the kit's words at each start.
   */
  finishSetup: call(
    z.object({
      proof: z.array(z.object({ position: z.number().int().min(1).max(24), word: z.string().max(40) })).length(3),
      withoutKeychain: z.boolean(),
      /** Which of the sources of `beginSetup`, by their place, are protected from the first day; the others wait. All by default. */
      pilot: z.array(z.number().int().nonnegative()).min(1).optional(),
      goals: whole(goalsSchema).optional(),
    }),
    z.object({ firstCopyJobId: jobIdSchema }),
  ),
  /** Opens a locked app with the kit. Throws KEY_101, KEY_102. Where the keychain works again, the machine's key is renewed. */
  unlockWithKit: call(z.object({ words: z.string().max(1000) }), nothing),

  copyNow: call(nothing, z.object({ jobId: jobIdSchema })),
  checkNow: call(z.object({ readData: z.boolean() }), z.object({ jobId: jobIdSchema })),
  cancelJob: call(z.object({ jobId: jobIdSchema }), nothing),
  ...replicaCalls,
  ...placeCalls,
  ...cleaningCalls,
  ...scheduleCalls,
  ...noticeCalls,
  ...clinicCalls,
  ...diagnosisCalls,
  ...drillCalls,
  ...databaseCalls,
  ...databaseRecoveryCalls,
  ...recoveryCalls,
  ...guardCalls,
  ...diskCalls,
  ...tabletCalls,
  ...inventoryCalls,
  ...setupDraftCalls,
  ...trainingCalls,
  ...recordCalls,
  ...previewCalls,
  ...planCalls,
  ...rescueCalls,
  ...auditCalls,
  ...peopleCalls,
  ...installCalls,

  /**
   * Every file of every copy of every computer whose name or folder has all the typed words; accents and case do not matter. Newest first.
   * Where little is found, names that are written or sound alike follow. What is left out is not asked for.
   */
  searchFiles: call(
    z.object({
      text: z.string().max(200),
      category: fileCategorySchema.optional(),
      /** A copy that was made between these two moments has it. */
      seenFromMs: z.number().int().optional(),
      seenToMs: z.number().int().optional(),
      limit: z.number().int().min(1).max(200),
    }),
    z.array(foundFileSchema),
  ),
  listVersions: call(z.object({ fileKey: z.number().int() }), z.array(fileVersionSchema)),
  /** Where a recovery goes when the person chooses nothing: a dated folder of their own. */
  proposeRecoveryFolder: call(nothing, z.object({ folder: z.string() })),
  /** Puts one version into a separate folder; what stands there is never overwritten. Resolves when it is there and verified. */
  recoverVersion: call(z.object({ versionKey: z.number().int(), targetFolder: path }), recoveryResultSchema),
}
