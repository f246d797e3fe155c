import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

/** Reads a small file of our own. Missing, corrupt or of another shape reads as undefined: such a file is never worth a failed start. */
export function readJsonFile<S extends z.ZodType>(file: string, schema: S): z.output<S> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Replaces the file as a whole: a power cut leaves the old one or the new one. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const next = `${file}.new`
  writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { flush: true })
  renameSync(next, file)
}
