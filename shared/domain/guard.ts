import { z } from 'zod'

/** One independent reason to suspect that something is destroying the clinic's files. */
export const guardSignSchema = z.enum([
  'mass-change',
  'form-lost',
  'text-lost',
  'names-changed',
  'ransom-notes',
  'source-shrunk',
  'canary',
  'again',
  'memory-lost',
])
export type GuardSign = z.infer<typeof guardSignSchema>

/** While it is on nothing is cleaned, no disk leaves, and copies go into quarantine. `firstCopyId` may hold destroyed files, as may later ones. */
export const guardBrakeSchema = z.object({
  sinceMs: z.number().int(),
  firstCopyId: z.string().nullable(),
  signs: z.array(guardSignSchema),
})
export type GuardBrake = z.infer<typeof guardBrakeSchema>
