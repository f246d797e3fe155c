import { z } from 'zod'
import {
  accountIdSchema,
  appStepSchema,
  categorySchema,
  drillIdSchema,
  drillKindSchema,
  drillNeedSchema,
  drillRecordSchema,
  drillSourceSchema,
  drillStepIdSchema,
  newImprovementSchema,
  placeSchema,
  replicaIdSchema,
  silentDrillSchema,
} from '../domain/index.ts'
import { call, feed, wireErrorSchema } from '../wire/index.ts'
import { imageTypeSchema } from './preview.ts'

const nothing = z.object({})
const drillId = drillIdSchema
const step = { drillId, stepId: drillStepIdSchema }
const name = z.string().trim().min(1).max(80)

const count = z.number().int().nonnegative()
const side = count.max(65_535)
/** `at` is its number among what the step brought; nothing here says its name. */
export const drillPictureSchema = z.object({
  at: count,
  type: z.enum([...imageTypeSchema.options, 'image/avif']),
  bytes: z.instanceof(Uint8Array<ArrayBuffer>),
})
export type DrillPicture = z.infer<typeof drillPictureSchema>

const drillPlaceSchema = z.object({
  replicaId: replicaIdSchema,
  place: placeSchema,
  name: z.string().optional(),
  source: drillSourceSchema,
  /** Whether it would still be there after a fire or a theft. */
  isOutside: z.boolean(),
})
export type DrillPlaceView = z.infer<typeof drillPlaceSchema>

/** One card of the library. */
export const drillCardSchema = z.object({
  kind: drillKindSchema,
  goalMs: z.number().int().positive(),
  steps: z.number().int().positive(),
  /** What the clinic lacks for it; empty when it can begin. */
  missing: z.array(drillNeedSchema),
  /** Whose turn it is; null where no place will do. */
  next: drillPlaceSchema.nullable(),
})
export type DrillCard = z.infer<typeof drillCardSchema>

/** The drill under way. */
export const runningDrillSchema = z.object({
  record: drillRecordSchema,
  state: z.enum(['running', 'paused', 'interrupted']),
  /** On the drill's clock at `atMs` of the computer's. */
  elapsedMs: z.number().int().nonnegative(),
  atMs: z.number().int(),
  place: drillPlaceSchema.nullable(),
  /** Places this drill may use, whose turn it is first. */
  places: z.array(drillPlaceSchema),
  /** The step the app is at work on. */
  working: z.object({ stepId: appStepSchema, doneShare: z.number().min(0).max(1) }).nullable(),
  /** What the last step brought, and where it lies. Names are for the eye only. */
  brought: z.array(z.object({ name: z.string(), bytes: z.number().int().nonnegative() })),
  folder: z.string().nullable(),
  /** Of which categories it is that whoever looks may not see; then nothing is named. */
  hidden: z.array(categorySchema),
  /** Why the last try of an app step did not do. */
  error: wireErrorSchema.nullable(),
})
export type RunningDrill = z.infer<typeof runningDrillSchema>

export const drillsViewSchema = z.object({
  cards: z.array(drillCardSchema),
  running: runningDrillSchema.nullable(),
  /** Those that ended, newest first. */
  past: z.array(drillRecordSchema),
  /** Weekly ones without people, newest first. */
  silent: z.array(silentDrillSchema),
  /** When the next guided one is due; null while nothing is set up. */
  dueAtMs: z.number().int().nullable(),
})
export type DrillsView = z.infer<typeof drillsViewSchema>

/** What went through SHA-256, and the sum. */
export const drillReportSchema = z.object({ text: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export type DrillReport = z.infer<typeof drillReportSchema>

/** Rehearsals of recovery. Without any drill under way, or with another, calls on one throw DRILL_102. */
export const drillCalls = {
  drills: call(nothing, drillsViewSchema),
  /** The drill under way, at once and with each change; null when there is none. */
  drillUnderWay: feed(nothing, runningDrillSchema.nullable()),
  /**
   * Starts the clock. `people` are registered ones that take part, `participants` others by name; the record has the names of all. Throws
   * DRILL_101 while one is under way, DRILL_103 where the clinic lacks what it needs, PEOPLE_113 for somebody who is not here.
   */
  beginDrill: call(
    z.object({
      ...{ kind: drillKindSchema, leader: name, participants: z.array(name).max(30) },
      people: z.array(accountIdSchema).max(30).optional(),
    }),
    runningDrillSchema,
  ),
  /**
   * The app's part of a step, for real. What goes wrong is written down with the step and does not throw; it may be tried again.
   * `words` and `secret` are for the step that opens the vault by the kit, and are kept nowhere.
   */
  runDrillStep: call(
    z.object({ ...step, words: z.string().max(1000).optional(), secret: z.string().min(1).max(16_384).optional() }),
    runningDrillSchema,
  ),
  /** People did their part. */
  endDrillStep: call(
    z.object({ ...step, ticked: z.number().int().min(0).max(20), note: z.string().max(500) }),
    runningDrillSchema,
  ),
  /** Pictures that the last step brought, of kinds that a window draws, limited in number and bytes. It opens them and says what it saw. */
  drillPictures: call(z.object(step), z.array(drillPictureSchema)),
  /** Without a size where one did not open. */
  drillPicturesSeen: call(
    z.object({ ...step, seen: z.array(z.object({ at: count, width: side, height: side })).max(50) }),
    runningDrillSchema,
  ),
  /** "Travei aqui": written down with the time; the clock goes on. */
  stuckInDrill: call(z.object({ drillId, note: z.string().max(500) }), runningDrillSchema),
  pauseDrill: call(z.object({ drillId }), runningDrillSchema),
  /** Also after the computer stopped in the middle. */
  goOnWithDrill: call(z.object({ drillId }), runningDrillSchema),
  /** Another place than the one whose turn it is; that is written down as an obstacle. */
  takeDrillFrom: call(z.object({ drillId, replicaId: replicaIdSchema }), runningDrillSchema),
  /** Stops the clock. Before the last step was done the drill has not finished, which is a result too. The sandbox is wiped. */
  endDrill: call(z.object({ drillId }), drillRecordSchema),
  /** What the clinic does better next time. */
  addImprovement: call(z.object({ drillId, improvement: newImprovementSchema }), drillRecordSchema),
  tickImprovement: call(z.object({ drillId, improvementId: z.uuid(), isDone: z.boolean() }), drillRecordSchema),
  /** The drill as a document, for its paper. Nothing in it names a patient or a file. */
  drillReport: call(z.object({ drillId }), drillReportSchema),
} as const
