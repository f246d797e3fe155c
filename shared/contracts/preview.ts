import { z } from 'zod'
import { copyIdSchema, replicaIdSchema } from '../domain/index.ts'
import { call } from '../wire/index.ts'

const bytes = z.instanceof(Uint8Array<ArrayBuffer>)
const cell = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('bytes'), sizeBytes: z.number().int() }),
  z.object({ kind: z.literal('empty') }),
])

/** The first rows of one table of a database. */
export const tablePeekSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(cell)),
  hasMore: z.boolean(),
})
export type TablePeek = z.infer<typeof tablePeekSchema>

export const imageTypeSchema = z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp'])
export type ImageType = z.infer<typeof imageTypeSchema>

/** How one version looks, without a file of it anywhere. What it is was judged by its bytes, not by its name. */
export const previewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), type: imageTypeSchema, bytes }),
  z.object({ kind: z.literal('pdf'), bytes }),
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
    /** Only its beginning. */
    isCut: z.boolean(),
  }),
  z.object({ kind: z.literal('tables'), tables: z.array(tablePeekSchema), moreTables: z.number().int() }),
  /** `kind`: nothing here shows what it is; `heic` and `dicom` are known by name all the same. `unreadable`: it says it is something and does not open as that. */
  z.object({ kind: z.literal('none'), why: z.enum(['empty', 'kind', 'heic', 'dicom', 'too-big', 'unreadable']) }),
])
export type Preview = z.infer<typeof previewSchema>

/** Why a copy stays when old ones are cleaned; the words of the retention room. */
export const keepReasonSchema = z.enum([
  'newest',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'pinned',
  'floor',
  'never-delete',
  'monthly-series',
  'other-plan',
  'future',
  'only-holder',
  'later',
])
export const copyReasonsSchema = z.object({
  takenAtMs: z.number().int(),
  /** Empty: no rule holds it, so the next cleaning may propose to remove it. */
  reasons: z.array(keepReasonSchema),
  /** Until then the law asks for it; null where it asks for nothing. */
  legalUntilMs: z.number().int().nullable(),
  /** Places known to hold it. */
  holders: z.array(z.object({ replicaId: replicaIdSchema, isMonthDisk: z.boolean() })),
})
export type CopyReasons = z.infer<typeof copyReasonsSchema>

export const previewCalls = {
  /**
   * Reads one version from the nearest place that has it whole. Nothing of it stays on this computer.
   * Throws VAULT_111 for a version that nobody knows, VAULT_105 when it is damaged, DEST_… when no place answers.
   */
  previewVersion: call(z.object({ versionKey: z.number().int() }), previewSchema),
  /** Which rules keep a copy, by the clinic's own rules as they are now. Throws VAULT_109 for a copy that is nowhere, DEST_…. */
  explainCopy: call(z.object({ copyId: copyIdSchema }), copyReasonsSchema),
}
