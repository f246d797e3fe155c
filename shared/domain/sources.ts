import { z } from 'zod'
import { categorySchema } from './retention.ts'

export const sourceIdSchema = z.uuid().brand<'SourceId'>()
export type SourceId = z.infer<typeof sourceIdSchema>

/** One thing of the clinic that is protected. `path` is native and absolute; `label` is the clinic's own word for it. */
export const sourceSchema = z.object({
  id: sourceIdSchema,
  kind: z.enum(['folder', 'sqlite']),
  path: z.string().min(1),
  label: z.string().min(1).max(80),
  /** What it holds; decides how much of it may be lost. */
  category: categorySchema.optional(),
  /** Who of the clinic answers for it. */
  owner: z.string().trim().min(1).max(60).optional(),
})
export type Source = z.infer<typeof sourceSchema>

/** What a look into a chosen folder found, before anything is decided. */
export const folderFindingsSchema = z.object({
  path: z.string(),
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** True when counting stopped at a limit: there is more than the numbers say. */
  isPartial: z.boolean(),
  databases: z.array(z.object({ path: z.string(), bytes: z.number().int().nonnegative() })),
})
export type FolderFindings = z.infer<typeof folderFindingsSchema>
