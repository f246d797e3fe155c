import { z } from 'zod'
import { systemRandom } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext, RestoreReport, StoredDump } from '../database-connector.ts'
import { type DumpManifest, readManifest, requireSameTables, rowsOf } from '../manifest.ts'
import { requireSameBytes } from '../tools/proven-stream.ts'
import { runTool } from '../tools/run-tool.ts'
import { GLOBALS_NAME } from './dump.ts'
import { PlainDumpCheck } from './dump-check.ts'
import { codeOfPostgres } from './failure.ts'
import { withRestrictKey } from './restrict.ts'
import { PostgresSession, quoteName, quoteText } from './session.ts'
import { countTables, listTables } from './tables.ts'
import { type PostgresSource, postgresEnvironment, postgresTool } from './tools.ts'

/** Every PostgreSQL server has it. */
export const MAINTENANCE = 'postgres'
/** On every database we make, so that nothing else is ever dropped. */
export const OURS = 'Salvaguarda: banco de ensaio'
const GLOBALS_BYTES = 16 * 1024 * 1024

/** Throws DB_104 for a dump that is cut or changed, DB_110 for one that does not hold the manifest's rows. */
export async function verifyPostgres(dump: StoredDump, { signal }: ConnectorContext): Promise<DumpManifest> {
  const manifest = await readManifest(dump, 'postgresql')
  for (const [at, file] of manifest.files.entries()) {
    const check = new PlainDumpCheck(at === 0 ? 'database' : 'cluster')
    await requireSameBytes(dump.open(file.name), file, check, signal)
    if (at > 0) continue
    for (const { name, rows } of manifest.tables) if ((check.rows.get(name) ?? 0) !== rows) fail('DB_110')
  }
  return manifest
}

/** `like` names the database whose order of letters it gets; plain bytes without, which is enough for a trial. */
export async function restorePostgres(
  dump: StoredDump,
  scratch: PostgresSource,
  context: ConnectorContext,
  like?: string,
): Promise<RestoreReport> {
  // A dump that is cut between two statements would load without a word.
  const manifest = await verifyPostgres(dump, context)
  await makeScratch(dump, manifest, scratch, context, like)
  try {
    await load(dump, manifest, scratch, context)
    const session = await PostgresSession.open(scratch, context)
    try {
      const tables = await countTables(session, await listTables(session))
      const checksums = requireSameTables(manifest.tables, tables)
      return { tables: tables.length, rows: rowsOf(tables), checksums }
    } finally {
      await session.close()
    }
  } catch (error) {
    await dropPostgresScratch(scratch, { ...context, signal: AbortSignal.timeout(60_000) }).catch(() => {})
    throw error
  }
}

async function makeScratch(
  dump: StoredDump,
  { files, encoding }: DumpManifest,
  scratch: PostgresSource,
  context: ConnectorContext,
  like: string | undefined,
): Promise<void> {
  const roles = files.some(({ name }) => name === GLOBALS_NAME) ? await rolesOf(dump) : []
  const session = await PostgresSession.open({ ...scratch, database: MAINTENANCE }, context)
  try {
    const name = quoteText(scratch.database)
    if ((await session.ask(`select 1 from pg_database where datname = ${name}`)).length > 0) fail('DB_112')
    const known = new Set(await session.ask('select rolname from pg_roles'))
    // Owners must exist to own. Without a way in: the real ones come back only when a technician plays the globals.
    for (const role of roles) if (!known.has(role)) await session.ask(`create role ${quoteName(role)} nologin`)
    const order = like === undefined ? "lc_collate 'C' lc_ctype 'C'" : await orderOf(session, like)
    const how = `template template0 encoding ${quoteText(encoding)} ${order}`
    await session.ask(`create database ${quoteName(scratch.database)} ${how}`)
    await session.ask(`comment on database ${quoteName(scratch.database)} is ${quoteText(OURS)}`)
  } finally {
    await session.close()
  }
}

/** The order of letters of a database, or of the server's own where it is gone. */
async function orderOf(session: PostgresSession, database: string): Promise<string> {
  const [row] = await session.askJson(
    `select to_json(d) from pg_database d where datname in (${quoteText(database)}, 'template1')
     order by datname = ${quoteText(database)} desc limit 1`,
  )
  const found = orderSchema.parse(row)
  const libc = `lc_collate ${quoteText(found.datcollate)} lc_ctype ${quoteText(found.datctype)}`
  const icu = found.daticulocale ?? found.datlocale
  return found.datlocprovider === 'i' && icu ? `${libc} locale_provider icu icu_locale ${quoteText(icu)}` : libc
}

/** Newer servers tell of ICU, by two names. */
const orderSchema = z.object({
  datcollate: z.string(),
  datctype: z.string(),
  datlocprovider: z.string().optional(),
  daticulocale: z.string().nullable().optional(),
  datlocale: z.string().nullable().optional(),
})

async function rolesOf(dump: StoredDump): Promise<readonly string[]> {
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of dump.open(GLOBALS_NAME)) {
    bytes += block.length
    if (bytes > GLOBALS_BYTES) fail('DB_110')
    blocks.push(block)
  }
  const text = Buffer.concat(blocks).toString()
  return [...text.matchAll(/^CREATE ROLE (?:"((?:[^"]|"")+)"|(\S+));$/gm)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}

async function load(
  dump: StoredDump,
  { files }: DumpManifest,
  scratch: PostgresSource,
  context: ConnectorContext,
): Promise<void> {
  const program = await postgresTool(scratch, 'psql')
  const help = await runTool({ program, args: ['--help=commands'] })
  const key = help.printed.includes('\\restrict') ? Buffer.from(systemRandom.bytes(24)).toString('hex') : undefined
  const { end, complaints } = await runTool({
    program,
    args: ['-X', '-w', '-q', '-v', 'ON_ERROR_STOP=1', '--single-transaction', '-f', '-'],
    env: await postgresEnvironment(scratch, context),
    input: withRestrictKey(dump.open(files[0]?.name ?? ''), key),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) fail(codeOfPostgres(complaints) ?? 'DB_104')
}

/** Throws DB_112 when the database of this name is not one we made. */
export async function dropPostgresScratch(scratch: PostgresSource, context: ConnectorContext): Promise<void> {
  const session = await PostgresSession.open({ ...scratch, database: MAINTENANCE }, context)
  try {
    const [remark] = await session.ask(
      `select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = ${quoteText(scratch.database)}`,
    )
    if (remark === undefined) return
    if (remark !== OURS) fail('DB_112')
    await session.ask(`drop database ${quoteName(scratch.database)}`)
  } finally {
    await session.close()
  }
}
