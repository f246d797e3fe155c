import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { NativePath } from '#engine/sources/index.ts'

/** A path of this computer, byte for byte: text, or after a NUL (which no path has) the bytes in base64. */
const path = z.string().min(1)
const wholeNumber = z.string().regex(/^-?\d+$/)

/**
 * What a recovery was about to do with its target, one line each, written before it is done: after a crash what stands there is compared with it.
 *
 * `wanted` is where an entry would have stood with its own name; `path` where it got to.
 */
const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    wanted: path,
    path,
    sizeBytes: z.number().int().nonnegative(),
    modifiedNs: wholeNumber,
    inode: wholeNumber,
  }),
  /** The file has its name; from now on every change of it shows in this time. */
  z.object({ kind: z.literal('placed'), path, changedNs: wholeNumber }),
  z.object({ kind: z.literal('symlink'), wanted: path, path, target: path }),
  z.object({ kind: z.literal('fifo'), wanted: path, path }),
  z.object({ kind: z.literal('folder'), wanted: path, path }),
  /** One that was there already, and gets entries. */
  z.object({ kind: z.literal('joined'), path }),
  /** What stood where an entry had to go is at `to`. */
  z.object({ kind: z.literal('aside'), path, to: path }),
  /** Holds what was set aside. */
  z.object({ kind: z.literal('aside-folder'), path }),
  /** What was made was taken away again. */
  z.object({ kind: z.literal('undone'), path }),
])
export type JournalLine = z.infer<typeof lineSchema>
export type JournalFile = Extract<JournalLine, { kind: 'file' }>

export const encodePath = (native: NativePath): string => {
  if (typeof native === 'string') return native
  return isUtf8(native) ? native.toString() : `\u0000${native.toString('base64')}`
}
/** For `node:fs`. */
export const decodePath = (text: string): string | Buffer =>
  text.startsWith('\u0000') ? Buffer.from(text.slice(1), 'base64') : text
export const shownPath = (text: string): string => {
  const native = decodePath(text)
  return typeof native === 'string' ? native : native.toString()
}

/** Everything that was written whole; nothing where there is no journal. A crash may leave half a line at the end. */
export function readJournal(file: string): readonly JournalLine[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line))
      return parsed.success ? [parsed.data] : []
    } catch {
      return []
    }
  })
}
