import { z } from 'zod'
import { replicaIdSchema } from './replicas.ts'
import { diskIdSchema } from './volumes.ts'

/** On which days a disk is swapped: "dia 5 de cada mês", "toda sexta" (0 is Sunday). A month that has no such day has its last. */
export const swapDaysSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('month-day'), day: z.int().min(1).max(31) }),
  z.object({ kind: z.literal('weekday'), weekday: z.int().min(0).max(6) }),
])
export type SwapDays = z.infer<typeof swapDaysSchema>

/** What the clinic decided about its disks of the month. */
export const diskPolicySchema = z.object({
  swapDays: swapDaysSchema,
  /** The day's promise is kept until this minute of it: 18h. */
  byMinute: z.int().min(1).max(1439),
  /** A disk that stays plugged in longer after its copy is in the same danger as the computer. */
  pluggedHours: z.int().min(1).max(72),
  /** Everything on a disk is read again at least so often. */
  readBackEveryDays: z.int().min(30).max(730),
  /** From this age on a disk should be replaced. */
  retireAfterYears: z.int().min(1).max(15),
  /** When the clinic began to promise; swap days before count for nothing. */
  sinceMs: z.number().int(),
})
export type DiskPolicy = z.infer<typeof diskPolicySchema>

/** One disk as the clinic knows it. `month` (1 to 12) is set where each month has a disk of its own. */
export const setDiskSchema = z.object({
  diskId: diskIdSchema,
  replicaId: replicaIdSchema,
  /** Number on its label, counted up and never given twice. */
  number: z.int().min(1).max(999),
  label: z.string().trim().min(1).max(40),
  month: z.int().min(1).max(12).optional(),
})
export type SetDisk = z.infer<typeof setDiskSchema>

/** The disks of the month and their promise. */
export const diskSetSchema = z.object({ policy: diskPolicySchema, disks: z.array(setDiskSchema).max(60) })
export type DiskSet = z.infer<typeof diskSetSchema>

/** Ways to begin that the app suggests. */
export const diskSchemeSchema = z.enum(['three', 'twelve', 'weekly'])
export type DiskScheme = z.infer<typeof diskSchemeSchema>

const FRIDAY = 5

/** What a suggested scheme stands for: when, and how many disks, one for each month of the year where `hasMonths`. */
export const schemes: Readonly<
  Record<DiskScheme, { readonly swapDays: SwapDays; readonly disks: number; readonly hasMonths: boolean }>
> = {
  three: { swapDays: { kind: 'month-day', day: 5 }, disks: 3, hasMonths: false },
  twelve: { swapDays: { kind: 'month-day', day: 5 }, disks: 12, hasMonths: true },
  weekly: { swapDays: { kind: 'weekday', weekday: FRIDAY }, disks: 3, hasMonths: false },
}

export const diskPolicyOf = (swapDays: SwapDays, nowMs: number): DiskPolicy => ({
  swapDays,
  byMinute: 18 * 60,
  pluggedHours: 8,
  readBackEveryDays: 365,
  retireAfterYears: 5,
  sinceMs: Math.round(nowMs),
})

/** What was decided about a disk when it was plugged in. */
export const plugVerdictSchema = z.enum(['right', 'read-back', 'wrong', 'held', 'retired', 'lost'])
export type PlugVerdict = z.infer<typeof plugVerdictSchema>

const person = z.string().trim().min(1).max(60)
const words = z.string().trim().max(300)
const base = { number: z.number().int().positive(), atMs: z.number().int(), diskId: diskIdSchema }

/**
 * One line of the disks' book: numbered without gaps, written once, never changed. It names people of the clinic and places,
 * so it stays in the book and goes to whoever looks at it; facts only say that there is a new line.
 */
export const diskEntrySchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('added') }),
  /** Plugged in. `wrong`: it was not its turn, and nothing was written. `held`: the guard's brake is on. */
  z.object({ ...base, kind: z.literal('came'), verdict: plugVerdictSchema }),
  /** It holds everything up to `newestCopyAtMs` from now on. */
  z.object({
    ...base,
    kind: z.literal('copied'),
    copies: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative(),
    durationMs: z.number().int().nonnegative(),
    newestCopyAtMs: z.number().int().nullable(),
  }),
  z.object({
    ...base,
    kind: z.literal('read-back'),
    scope: z.enum(['sample', 'whole']),
    bytes: z.number().int().nonnegative(),
    problems: z.number().int().nonnegative(),
    durationMs: z.number().int().nonnegative(),
  }),
  /** The system let go of it: the cable may be pulled. */
  z.object({ ...base, kind: z.literal('ejected') }),
  z.object({ ...base, kind: z.literal('left'), wasEjected: z.boolean() }),
  /** Somebody took it along. */
  z.object({ ...base, kind: z.literal('handed-over'), takenBy: person, place: person, note: words }),
  z.object({ ...base, kind: z.literal('lost'), reportedBy: person, what: words, incident: z.string().max(20) }),
  z.object({ ...base, kind: z.literal('found'), reportedBy: person }),
  z.object({ ...base, kind: z.literal('retired'), decidedBy: person, reason: words }),
])
export type DiskEntry = z.infer<typeof diskEntrySchema>
export type NewDiskEntry = DiskEntry extends infer E
  ? E extends DiskEntry
    ? Omit<E, 'number' | 'atMs'>
    : never
  : never
/** What a line of the book can tell of, for facts, which carry nothing else of it. */
export const diskEntryKindSchema = z.enum([
  'added',
  'came',
  'copied',
  'read-back',
  'ejected',
  'left',
  'handed-over',
  'lost',
  'found',
  'retired',
])
export type DiskEntryKind = DiskEntry['kind']
