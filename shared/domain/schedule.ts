import { z } from 'zod'
import { type Category, categorySchema } from './retention.ts'

const minuteOfDay = z.int().min(0).max(1439)
const weekday = z.int().min(0).max(6)

/** A time of day on some days of the week (0 is Sunday), in the computer's own time. One that ends before it begins goes past midnight and belongs to the day it begins on. */
export const hoursSchema = z.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay, days: z.array(weekday) })
export type Hours = z.infer<typeof hoursSchema>

const at = (hour: number, minute = 0) => hour * 60 + minute
const everyDay = [0, 1, 2, 3, 4, 5, 6]
/** Longest time in which nothing may begin, of what begins on one day: so that something always can. */
const LONGEST_QUIET_MINUTES = 12 * 60

/** At most so many minutes of work may be lost. */
const goalMinutes = z.int().min(5).max(1440)
/** Within so many minutes the clinic wants to see patients again. */
const backMinutes = z
  .int()
  .min(15)
  .max(7 * 1440)

/** What the clinic decided about when. The goal is an outcome; hours only say how it is reached. */
export const schedulePolicySchema = z.object({
  isEnabled: z.boolean().default(true),
  standardGoalMinutes: goalMinutes.default(15),
  goalMinutes: z.partialRecord(categorySchema, goalMinutes).default({}),
  /** How soon things are back; only a drill shows whether that holds. */
  standardBackMinutes: backMinutes.default(60),
  backMinutes: z.partialRecord(categorySchema, backMinutes).default({}),
  /** A copy of its own each day after this time, also when nothing changed. */
  dailyAtMinute: minuteOfDay.default(at(19, 30)),
  /** Nothing begins by itself in these. */
  quiet: z
    .array(hoursSchema)
    .max(7)
    .refine((all) => everyDay.every((day) => quietMinutesOf(all, day) <= LONGEST_QUIET_MINUTES))
    .default([]),
  /** "Durante o atendimento: devagar." */
  attendance: z
    .array(hoursSchema)
    .max(14)
    .default([
      { fromMinute: at(7), toMinute: at(19), days: [1, 2, 3, 4, 5] },
      { fromMinute: at(7), toMinute: at(13), days: [6] },
    ]),
  /** When everything may be read again, and much be sent. */
  night: hoursSchema.default({ fromMinute: at(20), toMinute: at(6), days: everyDay }),
  /** On battery below this, only what is on mains goes on. */
  leastBatteryPercent: z.int().min(0).max(100).default(30),
  /** Whether a connection that is paid by volume may be used for copies. */
  isMeteredAllowed: z.boolean().default(false),
})
export type SchedulePolicy = z.infer<typeof schedulePolicySchema>

const quietMinutesOf = (all: readonly Hours[], day: number): number =>
  all.filter(({ days }) => days.includes(day)).reduce((sum, hours) => sum + minutesOf(hours), 0)

function minutesOf({ fromMinute, toMinute }: Hours): number {
  return toMinute > fromMinute ? toMinute - fromMinute : toMinute + 1440 - fromMinute
}

/** How much of what a source holds may be lost at most. */
export const goalMsOf = (policy: SchedulePolicy, category: Category | undefined): number =>
  (category === undefined ? policy.standardGoalMinutes : (policy.goalMinutes[category] ?? policy.standardGoalMinutes)) *
  60_000

/** Within how many minutes what a source holds is to be back. */
export const backMinutesOf = (policy: SchedulePolicy, category: Category | undefined): number =>
  (category === undefined ? undefined : policy.backMinutes[category]) ?? policy.standardBackMinutes

/** What the computer is running on, as far as it is known. */
export const machineStateSchema = z.object({
  power: z.enum(['mains', 'battery', 'unknown']),
  batteryPercent: z.number().min(0).max(100).nullable(),
  isMetered: z.boolean(),
})
export type MachineState = z.infer<typeof machineStateSchema>

/** Work that begins by itself. */
export const scheduledWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('copy') }),
  z.object({ kind: z.literal('proof'), replicaId: z.string() }),
  z.object({ kind: z.literal('protect'), replicaId: z.string() }),
  z.object({ kind: z.literal('replicate'), replicaId: z.string(), fromFar: z.boolean().optional() }),
])
export type ScheduledWork = z.infer<typeof scheduledWorkSchema>

const untilMs = z.number().int()
/** One thing that work waits for. `untilMs` is when it is over, or when it is worth looking again. */
export const requirementSchema = z.discriminatedUnion('kind', [
  /** Nothing to do before then. */
  z.object({ kind: z.literal('not-yet'), untilMs }),
  /** Somebody is still saving. */
  z.object({ kind: z.literal('settling-changes'), untilMs }),
  /** The computer has just woken up or started. */
  z.object({ kind: z.literal('settling-start'), untilMs }),
  z.object({ kind: z.literal('quiet-hours'), untilMs }),
  /** Big work waits for the night. */
  z.object({ kind: z.literal('night'), untilMs }),
  z.object({ kind: z.literal('after-failure'), untilMs, failures: z.number().int().positive() }),
  /** A pause in proportion to the work before it. */
  z.object({ kind: z.literal('pause'), untilMs }),
  z.object({ kind: z.literal('battery'), untilMs, percent: z.number().nullable() }),
  z.object({ kind: z.literal('metered'), untilMs }),
  z.object({ kind: z.literal('disk-away'), untilMs }),
  z.object({ kind: z.literal('locked'), untilMs }),
  z.object({ kind: z.literal('under-way'), untilMs }),
  z.object({ kind: z.literal('other-work'), untilMs }),
])
export type Requirement = z.infer<typeof requirementSchema>

/** Why work is wanted. */
export const scheduleReasonSchema = z.enum(['first', 'changed', 'look', 'catch-up', 'daily', 'behind'])
export type ScheduleReason = z.infer<typeof scheduleReasonSchema>

export const dueWorkSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('now'),
    work: scheduledWorkSchema,
    reason: scheduleReasonSchema,
    pace: z.enum(['full', 'polite']),
  }),
  /** Every requirement that is not met, not only the first. `atMs` is when to ask again at the latest. */
  z.object({
    kind: z.literal('later'),
    work: scheduledWorkSchema,
    atMs: z.number().int(),
    unmet: z.array(requirementSchema).min(1),
  }),
])
export type DueWork = z.infer<typeof dueWorkSchema>
