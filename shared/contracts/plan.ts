import { z } from 'zod'
import {
  calendarDaySchema,
  categorySchema,
  contactSchema,
  eliminationSchema,
  incidentAccountSchema,
  incidentIdSchema,
  incidentKindSchema,
  incidentTaskSchema,
  inventoryItemSchema,
  keyHolderSchema,
  lostDiskSchema,
  monthSchema,
  placeSchema,
  planPartSchema,
  recordSeriesIdSchema,
  recordSeriesSchema,
  reviewAnswerSchema,
  reviewQuestionSchema,
  reviewSchema,
  savedEvidenceSchema,
  toldSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const moment = z.number().int()
const count = z.number().int().nonnegative()
/** Who acts. Where somebody is signed in, that person counts, whatever stands here. */
const by = z.string().trim().min(1).max(60)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A drill as the plan and the evidence tell of it. */
export const planDrillSchema = z.object({
  kind: z.string(),
  atMs: moment,
  elapsedMs: count,
  goalMs: count,
  outcome: z.enum(['in-time', 'late', 'not-finished']),
})
export type PlanDrill = z.infer<typeof planDrillSchema>

/** What the clinic promised itself and what it measured contradicts: it wants to see patients again sooner than the last drill took. What it decided elsewhere and contradicts a goal, the inventory's view says. */
export const planConflictSchema = z.object({
  /** Of the clinic as a whole, of records, or of its databases. */
  kind: z.enum(['back-below-drill', 'records-below-drill', 'databases-below-drill']),
  goalMinutes: count,
  drillMinutes: count,
})
export type PlanConflict = z.infer<typeof planConflictSchema>

export const planPlaceSchema = z.object({
  name: z.string().nullable(),
  place: placeSchema,
  isMain: z.boolean(),
  isDisk: z.boolean(),
  isOutside: z.boolean(),
  copies: count,
  newestCopyAtMs: moment.nullable(),
  provenAtMs: moment.nullable(),
})
export type PlanPlace = z.infer<typeof planPlaceSchema>

export const planThingSchema = z.object({
  label: z.string(),
  category: categorySchema.nullable(),
  owner: z.string().nullable(),
  savedAtMs: moment.nullable(),
  lossMinutes: count,
  backMinutes: count,
  /** What the inventory says the clinic does without it. */
  weight: inventoryItemSchema.shape.weight,
})
export type PlanThing = z.infer<typeof planThingSchema>

export const planDiskSchema = z.object({
  label: z.string(),
  number: count,
  takenBy: z.string().nullable(),
  place: z.string().nullable(),
  sinceMs: moment.nullable(),
  isLost: z.boolean(),
})
export type PlanDisk = z.infer<typeof planDiskSchema>

/** Somebody who left, and what still bears their name. */
export const leaverSchema = z.object({
  name: z.string(),
  holds: z.array(z.object({ kind: z.enum(['disk', 'key', 'contact', 'thing']), label: z.string() })),
})
export type Leaver = z.infer<typeof leaverSchema>

/** "Plano da clínica": all of it computed from facts and the room's own small book, at `atMs`. */
export const planViewSchema = z.object({
  atMs: moment,
  clinicName: z.string(),
  lossMinutes: count,
  backMinutes: count,
  lastCopyAtMs: moment.nullable(),
  places: z.array(planPlaceSchema),
  /** What comes back first stands first. */
  things: z.array(planThingSchema),
  disks: z.array(planDiskSchema),
  kit: z.object({ printedAtMs: moment, provenAtMs: moment.nullable() }).nullable(),
  /** Newest first. */
  drills: z.array(planDrillSchema),
  drillDueAtMs: moment.nullable(),
  people: z.array(z.object({ name: z.string(), role: z.string() })),
  contacts: z.array(contactSchema),
  keyHolders: z.array(keyHolderSchema),
  conflicts: z.array(planConflictSchema),
  leavers: z.array(leaverSchema),
  /** The paper: when it was made, what of it is not so any more, and whether it is older than half a year. Null while there is none. */
  printed: z.object({ atMs: moment, by: z.string(), changed: z.array(planPartSchema), isOld: z.boolean() }).nullable(),
  /** The month before this one, on its successor's first days, while its folder was not kept. */
  evidenceDue: monthSchema.nullable(),
  reviewDue: z.boolean(),
  openIncidents: count,
})
export type PlanView = z.infer<typeof planViewSchema>

const askedSchema = z.object({
  question: reviewQuestionSchema,
  verdict: reviewAnswerSchema.shape.verdict,
  /** What the sentence of the verdict says: counts and moments only. */
  values: z.record(z.string(), z.number()),
})
export type AskedQuestion = z.infer<typeof askedSchema>

/** One month on paper and as data. Counts, places and the clinic's own names: no patient, no file. */
export const evidenceSchema = z.object({
  format: z.literal('salvaguarda-evidence-1'),
  month: monthSchema,
  clinicName: z.string(),
  fromMs: moment,
  toMs: moment,
  madeAtMs: moment,
  madeBy: z.string(),
  days: z.array(z.object({ day: calendarDaySchema, copies: count, failures: count })),
  copies: z.object({ made: count, unchanged: count, withMisses: count, failures: count, addedBytes: count }),
  /** What copies took up, at the end of each of the last months, and what there is room for. */
  growth: z.array(z.object({ month: monthSchema, bytes: count })),
  room: z.object({ freeBytes: count, fitsUntilMs: moment.nullable() }).nullable(),
  places: z.array(planPlaceSchema),
  checks: z.array(
    z.object({ atMs: moment, place: z.string(), readBytes: count, problems: count, isWhole: z.boolean() }),
  ),
  drills: z.array(planDrillSchema),
  swaps: z.array(
    z.object({
      atMs: moment,
      disk: z.string(),
      kind: z.enum(['added', 'copied', 'read-back', 'handed-over', 'lost', 'found', 'retired']),
      who: z.string().nullable(),
      where: z.string().nullable(),
      seal: z.string(),
    }),
  ),
  accesses: z.object({ recoveries: count, recoveredFiles: count, undone: count, viewed: count, exported: count }),
  /** Lines of the register by what they are, and its newest hash; null while there is no register. */
  register: z.object({ lines: z.record(z.string(), count), head: z.string(), problems: count }).nullable(),
  incidents: z.array(
    z.object({
      number: count,
      kind: incidentKindSchema,
      knownAtMs: moment,
      toldAtMs: moment.nullable(),
      isClosed: z.boolean(),
    }),
  ),
  reviews: z.array(z.object({ atMs: moment, by: z.string() })),
})
export type Evidence = z.infer<typeof evidenceSchema>

export const incidentViewSchema = z.object({
  incidentId: incidentIdSchema,
  number: count,
  kind: incidentKindSchema,
  openedAtMs: moment,
  openedBy: z.string(),
  knownAtMs: moment,
  disk: lostDiskSchema.nullable(),
  account: incidentAccountSchema,
  tasks: z.partialRecord(incidentTaskSchema, z.object({ atMs: moment, by: z.string() })),
  told: z.partialRecord(toldSchema, z.object({ atMs: moment, reference: z.string() })),
  closedAtMs: moment.nullable(),
  lines: count,
  /** Ends of the terms of Resolução CD/ANPD 15/2024, not doubled. */
  terms: z.object({ tellByMs: moment, completeByMs: moment, keepUntilMs: moment }),
})
export type IncidentView = z.infer<typeof incidentViewSchema>

const incidentListSchema = z.object({ incidents: z.array(incidentViewSchema), ownHolidays: z.array(calendarDaySchema) })
const guardSchema = z.object({ series: z.array(recordSeriesSchema), eliminations: z.array(eliminationSchema) })
export type Guard20 = z.infer<typeof guardSchema>
const ofIncident = { incidentId: incidentIdSchema, by }

export const planCalls = {
  plan: call(nothing, planViewSchema),
  setContacts: call(z.object({ contacts: z.array(contactSchema).max(40) }), planViewSchema),
  setKeyHolders: call(z.object({ keyHolders: z.array(keyHolderSchema).max(40) }), planViewSchema),
  /** The plan is on paper, as it is now. */
  planPrinted: call(z.object({ by }), planViewSchema),

  review: call(nothing, z.object({ month: monthSchema, questions: z.array(askedSchema), done: z.array(reviewSchema) })),
  /** Verdicts are taken from facts again. Throws PLAN_103 while a question is not ticked. */
  saveReview: call(
    z.object({
      by,
      ticks: z.array(z.object({ question: reviewQuestionSchema, note: z.string().trim().max(500) })),
    }),
    reviewSchema,
  ),

  evidenceMonths: call(nothing, z.object({ months: z.array(monthSchema), saved: z.array(savedEvidenceSchema) })),
  /** `json` is what is kept beside the PDF, `sha256` of it what the PDF bears. */
  evidence: call(
    z.object({ month: monthSchema, by }),
    z.object({ evidence: evidenceSchema, json: z.string(), sha256 }),
  ),
  evidenceSaved: call(z.object({ month: monthSchema, by, dataSha256: sha256, pdfSha256: sha256 }), nothing),

  incidents: call(nothing, incidentListSchema),
  /** By hand. That of a lost disk of the month opens by itself. */
  openIncident: call(
    z.object({ by, kind: incidentKindSchema, knownAtMs: moment, words: z.string().trim().max(4000) }),
    incidentViewSchema,
  ),
  /** Throws PLAN_102 for an incident that is not in the register. */
  describeIncident: call(z.object({ ...ofIncident, account: incidentAccountSchema.partial() }), incidentViewSchema),
  tickIncident: call(z.object({ ...ofIncident, task: incidentTaskSchema, isDone: z.boolean() }), incidentViewSchema),
  tellIncident: call(
    z.object({ ...ofIncident, whom: toldSchema, toldAtMs: moment, reference: z.string().trim().max(200) }),
    incidentViewSchema,
  ),
  /** Throws PLAN_104 while nobody decided about the risk, or the authority was not told and nobody said why. */
  closeIncident: call(z.object({ ...ofIncident, isClosed: z.boolean() }), incidentViewSchema),
  setOwnHolidays: call(z.object({ days: z.array(calendarDaySchema).max(200) }), incidentListSchema),

  recordGuard: call(nothing, guardSchema),
  /** A new one without an id. */
  setSeries: call(
    z.object({ series: recordSeriesSchema.omit({ seriesId: true }), seriesId: recordSeriesIdSchema.nullable() }),
    guardSchema,
  ),
  /** Writes down what a commission decided; nothing is deleted by it. Throws PLAN_101 {year} while the law still guards them, PLAN_102. */
  addElimination: call(
    eliminationSchema
      .omit({ number: true, atMs: true, by: true, series: true })
      .extend({ by, seriesId: recordSeriesIdSchema }),
    guardSchema,
  ),
}
