import { z } from 'zod'
import { businessDaysAfter, type CalendarDay, dayOf, endOfDayMs } from './business-days.ts'
import { diskIdSchema } from './volumes.ts'

/** Resolução CD/ANPD 15/2024, art. 6º and 9º: to the authority and to the people concerned. */
const TELL_BUSINESS_DAYS = 3
/** The same: what was missing in the first communication. */
const COMPLETE_BUSINESS_DAYS = 20
/** The same, art. 10: the register is kept at least so long. Here nothing of it is ever deleted. */
export const INCIDENT_KEEP_YEARS = 5

export const incidentIdSchema = z.uuid().brand<'IncidentId'>()
export type IncidentId = z.infer<typeof incidentIdSchema>

export const incidentKindSchema = z.enum(['lost-disk', 'ransomware', 'leak', 'unavailable', 'other'])
export type IncidentKind = z.infer<typeof incidentKindSchema>

/** What art. 5º asks for: kinds of data, and whose. */
export const incidentDataSchema = z.enum(['health', 'minors', 'financial', 'passwords', 'secrecy', 'many', 'contact'])
export type IncidentData = z.infer<typeof incidentDataSchema>

export const incidentTaskSchema = z.enum([
  'contain',
  'preserve',
  'technical-director',
  'lawyer',
  'risk',
  'authority',
  'subjects',
  'recover',
  'complement',
  'improve',
])
export type IncidentTask = z.infer<typeof incidentTaskSchema>

const moment = z.number().int()
const text = (most: number) => z.string().trim().max(most)
const person = text(60).min(1)

/** What is known of a lost disk, written down when it was: why nobody reads it, and who had it. */
export const lostDiskSchema = z.object({
  diskId: diskIdSchema,
  label: z.string(),
  number: z.number().int(),
  /** The book's own reference of the loss. */
  reference: z.string(),
  replicaId: z.string(),
  /** Ways in to what is on it, none of which is on it in the clear. Null when they could not be read then. */
  keys: z.number().int().nullable(),
  newestCopyAtMs: moment.nullable(),
  custody: z.object({ takenBy: z.string(), place: z.string(), atMs: moment }).nullable(),
})
export type LostDisk = z.infer<typeof lostDiskSchema>

/** What people say of an incident; each may be corrected, and what was said before stays in the register. */
export const incidentAccountSchema = z.object({
  /** Circumstances. No patients' names: how many, and whose kind. */
  what: text(4000),
  happenedAtMs: moment.nullable(),
  data: z.array(incidentDataSchema),
  /** About how many people; null while nobody knows. */
  people: z.number().int().min(0).max(100_000_000).nullable(),
  risk: z.enum(['undecided', 'relevant', 'not-relevant']),
  riskWhy: text(4000),
  measures: text(4000),
  /** Why nobody was told, where nobody was. */
  whyNot: text(4000),
})
export type IncidentAccount = z.infer<typeof incidentAccountSchema>

export const toldSchema = z.enum(['authority', 'subjects', 'complement'])
export type Told = z.infer<typeof toldSchema>

const base = { incidentId: incidentIdSchema, atMs: moment, by: person }
/** One line of the register: written once, never changed, never taken out. */
export const incidentLineSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('opened'),
    number: z.number().int().positive(),
    what: incidentKindSchema,
    /** When the clinic knew that data of people were touched: terms run from here. */
    knownAtMs: moment,
    words: text(4000),
    disk: lostDiskSchema.nullable(),
  }),
  z.object({ ...base, kind: z.literal('described'), account: incidentAccountSchema.partial() }),
  z.object({ ...base, kind: z.literal('ticked'), task: incidentTaskSchema, isDone: z.boolean() }),
  z.object({ ...base, kind: z.literal('told'), whom: toldSchema, toldAtMs: moment, reference: text(200) }),
  z.object({ ...base, kind: z.literal('closed') }),
  z.object({ ...base, kind: z.literal('reopened') }),
])
export type IncidentLine = z.infer<typeof incidentLineSchema>

/** An incident as its lines tell it. */
export type Incident = {
  readonly incidentId: IncidentId
  readonly number: number
  readonly kind: IncidentKind
  readonly openedAtMs: number
  readonly openedBy: string
  readonly knownAtMs: number
  readonly disk: LostDisk | null
  readonly account: IncidentAccount
  readonly tasks: Readonly<Partial<Record<IncidentTask, { readonly atMs: number; readonly by: string }>>>
  readonly told: Readonly<Partial<Record<Told, { readonly atMs: number; readonly reference: string }>>>
  readonly closedAtMs: number | null
  readonly lines: number
}

/** Every incident that the register names, oldest first. Pure. */
export function incidentsOf(lines: readonly IncidentLine[]): Incident[] {
  const all = new Map<IncidentId, Incident>()
  for (const line of lines) {
    if (line.kind === 'opened') all.set(line.incidentId, opened(line))
    else {
      const known = all.get(line.incidentId)
      if (known) all.set(line.incidentId, { ...after(known, line), lines: known.lines + 1 })
    }
  }
  return [...all.values()]
}

const opened = (line: Extract<IncidentLine, { kind: 'opened' }>): Incident => ({
  incidentId: line.incidentId,
  number: line.number,
  kind: line.what,
  openedAtMs: line.atMs,
  openedBy: line.by,
  knownAtMs: line.knownAtMs,
  disk: line.disk,
  account: {
    what: line.words,
    happenedAtMs: null,
    data: ['health', 'secrecy'],
    people: null,
    risk: 'undecided',
    riskWhy: '',
    measures: '',
    whyNot: '',
  },
  tasks: {},
  told: {},
  closedAtMs: null,
  lines: 1,
})

function after(incident: Incident, line: Exclude<IncidentLine, { kind: 'opened' }>): Incident {
  switch (line.kind) {
    case 'described':
      return { ...incident, account: incidentAccountSchema.parse({ ...incident.account, ...line.account }) }
    case 'ticked': {
      const { [line.task]: _before, ...others } = incident.tasks
      const tasks = line.isDone ? { ...others, [line.task]: { atMs: line.atMs, by: line.by } } : others
      return { ...incident, tasks }
    }
    case 'told':
      return {
        ...incident,
        told: { ...incident.told, [line.whom]: { atMs: line.toldAtMs, reference: line.reference } },
      }
    case 'closed':
      return { ...incident, closedAtMs: line.atMs }
    case 'reopened':
      return { ...incident, closedAtMs: null }
  }
}

export type IncidentTerms = { readonly tellByMs: number; readonly completeByMs: number; readonly keepUntilMs: number }

/** The clock: ends of terms from when the clinic knew. `own` are holidays of its town and state. */
export function incidentTerms(knownAtMs: number, own: readonly CalendarDay[]): IncidentTerms {
  const known = dayOf(knownAtMs)
  const at = new Date(knownAtMs)
  return {
    tellByMs: endOfDayMs(businessDaysAfter(known, TELL_BUSINESS_DAYS, own)),
    completeByMs: endOfDayMs(businessDaysAfter(known, COMPLETE_BUSINESS_DAYS, own)),
    keepUntilMs: new Date(at.getFullYear() + INCIDENT_KEEP_YEARS, at.getMonth(), at.getDate()).getTime(),
  }
}
