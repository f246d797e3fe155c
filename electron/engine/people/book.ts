import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Clock, JsonBook, type Log } from '#engine/kernel/index.ts'
import { personSchema } from '#shared/domain/index.ts'
import { storedSecretSchema } from './secret.ts'

export const entrySchema = z.object({
  ...personSchema.shape,
  secret: storedSecretSchema,
  /** It was given by somebody else: only good for choosing one's own. */
  mustChoose: z.boolean(),
  /** Wrong tries in a row. Written before a try is answered, so that pulling the plug gives none back. */
  failures: z.number().int().nonnegative(),
})
export type Entry = z.infer<typeof entrySchema>

const bookSchema = z.object({
  version: z.literal(1),
  people: z.array(entrySchema),
  lockAfterMinutes: z.number().int().min(1).max(120),
})
export type Book = JsonBook<typeof bookSchema>

/** `isLost`: there was a list and it does not read. Then nobody gets in without the kit: an empty list would let everybody. */
export async function openBook(parts: {
  file: string
  clock: Clock
  log: Log
}): Promise<{ book: Book; isLost: boolean }> {
  const empty = { version: 1 as const, people: [], lockAfterMinutes: 10 }
  const book = await JsonBook.open({ ...parts, schema: bookSchema, empty })
  const aside = `${path.basename(parts.file)}.damaged-`
  const names = await readdir(path.dirname(parts.file)).catch(() => [])
  return { book, isLost: book.now.people.length === 0 && names.some((name) => name.startsWith(aside)) }
}
