import { z } from 'zod'
import { type SchedulePolicy, schedulePolicySchema } from './schedule.ts'

/** The steps of set-up, in their order. */
export const setupStepSchema = z.enum(['clinic', 'protect', 'have', 'goals', 'place', 'kit', 'start'])
export type SetupStep = z.infer<typeof setupStepSchema>

/** What may be lost and how soon it is to be back, of all that the schedule says. */
export const goalsSchema = schedulePolicySchema.pick({
  standardGoalMinutes: true,
  goalMinutes: true,
  standardBackMinutes: true,
  backMinutes: true,
})
export type Goals = z.infer<typeof goalsSchema>
export const goalsOfSchedule = (schedule: SchedulePolicy): Goals => goalsSchema.parse(schedule)

const path = z.string().min(1).max(4096)

/** How far set-up has got, to go on after the window was closed. No secret: neither words of the kit nor a password. */
export const setupDraftSchema = z.object({
  version: z.literal(1),
  step: setupStepSchema,
  clinicName: z.string().max(80),
  folders: z.array(z.object({ path, databasesOff: z.array(path).max(200) })).max(200),
  /** Of servers, by their labels: their passwords are not kept, so they are asked for again. */
  databaseLabels: z.array(z.string().max(80)).max(50),
  placePath: path.nullable(),
  goals: goalsSchema,
  /** Paths and labels with which to begin; null begins with everything. */
  pilot: z.array(z.string().max(4096)).max(200).nullable(),
})
export type SetupDraft = z.infer<typeof setupDraftSchema>
