import { z } from 'zod'
import { categorySchema, daySchema, sourceIdSchema } from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const proofPolicy = z.object({ everyDays: z.number().int().min(2).max(366) })

export const clinicCalls = {
  /** How the last 30 days went, oldest first. */
  days: call(nothing, z.array(daySchema)),
  /** Says what a protected thing holds and who answers for it. An empty owner is nobody. Throws SET_101. */
  describeSource: call(
    z.object({ sourceId: sourceIdSchema, category: categorySchema.nullable(), owner: z.string().trim().max(60) }),
    nothing,
  ),
  /** Within how many days every byte of every disk is read again. */
  proofPolicy: call(nothing, proofPolicy),
  setProofPolicy: call(proofPolicy, proofPolicy),
}
