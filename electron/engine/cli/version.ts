import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The version in the project's package.json, which lies three folders up. */
export const VERSION: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))).version
