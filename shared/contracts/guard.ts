import { z } from 'zod'
import { guardBrakeSchema, personIdSchema, roleSchema, sourceIdSchema } from '../domain/index.ts'
import { call } from '../wire/index.ts'

const guardState = z.object({
  brake: guardBrakeSchema.nullable(),
  canaries: z.number().int(),
  lostCanaries: z.number().int(),
})

export const guardCalls = {
  guardState: call(z.object({}), guardState),
  /** Lets the brake go. Throws GUARD_101 unless a manager says why. */
  releaseBrake: call(z.object({ person: personIdSchema, role: roleSchema, reason: z.string().max(1000) }), guardState),
  /** Files that would be put into a protected folder as alarms; nothing is written. Throws SET_101, SRC_101. */
  planCanaries: call(z.object({ sourceId: sourceIdSchema }), z.object({ paths: z.array(z.string()) })),
  /** Somebody agreed to have them there. Throws SET_101, SRC_101, SRC_102. */
  plantCanaries: call(z.object({ sourceId: sourceIdSchema }), guardState),
}
