import { z } from 'zod'
import { codeSchema } from './facts.ts'

/** What a place for copies has to be able to do, one id a sentence of the backends' contract. Ids never change their meaning. */
export const placeTestCases = [
  'absent-is-told',
  'created-empty',
  'read-back',
  'ranges',
  'missing-is-told',
  'removed',
  'same-again',
  'many-at-once',
  'own-bytes',
  'foreign-names',
] as const
export type PlaceTestCase = (typeof placeTestCases)[number]

/** What is told while a place is tried out: first its speed, then one thing after another, in the end how it was left. */
export const placeTestEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    upBytesPerSecond: z.number().nonnegative(),
    downBytesPerSecond: z.number().nonnegative(),
    /** How long the place takes to answer a small question. */
    latencyMs: z.number().nonnegative(),
    freeBytes: z.number().int().nullable(),
  }),
  z.object({
    kind: z.literal('case'),
    id: z.enum(placeTestCases),
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('kept') }),
      /** It answered, but not as it must. */
      z.object({ kind: z.literal('broken') }),
      z.object({ kind: z.literal('failed'), code: codeSchema }),
    ]),
  }),
  z.object({
    kind: z.literal('finished'),
    /** Copies may be kept there. */
    isFit: z.boolean(),
    /** Nothing of the trial is left on the place. */
    isAsBefore: z.boolean(),
    /** Why it was not tried to the end. */
    code: codeSchema.nullable(),
  }),
])
export type PlaceTestEvent = z.infer<typeof placeTestEventSchema>
