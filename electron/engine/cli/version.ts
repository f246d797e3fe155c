import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Put in by build/scripts/bundle-cli.mjs. */
declare const BUNDLED_VERSION: string | undefined

/** The program's version: of the bundle this is in, or of the project's package.json, which lies three folders up. */
export const VERSION: string =
  typeof BUNDLED_VERSION === 'string'
    ? BUNDLED_VERSION
    : z
        .object({ version: z.string() })
        .parse(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))).version
