import { z } from 'zod'
import { calendarDaySchema } from './business-days.ts'
import { incidentLineSchema } from './incidents.ts'

const moment = z.number().int()
const words = (most: number) => z.string().trim().max(most)
const person = words(60).min(1)

/** Whom to call. A small book of its own: the network is what is missing when it is needed. */
export const contactSchema = z.object({
  role: z.enum(['technician', 'system', 'internet', 'lawyer', 'insurer', 'police', 'partner', 'other']),
  name: person,
  phone: words(40),
  note: words(200),
})
export type Contact = z.infer<typeof contactSchema>

/** Who has what opens or carries copies, beside the disks, whose book knows it. */
export const keyHolderSchema = z.object({
  what: z.enum(['kit', 'owner-key', 'account', 'other']),
  who: person,
  where: words(120),
})
export type KeyHolder = z.infer<typeof keyHolderSchema>

/** What of the plan wants somebody, for notices: since when; null while it does not. */
export type PlanPressing = {
  readonly paperSinceMs: number | null
  readonly monthSinceMs: number | null
  /** The next end of a term that runs, and since when its incident is known. */
  readonly incident: { readonly byMs: number; readonly sinceMs: number } | null
}

/** Parts of the plan of which a printed one can be out of date. */
export const planPartSchema = z.enum(['contacts', 'keys', 'disks', 'places', 'things', 'goals', 'people'])
export type PlanPart = z.infer<typeof planPartSchema>

export const reviewQuestionSchema = z.enum([
  'copies',
  'proofs',
  'outside',
  'kit',
  'drill',
  'people',
  'plan',
  'incidents',
  'inventory',
])
export type ReviewQuestion = z.infer<typeof reviewQuestionSchema>
export const reviewAnswerSchema = z.object({
  question: reviewQuestionSchema,
  /** What the app's own facts say. */
  verdict: z.enum(['good', 'attention', 'unknown']),
  isTicked: z.boolean(),
  note: words(500),
})
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>

export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export type Month = string
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const reviewSchema = z.object({
  month: monthSchema,
  atMs: moment,
  by: person,
  /** One of an earlier month may have been asked fewer questions. */
  answers: z.array(reviewAnswerSchema).min(1).max(reviewQuestionSchema.options.length),
})
export type Review = z.infer<typeof reviewSchema>

export const savedEvidenceSchema = z.object({
  month: monthSchema,
  atMs: moment,
  by: person,
  dataSha256: sha256,
  pdfSha256: sha256,
})
export type SavedEvidence = z.infer<typeof savedEvidenceSchema>

/** Lei 13.787/2018, art. 6º: from the last entry of a record. */
export const RECORD_GUARD_YEARS = 20

export const recordSeriesIdSchema = z.uuid().brand<'RecordSeriesId'>()
export type RecordSeriesId = z.infer<typeof recordSeriesIdSchema>
/** Records that are counted together, by the year of their last entry. */
export const recordSeriesSchema = z.object({
  seriesId: recordSeriesIdSchema,
  name: words(80).min(1),
  where: words(120),
  lastEntryYear: z.number().int().min(1900).max(2200),
  /** About how many; null while nobody counted. */
  records: z.number().int().min(0).max(10_000_000).nullable(),
  guardYears: z.number().int().min(RECORD_GUARD_YEARS).max(200),
})
export type RecordSeries = z.infer<typeof recordSeriesSchema>

/** The first year in which the law lets a commission decide. Nothing is deleted by that. */
export const eliminationYearOf = ({ lastEntryYear, guardYears }: Pick<RecordSeries, 'lastEntryYear' | 'guardYears'>) =>
  lastEntryYear + guardYears + 1

/** What a commission decided and had done. A line is never changed nor taken out. */
export const eliminationSchema = z.object({
  number: z.number().int().positive(),
  atMs: moment,
  by: person,
  /** As the series was then. */
  series: recordSeriesSchema,
  records: z.number().int().min(1).max(10_000_000),
  decidedOn: calendarDaySchema,
  commission: z.array(person).min(2).max(10),
  decision: words(2000).min(1),
  how: words(500).min(1),
})
export type Elimination = z.infer<typeof eliminationSchema>

/** Digest of each part of the plan as it was printed. */
const printedSchema = z.object({ atMs: moment, by: person, parts: z.record(planPartSchema, sha256) })

/** All that the room keeps: what nobody can compute from facts. */
export const planBookSchema = z.object({
  version: z.literal(1),
  contacts: z.array(contactSchema).max(40),
  keyHolders: z.array(keyHolderSchema).max(40),
  ownHolidays: z.array(calendarDaySchema).max(200),
  printed: printedSchema.nullable(),
  reviews: z.array(reviewSchema),
  evidence: z.array(savedEvidenceSchema),
  incidents: z.array(incidentLineSchema),
  series: z.array(recordSeriesSchema).max(500),
  eliminations: z.array(eliminationSchema),
})
export type PlanBook = z.infer<typeof planBookSchema>
