import { z } from 'zod'

/** The disk that a place is on; null for the computer's own, for a share, and where the system does not tell. */
const chosenDiskSchema = z
  .object({
    /** Name given in the system's file manager; '' without one. */
    label: z.string(),
    isRemovable: z.boolean(),
    /** Pulled out while a copy is being written it may lose more than that copy (FAT, exFAT). */
    isFragile: z.boolean(),
  })
  .nullable()

/** What a folder chosen as the place for copies turned out to be. */
export const destinationFindingsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('empty'),
    path: z.string(),
    freeBytes: z.number().int().nullable(),
    sameDiskAsSources: z.boolean(),
    disk: chosenDiskSchema,
  }),
  /** Other things lie there; the vault goes into its own new folder beside them. */
  z.object({
    kind: z.literal('has-other-things'),
    path: z.string(),
    freeBytes: z.number().int().nullable(),
    sameDiskAsSources: z.boolean(),
    disk: chosenDiskSchema,
  }),
  z.object({ kind: z.literal('vault'), path: z.string() }),
  z.object({ kind: z.literal('refused'), code: z.enum(['DEST_101', 'DEST_103', 'SET_104', 'DEST_102', 'DEST_111']) }),
])
export type DestinationFindings = z.infer<typeof destinationFindingsSchema>
