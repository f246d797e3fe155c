import { z } from 'zod'
import type { VaultConfig } from '../types.ts'
import { encodeGoJson, parseExactJson } from './json.ts'
import { orAbsent } from './schemas.ts'

const versionSchema = z.object({ version: z.int().min(1) })
const configSchema = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  // restic opens a repository without id, too.
  id: orAbsent(z.string()),
  chunker_polynomial: z.string().regex(/^[0-9a-f]{1,16}$/),
})

export type ReadConfig =
  | { readonly kind: 'config'; readonly config: VaultConfig }
  | { readonly kind: 'other-version'; readonly version: number }
  | { readonly kind: 'unreadable' }

/** Reads the plain bytes of a config file (restic-format 1.5). */
export function decodeConfig(plain: Uint8Array): ReadConfig {
  const json = parseOrUndefined(plain)
  const version = versionSchema.safeParse(json)
  if (version.success && version.data.version > 2) return { kind: 'other-version', version: version.data.version }
  const parsed = configSchema.safeParse(json)
  if (!parsed.success) return { kind: 'unreadable' }
  const { version: known, id = '', chunker_polynomial } = parsed.data
  return { kind: 'config', config: { version: known, id, chunkerPolynomial: BigInt(`0x${chunker_polynomial}`) } }
}

/** The plain bytes of a config file. */
export function encodeConfig(config: VaultConfig): Uint8Array {
  const { version, id, chunkerPolynomial } = config
  return Buffer.from(encodeGoJson({ version, id, chunker_polynomial: chunkerPolynomial.toString(16) }))
}

function parseOrUndefined(plain: Uint8Array): unknown {
  try {
    return parseExactJson(Buffer.from(plain).toString('utf8'))
  } catch {
    return undefined
  }
}
