import { z } from 'zod'
import type { Code } from '../errors/index.ts'
import { type DrillKind, type DrillOutcome, drillIdSchema, drillKindSchema, drillOutcomeSchema } from './drill-kinds.ts'
import { codeSchema } from './facts.ts'
import { accountIdSchema } from './people.ts'
import { replicaIdSchema } from './replicas.ts'

/** Steps that people take. The window has a sentence and a checklist for each. */
export const peopleStepSchema = z.enum([
  'tell-everybody',
  'fetch-kit',
  'fetch-copy',
  'look-at-it',
  'compare-with-today',
  'unplug-network',
  'call-responsible',
  'write-notice',
  'list-stolen',
  'unplug-internet',
  'work-on-paper',
  'plug-internet',
  'stop-using',
  'type-again',
  'somebody-new',
  'find-contacts',
])
export type PeopleStep = z.infer<typeof peopleStepSchema>
/** Steps that the app takes, for real and in a folder of its own. */
export const appStepSchema = z.enum([
  'bring-record',
  'bring-file',
  'bring-sample',
  'bring-before',
  'bring-database',
  'bring-database-before',
  'open-with-kit',
])
export type AppStep = z.infer<typeof appStepSchema>
export const drillStepIdSchema = z.enum([...peopleStepSchema.options, ...appStepSchema.options])
export type DrillStepId = z.infer<typeof drillStepIdSchema>

/** What a scenario cannot do without. */
export const drillNeedSchema = z.enum(['copies', 'database', 'near-place', 'outside-place'])
export type DrillNeed = z.infer<typeof drillNeedSchema>

/** Where copies of a drill came from; drills take turns in this order. */
export const drillSourceSchema = z.enum(['disk', 'network', 'disk-of-month'])
export type DrillSource = z.infer<typeof drillSourceSchema>

const count = z.number().int().nonnegative()
const at = z.number().int()

/** What an app step found. Counts only: no name of a file or patient is kept. */
export const drillFindingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('files'),
    takenAtMs: at,
    files: count,
    bytes: count,
    /** Files whose bytes are not what the copy recorded, and files that could not be read at all. */
    different: count,
    unreadable: count,
    /** Pictures looked at, those that are not whole, and those of a kind that nobody here can judge. */
    pictures: count,
    brokenPictures: count,
    /** Signed PDFs: how many there were, and of how many the signature's own sum fits the bytes. */
    signed: count,
    signedMatching: count,
    /** What a window drew point by point: how many opened, how many did not, how many it did not try, and how many points those were. Missing without a window. */
    opened: z.object({ pictures: count, broken: count, left: count, points: count }).optional(),
  }),
  z.object({
    kind: z.literal('database'),
    takenAtMs: at,
    databases: count,
    /** Dumps that only their own program can open: compared byte for byte, not opened. */
    unopened: count,
    tables: count,
    rows: count,
    bytes: count,
  }),
  /** One patient's record, counted by two ways that share no code. */
  z.object({ kind: z.literal('record'), takenAtMs: at, tables: count, rows: count, bytes: count }),
  z.object({ kind: z.literal('kit'), takenAtMs: at, copies: count, computers: count }),
])
export type DrillFinding = z.infer<typeof drillFindingSchema>

const text = (most: number) => z.string().trim().min(1).max(most)
const met = { atElapsedMs: count, stepId: drillStepIdSchema }
/** What stood in the way, when on the drill's clock. */
export const obstacleSchema = z.discriminatedUnion('kind', [
  z.object({ ...met, kind: z.literal('stuck'), note: z.string().trim().max(500) }),
  z.object({ ...met, kind: z.literal('failed'), code: codeSchema }),
  z.object({ ...met, kind: z.literal('other-place') }),
])
export type Obstacle = z.infer<typeof obstacleSchema>

export const drillStepSchema = z.object({
  id: drillStepIdSchema,
  state: z.enum(['waiting', 'done', 'failed']),
  /** On the drill's clock; null while it has not ended. */
  endedAtElapsedMs: count.nullable(),
  /** What people wrote down. */
  note: z.string().max(500),
  /** How many points of its list were ticked, of how many. */
  ticked: count,
  points: count,
  finding: drillFindingSchema.nullable(),
  /** Why it failed; null when it did not. */
  code: codeSchema.nullable(),
  /** How often the app tried. */
  tries: count,
})
export type DrillStep = z.infer<typeof drillStepSchema>

/** `interrupted`: the computer or the app stopped in the middle. */
export const drillPauseSchema = z.object({
  reason: z.enum(['asked', 'interrupted']),
  fromMs: at,
  /** Null while it lasts. */
  untilMs: at.nullable(),
})
export type DrillPause = z.infer<typeof drillPauseSchema>

export const improvementSchema = z.object({
  id: z.uuid(),
  text: text(300),
  owner: text(80),
  dueDay: z.iso.date(),
  doneAtMs: at.nullable(),
})
export type Improvement = z.infer<typeof improvementSchema>
export const newImprovementSchema = improvementSchema.omit({ id: true, doneAtMs: true })
export type NewImprovement = z.infer<typeof newImprovementSchema>

/** One drill, from its first moment on. */
export const drillRecordSchema = z.object({
  id: drillIdSchema,
  number: z.number().int().positive(),
  kind: drillKindSchema,
  startedAtMs: at,
  goalMs: z.number().int().positive(),
  /** Who leads, and who is there too. */
  leader: text(80),
  participants: z.array(text(80)).max(60),
  /** Registered people among them. Missing in what was written before they could be chosen. */
  people: z.array(accountIdSchema).max(30).optional(),
  replicaId: replicaIdSchema.nullable(),
  source: drillSourceSchema.nullable(),
  steps: z.array(drillStepSchema).min(1),
  obstacles: z.array(obstacleSchema),
  pauses: z.array(drillPauseSchema),
  /** On the drill's own clock, without pauses. Never less than what passed. */
  elapsedMs: count,
  /** When the line was written last. */
  beatAtMs: at,
  /** How often the computer's clock was set meanwhile. */
  clockChanges: count,
  improvements: z.array(improvementSchema),
  end: z.object({ atMs: at, outcome: drillOutcomeSchema }).nullable(),
})
export type DrillRecord = z.infer<typeof drillRecordSchema>

/** A weekly drill without people. */
export const silentDrillSchema = z.object({
  atMs: at,
  replicaId: replicaIdSchema,
  source: drillSourceSchema,
  files: count,
  rows: count,
  bytes: count,
  problems: count,
  /** The first thing that was wrong; null when nothing was. */
  code: codeSchema.nullable(),
  durationMs: count,
})
export type SilentDrill = z.infer<typeof silentDrillSchema>

/** What of the drills wants somebody, for notices; null while it does not. */
export type DrillPressing = {
  readonly dueSinceMs: number | null
  /** What was wrong in the newest weekly one of a place that still has copies. */
  readonly silent: { readonly code: Code; readonly sinceMs: number } | null
}

/** Scenarios after which the clinic would be working again; the others show a part of that. */
const RETURNS: ReadonlySet<DrillKind> = new Set(['burned-computer', 'ransomware', 'theft'])
/** The number behind "volta em": the newest drill of all the clinic that was finished, or else the newest of a part. */
export function measuredReturn<D extends { readonly drill: DrillKind; readonly outcome: DrillOutcome }>(
  newestFirst: readonly D[],
): D | undefined {
  const measured = newestFirst.filter(({ outcome }) => outcome !== 'not-finished')
  return measured.find(({ drill }) => RETURNS.has(drill)) ?? measured[0]
}
export const isWholeReturn = (kind: DrillKind): boolean => RETURNS.has(kind)

export const currentStep = ({ steps }: Pick<DrillRecord, 'steps'>): DrillStep | undefined =>
  steps.find(({ state }) => state !== 'done')

const DAY_MS = 86_400_000
/** Once a quarter. */
export const DRILL_EVERY_MS = 91 * DAY_MS
export const SILENT_DRILL_EVERY_MS = 7 * DAY_MS
