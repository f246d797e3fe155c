import { z } from 'zod'
import { copyIdSchema } from './copies.ts'

/** One copy as the vault itself tells it, where nothing else is known. */
export const rescueCopySchema = z.object({
  copyId: copyIdSchema,
  takenAtMs: z.number().int(),
  /** Folders and databases that were protected, as that computer wrote them. */
  paths: z.array(z.string()),
  /** Null in copies whose program did not say. */
  files: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
})
export type RescueCopy = z.infer<typeof rescueCopySchema>

/** A computer that copies in the vault were made on. */
export const rescueComputerSchema = z.object({
  /** Its name as the copies bear it; '' where they bear none. */
  name: z.string(),
  copies: z.number().int().positive(),
  oldestAtMs: z.number().int(),
  newest: rescueCopySchema,
  /** Whether the newest copies are the work of this app, so that another computer can go on with them. */
  isOurs: z.boolean(),
})
export type RescueComputer = z.infer<typeof rescueComputerSchema>

/** One thing in a copy. */
export const rescueEntrySchema = z.object({
  /** Inside the copy, with `/` before each name. */
  path: z.string(),
  name: z.string(),
  kind: z.enum(['folder', 'file']),
  sizeBytes: z.number().int().nonnegative(),
  modifiedAtMs: z.number().int(),
})
export type RescueEntry = z.infer<typeof rescueEntrySchema>

/** What was protected once, and where it would be on this computer. */
export const rescueSourceSchema = z.object({
  /** As the copy wrote it. */
  path: z.string(),
  /** Whether something is there on this computer. */
  isHere: z.boolean(),
})
export type RescueSource = z.infer<typeof rescueSourceSchema>

/** How old the paper is, and when it was last shown to work. */
export const kitStateSchema = z.object({
  /** Null where the paper's words were never typed on this computer. */
  paper: z.object({ printedAtMs: z.number().int(), provenAtMs: z.number().int().nullable() }).nullable(),
  /** From when on three words and one real file are asked for again. */
  proofDueAtMs: z.number().int().nullable(),
  /** From when on a newly printed paper is asked for. */
  printDueAtMs: z.number().int().nullable(),
})
export type KitState = z.infer<typeof kitStateSchema>
