import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { fail } from '#shared/errors/index.ts'

/** Reads a small file of our own. Missing, corrupt or of another shape reads as undefined: such a file is never worth a failed start. */
export function readJsonFile<S extends z.ZodType>(file: string, schema: S): z.output<S> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** How main's own small files are written; one without a number is of the first form. */
const VERSION = 1
const versionedSchema = z.object({ version: z.number() })

/**
 * Replaces the file as a whole: a power cut leaves the old one or the new one.
 *
 * Throws APP_003 where a newer version of the app wrote it: that one's file stays as it is.
 */
export function writeJsonFile(file: string, value: object): void {
  const found = readJsonFile(file, versionedSchema)
  if (found && found.version > VERSION) fail('APP_003')
  mkdirSync(path.dirname(file), { recursive: true })
  const next = `${file}.new`
  writeFileSync(next, `${JSON.stringify({ version: VERSION, ...value }, null, 2)}\n`, { flush: true })
  renameSync(next, file)
}
