import { z } from 'zod'
import { sourceIdSchema } from './sources.ts'

export const copyIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'CopyId'>()
/** One copy in the vault: restic's snapshot id. */
export type CopyId = z.infer<typeof copyIdSchema>

/** Why one file is not in a copy. The code says the rest; the file's name stays out of facts and logs. */
export const skipCodeSchema = z.enum([
  'SRC_102',
  'SRC_103',
  'SRC_104',
  'SRC_105',
  'SRC_107',
  'DB_101',
  'DB_102',
  'DB_103',
  'DB_104',
  'DB_105',
  'DB_106',
  'DB_107',
  'DB_108',
  'DB_109',
  'DB_110',
  'DB_111',
])
export type SkipCode = z.infer<typeof skipCodeSchema>

export const copySummarySchema = z.object({
  copyId: copyIdSchema,
  takenAtMs: z.number().int(),
  durationMs: z.number().int().nonnegative(),
  files: z.number().int().nonnegative(),
  folders: z.number().int().nonnegative(),
  sourceBytes: z.number().int().nonnegative(),
  /** New bytes written to the vault, sealed. */
  addedBytes: z.number().int().nonnegative(),
  newFiles: z.number().int().nonnegative(),
  changedFiles: z.number().int().nonnegative(),
  unchangedFiles: z.number().int().nonnegative(),
  databases: z.number().int().nonnegative(),
  /** How many files were left out, by reason. Empty when nothing was. */
  skips: z.record(z.string(), z.number().int().positive()),
  /** What was protected when it was made; absent in what was told before anything could be added. */
  asked: z.array(sourceIdSchema).optional(),
  /** Databases that are not in it: the copies before hold their newest state. */
  missed: z.array(sourceIdSchema).optional(),
  /** Why, by source; also what lacks only something beside the database. */
  troubles: z.record(sourceIdSchema, skipCodeSchema).optional(),
})
export type CopySummary = z.infer<typeof copySummarySchema>

export const skipCount = (summary: CopySummary): number =>
  Object.values(summary.skips).reduce((sum, count) => sum + count, 0)
