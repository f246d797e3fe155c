import { z } from 'zod'

/** One disk of the clinic for as long as it lives, given when it was set up; also in the file at its root. */
export const diskIdSchema = z.uuid().brand<'DiskId'>()
export type DiskId = z.infer<typeof diskIdSchema>

/** How a folder on a disk is written down: by the disk, so that it is found under any letter. */
export const diskFolderSchema = z.object({
  /** UUID or serial number of the file system. */
  id: z.string().min(1).max(100),
  diskId: diskIdSchema,
  /** From the disk's root to the vault's folder; '' is the root. */
  folder: z.string().max(4096),
})
export type DiskFolder = z.infer<typeof diskFolderSchema>
