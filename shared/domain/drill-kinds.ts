import { z } from 'zod'

/** The library of guided drills; the order is the one of the cards. */
export const drillKindSchema = z.enum([
  'random-record',
  'burned-computer',
  'ransomware',
  'theft',
  'no-internet',
  'corrupt-database',
  'technician-away',
])
export type DrillKind = z.infer<typeof drillKindSchema>

export const drillIdSchema = z.uuid().brand<'DrillId'>()
export type DrillId = z.infer<typeof drillIdSchema>

/** `in-time` and `late` went through every step; `not-finished` stopped at one. */
export const drillOutcomeSchema = z.enum(['in-time', 'late', 'not-finished'])
export type DrillOutcome = z.infer<typeof drillOutcomeSchema>
