import { z } from 'zod'
import { fail } from '#shared/errors/index.ts'
import type { StoredDump } from './database-connector.ts'

export const MANIFEST_NAME = 'manifest.json'
const MANIFEST_BYTES = 64 * 1024 * 1024

const count = z.number().int().nonnegative()

/** What a dump must hold, taken in the same moment of the database as the dump. It lies in the vault beside it. */
export const dumpManifestSchema = z.object({
  version: z.literal(1),
  engine: z.enum(['sqlite', 'postgresql', 'mariadb', 'firebird', 'sql-server']),
  serverVersion: z.string(),
  toolVersion: z.string(),
  database: z.string(),
  /** As the server names it; empty where it does not matter. */
  encoding: z.string(),
  takenAtMs: z.number().int(),
  /** The first is the database, the others what belongs to it. */
  files: z.array(z.object({ name: z.string(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1),
  /** `checksum` does not depend on the order of the rows; null where the engine cannot give one for the same moment. */
  tables: z.array(z.object({ name: z.string(), rows: count, checksum: z.string().nullable() })),
  /** Stored procedures and functions; null where they are part of the tables' own check. */
  routines: count.nullable(),
})
export type DumpManifest = z.infer<typeof dumpManifestSchema>
export type DumpedTable = DumpManifest['tables'][number]
export type DumpedFile = DumpManifest['files'][number]

/** The manifest as the vault keeps it: one table a line, so that a technician can read it and nights resemble each other. */
export function encodeManifest(manifest: DumpManifest): Uint8Array {
  const { tables, ...rest } = manifest
  const lines = tables.map((table) => `\n    ${JSON.stringify(table)}`).join(',')
  const head = JSON.stringify({ ...rest, tables: [] }, null, 2)
  return Buffer.from(`${head.replace('"tables": []', () => `"tables": [${lines}\n  ]`)}\n`)
}

/** Throws DB_110 when it is none. */
export async function readManifest(dump: StoredDump, engine: DumpManifest['engine']): Promise<DumpManifest> {
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of dump.open(MANIFEST_NAME)) {
    bytes += block.length
    if (bytes > MANIFEST_BYTES) fail('DB_110')
    blocks.push(block)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.concat(blocks).toString())
  } catch (cause) {
    fail('DB_110', {}, { cause })
  }
  const read = dumpManifestSchema.safeParse(parsed)
  if (!read.success || read.data.engine !== engine) fail('DB_110')
  return read.data
}

/** Compares what was found with what must be there. Throws DB_110; says nothing of names, which stay out of errors. */
export function requireSameTables(expected: readonly DumpedTable[], found: readonly DumpedTable[]): number {
  const byName = new Map(found.map((table) => [table.name, table]))
  let checksums = 0
  for (const { name, rows, checksum } of expected) {
    const other = byName.get(name)
    if (other?.rows !== rows) fail('DB_110')
    if (checksum === null || other.checksum === null) continue
    if (checksum !== other.checksum) fail('DB_110')
    checksums++
  }
  if (found.length !== expected.length) fail('DB_110')
  return checksums
}

export const rowsOf = (tables: readonly DumpedTable[]): number => tables.reduce((sum, { rows }) => sum + rows, 0)
