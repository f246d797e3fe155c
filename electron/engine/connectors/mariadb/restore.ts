import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext, RestoreReport, StoredDump } from '../database-connector.ts'
import { type DumpManifest, requireSameTables, rowsOf } from '../manifest.ts'
import { provenStream } from '../tools/proven-stream.ts'
import { runTool } from '../tools/run-tool.ts'
import { readWholeDump } from '../tools/whole-dump.ts'
import { startDump } from './dump.ts'
import { MariaDumpCheck } from './dump-check.ts'
import { codeOfMaria } from './failure.ts'
import { mergeInserts } from './merge-inserts.ts'
import { lookAtTables } from './rights.ts'
import { askMaria, type MariaSource, mariaEnvironment, mariaTool, quoteName, quoteText, wayTo } from './tools.ts'

const LOCK_WAIT_MS = 15_000
/** On every database we make, so that nothing else is ever dropped. MySQL has no remarks on databases: there the name says it. */
const OURS = 'Salvaguarda: banco de ensaio'
const OUR_NAME = /^salvaguarda_/
/** A first line that only clients of its time understand. */
const SANDBOX_LINE = /^\/\*M!999999\\- enable the sandbox mode \*\/ *\n/

/** Throws DB_104 for a dump that is cut or changed, DB_110 for one that does not hold the manifest's rows. */
export async function verifyMaria(dump: StoredDump, { signal }: ConnectorContext): Promise<DumpManifest> {
  const check = new MariaDumpCheck()
  const manifest = await readWholeDump(dump, 'mariadb', signal, check)
  requireSameTables(manifest.tables, check.tables)
  if (check.routines !== manifest.routines) fail('DB_110')
  return manifest
}

export async function restoreMaria(
  dump: StoredDump,
  scratch: MariaSource,
  context: ConnectorContext,
): Promise<RestoreReport> {
  // A dump that is cut between two statements would load without a word.
  const manifest = await verifyMaria(dump, context)
  await makeScratch(manifest, scratch, context)
  try {
    await load(dump, manifest, scratch, context)
    const found = await readBack(scratch, context)
    const checksums = requireSameTables(manifest.tables, found.tables)
    if (found.routines !== manifest.routines) fail('DB_110')
    return { tables: found.tables.length, rows: rowsOf(found.tables), checksums }
  } catch (error) {
    await drop(scratch, { ...context, signal: AbortSignal.timeout(60_000) }).catch(() => {})
    throw error
  }
}

async function makeScratch({ encoding }: DumpManifest, scratch: MariaSource, context: ConnectorContext): Promise<void> {
  const ask = (sql: string) => askMaria(scratch, context, { sql, database: '' })
  const name = quoteText(scratch.database)
  const exists = `select 1 from information_schema.schemata where schema_name = ${name}`
  const [server = '', ...found] = await ask(`select version(); ${exists}`)
  if (found.length > 0) fail('DB_112')
  const remark = /maria/i.test(server) ? ` comment ${quoteText(OURS)}` : ''
  await ask(`create database ${quoteName(scratch.database)} character set ${quoteName(encoding)}${remark}`)
}

async function load(
  dump: StoredDump,
  { files }: DumpManifest,
  scratch: MariaSource,
  context: ConnectorContext,
): Promise<void> {
  const tool = await mariaTool(scratch, 'client')
  const hasSandbox = tool.help.includes('sandbox')
  const bytes = dump.open(files[0]?.name ?? '')
  const { end, complaints } = await runTool({
    program: tool.program,
    // SECURITY: in the sandbox a hostile dump can have the client run no program and read no file.
    args: [...wayTo(scratch, tool), '--batch', ...(hasSandbox ? ['--sandbox'] : []), `--database=${scratch.database}`],
    env: await mariaEnvironment(scratch, context),
    input: mergeInserts(hasSandbox ? bytes : withoutSandboxLine(bytes)),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) fail(codeOfMaria(complaints) ?? 'DB_104')
  // What the clinic's system does at certain hours must not happen twice.
  const events = await askMaria(scratch, context, {
    sql: `select event_name from information_schema.events where event_schema = ${quoteText(scratch.database)}`,
  })
  for (const event of events) await askMaria(scratch, context, { sql: `alter event ${quoteName(event)} disable` })
}

export async function* withoutSandboxLine(dump: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let isFirst = true
  for await (const block of dump) {
    yield isFirst ? Buffer.from(Buffer.from(block).toString('latin1').replace(SANDBOX_LINE, ''), 'latin1') : block
    isFirst = false
  }
}

/** The restored database in the very words of a dump: equal rows give equal sums. */
async function readBack(scratch: MariaSource, context: ConnectorContext): Promise<MariaDumpCheck> {
  const check = new MariaDumpCheck()
  const { isTransactional } = await lookAtTables(scratch, context, LOCK_WAIT_MS)
  const run = await startDump(scratch, await mariaTool(scratch, 'dump'), context, isTransactional)
  const rule = { check, codeOfComplaints: codeOfMaria, lastGoodBytes: undefined, signal: context.signal }
  for await (const _ of provenStream(run, rule)) {
    // The check looks at what passes.
  }
  return check
}

const drop = (scratch: MariaSource, context: ConnectorContext) =>
  askMaria(scratch, context, { sql: `drop database if exists ${quoteName(scratch.database)}`, database: '' })

/** Throws DB_112 when the database of this name is not one we made. */
export async function dropMariaScratch(scratch: MariaSource, context: ConnectorContext): Promise<void> {
  const ask = (sql: string) => askMaria(scratch, context, { sql, database: '' })
  const where = `from information_schema.schemata where schema_name = ${quoteText(scratch.database)}`
  const [server = '', ...found] = await ask(`select version(); select 1 ${where}`)
  if (found.length === 0) return
  const isOurs = /maria/i.test(server)
    ? (await ask(`select schema_comment ${where}`))[0] === OURS
    : OUR_NAME.test(scratch.database)
  if (!isOurs) fail('DB_112')
  await drop(scratch, context)
}
