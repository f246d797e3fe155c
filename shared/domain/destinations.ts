import { z } from 'zod'

/** What a folder chosen as the place for copies turned out to be. */
export const destinationFindingsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('empty'),
    path: z.string(),
    freeBytes: z.number().int().nullable(),
    sameDiskAsSources: z.boolean(),
  }),
  /** Other things lie there; the vault goes into its own new folder beside them. */
  z.object({
    kind: z.literal('has-other-things'),
    path: z.string(),
    freeBytes: z.number().int().nullable(),
    sameDiskAsSources: z.boolean(),
  }),
  z.object({ kind: z.literal('vault'), path: z.string() }),
  z.object({ kind: z.literal('refused'), code: z.enum(['DEST_101', 'DEST_103', 'SET_104', 'DEST_102']) }),
])
export type DestinationFindings = z.infer<typeof destinationFindingsSchema>
