import { z } from 'zod'
import { objectLockSchema } from './places.ts'

/** What became of the attempt to erase a test object with this computer's own key. */
export const immutabilityProofSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('nobody-can-erase'),
    untilMs: z.number(),
    /** With `governance` the owner of the cloud account still can. */
    mode: objectLockSchema.shape.mode,
    /** The key can put copies out of sight, which the owner can undo. A stricter key cannot. */
    canHide: z.boolean(),
  }),
  z.object({
    kind: z.literal('somebody-can-erase'),
    how: z.enum(['remove', 'bypass', 'shorten', 'replace']),
  }),
  /** The bucket has no object lock, or takes the wish and does not keep it. */
  z.object({ kind: z.literal('not-locked') }),
])
export type ImmutabilityProof = z.infer<typeof immutabilityProofSchema>

/** Until when the files of each part of a vault are protected at least: what the daily work needs to know, instead of asking every file. */
export const protectionBookSchema = z.object({
  version: z.literal(1),
  untilMs: z.record(z.string(), z.number()),
})
export type ProtectionBook = z.infer<typeof protectionBookSchema>
