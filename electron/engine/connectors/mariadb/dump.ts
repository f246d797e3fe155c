import { systemClock } from '#engine/kernel/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import type { ConnectorContext, DumpOptions, DumpSink } from '../database-connector.ts'
import { type DumpManifest, encodeManifest, MANIFEST_NAME } from '../manifest.ts'
import { partName } from '../tools/part-name.ts'
import { onePart, provenStream, sinkMeasured } from '../tools/proven-stream.ts'
import { startTool, type ToolRun } from '../tools/run-tool.ts'
import { MariaDumpCheck } from './dump-check.ts'
import { codeOfMaria } from './failure.ts'
import { lookAtTables, requireRights } from './rights.ts'
import { askMaria, type MariaSource, type MariaTool, mariaEnvironment, mariaTool, versionOf, wayTo } from './tools.ts'

const LOCK_WAIT_MS = 15_000

/**
 * One snapshot of the server, written out as plain SQL without a date, rows in the order of their keys: what did not change is the same
 * text every night, and one statement a row, so that a row that grew moves no other. Tables kept by anything but InnoDB know no snapshot; with such a table writers wait until the dump is done.
 */
export async function dumpMaria(source: MariaSource, options: DumpOptions, sink: DumpSink): Promise<DumpManifest> {
  const tool = await mariaTool(source, 'dump')
  const [server = '', encoding = ''] = await askMaria(source, options, {
    sql: 'select version(); select @@character_set_database',
  })
  const version = versionOf(server)
  if (tool.version.family !== version.family || tool.version.number < version.number) fail('DB_108')
  const { rights, routines } = await requireRights(source, options, version)
  const waitMs = options.busyTimeoutMs ?? LOCK_WAIT_MS
  const look = () => lookAtTables(source, options, waitMs)
  const { tables, isTransactional } = await look()
  if (!isTransactional && !rights.has('LOCK TABLES')) fail('DB_109')

  const takenAtMs = (options.clock ?? systemClock).nowMs()
  const check = new MariaDumpCheck()
  const run = await startDump(source, tool, options, isTransactional)
  const file = await sinkMeasured(sink, {
    name: partName(source.database, '.sql'),
    bytes: provenStream(run, {
      check,
      codeOfComplaints: codeOfMaria,
      lastGoodBytes: options.lastGoodBytes,
      signal: options.signal,
    }),
  }).catch(async (error: unknown) => {
    // It fell silent in the middle: a lock that came while it ran?
    if (isAppError(error) && error.code === 'DB_104' && (await run.ended).kind === 'killed') await look()
    throw error
  })
  if (check.routines < routines) fail('DB_109')
  const dumped = check.tables
  if (dumped.length < tables.length) fail('DB_104')
  const manifest: DumpManifest = {
    version: 1,
    engine: 'mariadb',
    serverVersion: server,
    toolVersion: tool.version.text,
    database: source.database,
    encoding,
    takenAtMs,
    files: [file],
    tables: [...dumped],
    routines: check.routines,
  }
  await sink({ name: MANIFEST_NAME, bytes: onePart(encodeManifest(manifest)) })
  return manifest
}

/** The same text for the same rows, from the live database and from a restored one. */
export async function startDump(
  source: MariaSource,
  tool: MariaTool,
  context: ConnectorContext,
  isTransactional: boolean,
): Promise<ToolRun> {
  const known = (option: string) => (tool.help.includes(option.split('=')[0] ?? '') ? [`--${option}`] : [])
  return startTool({
    program: tool.program,
    args: [
      ...wayTo(source, tool),
      isTransactional ? '--single-transaction' : '--lock-tables',
      '--quick',
      '--order-by-primary',
      '--hex-blob',
      '--routines',
      '--events',
      '--triggers',
      '--skip-dump-date',
      '--no-tablespaces',
      '--default-character-set=utf8mb4',
      '--skip-extended-insert',
      ...known('set-gtid-purged=OFF'),
      ...known('column-statistics=0'),
      '--',
      source.database,
    ],
    env: await mariaEnvironment(source, context),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
}
