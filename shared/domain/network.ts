import { z } from 'zod'

const kbits = z.int().min(64).max(10_000_000).nullable().default(null)

/** How much of the clinic's line copies may take, and what they go through. Null is all there is. */
export const networkPolicySchema = z.object({
  /** While patients are there (`attendance` of the schedule). */
  attendanceUpKbits: kbits,
  attendanceDownKbits: kbits,
  /** At all other times. */
  otherUpKbits: kbits,
  otherDownKbits: kbits,
  /** A proxy that everything goes through, as `http://host:port`. */
  proxyUrl: z
    .url({ protocol: /^http$/ })
    .max(500)
    .nullable()
    .default(null),
})
export type NetworkPolicy = z.infer<typeof networkPolicySchema>
