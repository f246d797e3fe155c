import { systemClock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { DumpOptions, DumpSink } from '../database-connector.ts'
import { type DumpedFile, type DumpedTable, type DumpManifest, encodeManifest, MANIFEST_NAME } from '../manifest.ts'
import { partName } from '../tools/part-name.ts'
import { onePart, provenStream, sinkMeasured } from '../tools/proven-stream.ts'
import { startTool } from '../tools/run-tool.ts'
import { PlainDumpCheck } from './dump-check.ts'
import { codeOfPostgres } from './failure.ts'
import { PostgresSession } from './session.ts'
import { countTables, listTables } from './tables.ts'
import {
  knowsOption,
  majorOf,
  type PostgresSource,
  postgresEnvironment,
  postgresTool,
  postgresVersion,
} from './tools.ts'

const LOCK_WAIT_MS = 15_000
/** The same every night, or the first and last piece would never be found again in the vault. `restore.ts` puts a secret one in its place. */
export const RESTRICT_KEY = 'salvaguarda'
export const GLOBALS_NAME = 'globals.sql'

/**
 * One snapshot of the server for two readers: pg_dump writes it out while a session counts and sums up the same moment.
 * Plain SQL with a constant key: of all forms that need no second copy on disk it changes least from night to night.
 */
export async function dumpPostgres(
  source: PostgresSource,
  options: DumpOptions,
  sink: DumpSink,
): Promise<DumpManifest> {
  const program = await postgresTool(source, 'pg_dump')
  const version = await postgresVersion(program)
  const session = await PostgresSession.open(source, options)
  try {
    const [serverVersion = '', encoding = ''] = await session.ask('show server_version', 'show server_encoding')
    if (version.major < majorOf(serverVersion)) fail('DB_108')
    const [snapshot = ''] = await session.ask(
      'begin isolation level repeatable read read only',
      'select pg_export_snapshot()',
    )
    const takenAtMs = (options.clock ?? systemClock).nowMs()
    const found = await listTables(session)
    const { file, tables } = await dumpAndCount(source, options, sink, {
      program,
      snapshot,
      count: () => countTables(session, found),
    })
    const globals = await dumpGlobals(source, options, sink)
    const manifest: DumpManifest = {
      version: 1,
      engine: 'postgresql',
      serverVersion,
      toolVersion: version.text,
      database: source.database,
      encoding,
      takenAtMs,
      files: globals ? [file, globals] : [file],
      tables,
      routines: null,
    }
    await sink({ name: MANIFEST_NAME, bytes: onePart(encodeManifest(manifest)) })
    return manifest
  } finally {
    await session.close()
  }
}

type Moment = {
  readonly program: string
  readonly snapshot: string
  readonly count: () => Promise<DumpedTable[]>
}

/** Whichever of the two fails first ends the other and tells why. */
async function dumpAndCount(
  source: PostgresSource,
  options: DumpOptions,
  sink: DumpSink,
  { program, snapshot, count }: Moment,
): Promise<{ readonly file: DumpedFile; readonly tables: DumpedTable[] }> {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])])
  const counting = count().catch((error: unknown) => {
    stop.abort(error)
    throw error
  })
  counting.catch(() => {})
  const check = new PlainDumpCheck('database')
  const lockWaitMs = Math.round(options.busyTimeoutMs ?? LOCK_WAIT_MS)
  const run = startTool({
    program,
    args: [
      '-w',
      '--format=plain',
      `--snapshot=${snapshot}`,
      `--lock-wait-timeout=${lockWaitMs}`,
      ...(await key(program)),
    ],
    env: await postgresEnvironment(source, options),
    signal,
    clock: options.clock,
    idleTimeoutMs: options.idleTimeoutMs,
  })
  const file = await sinkMeasured(sink, {
    name: partName(source.database, '.sql'),
    bytes: provenStream(run, {
      check,
      codeOfComplaints: codeOfPostgres,
      lastGoodBytes: options.lastGoodBytes,
      signal,
    }),
  })
  const tables = await counting
  for (const { name, rows } of tables) if ((check.rows.get(name) ?? 0) !== rows) fail('DB_104')
  return { file, tables }
}

const key = async (program: string): Promise<readonly string[]> =>
  (await knowsOption(program, '--restrict-key')) ? [`--restrict-key=${RESTRICT_KEY}`] : []

/**
 * Users, roles and what belongs to the whole server. Their sealed passwords come too where the copy's user may read them. Undefined where the server is too old to tell them to anybody else.
 */
async function dumpGlobals(
  source: PostgresSource,
  options: DumpOptions,
  sink: DumpSink,
): Promise<DumpedFile | undefined> {
  const program = await postgresTool(source, 'pg_dumpall').catch(() => undefined)
  if (program === undefined) return undefined
  const env = await postgresEnvironment(source, options)
  for (const extra of [[], ['--no-role-passwords']]) {
    const run = startTool({
      program,
      // Any database will do for the way in, and the one that is copied lets this user in for certain.
      args: ['-w', '--globals-only', ...extra, ...(await key(program)), ...wayIn(source.database)],
      env,
      signal: options.signal,
      clock: options.clock,
      idleTimeoutMs: options.idleTimeoutMs,
    })
    const blocks: Uint8Array[] = []
    const check = new PlainDumpCheck('cluster')
    const rule = { check, codeOfComplaints: codeOfPostgres, lastGoodBytes: undefined, signal: options.signal }
    try {
      for await (const block of provenStream(run, rule)) blocks.push(block)
    } catch {
      options.signal?.throwIfAborted()
      continue
    }
    return sinkMeasured(sink, { name: GLOBALS_NAME, bytes: onePart(Buffer.concat(blocks)) })
  }
  return undefined
}

/** Left to the tool's own choice where the name could be read as more than a name. */
const wayIn = (database: string): readonly string[] => (/^[\w-]+$/.test(database) ? [`--database=${database}`] : [])
