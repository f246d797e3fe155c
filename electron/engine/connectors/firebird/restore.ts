import { join } from 'node:path'
import { AppError, fail, isAppError } from '#shared/errors/index.ts'
import type { ConnectorContext, RestoreReport, StoredDump } from '../database-connector.ts'
import { type DumpManifest, requireSameTables, rowsOf } from '../manifest.ts'
import { makePrivateFolder, removeFolder } from '../tools/private-folder.ts'
import { runTool } from '../tools/run-tool.ts'
import { readWholeDump } from '../tools/whole-dump.ts'
import { codeOfFirebird } from './failure.ts'
import { readGbakLog } from './gbak-log.ts'
import { askFirebird, type FirebirdSource, firebirdEnvironment, firebirdTool, wayTo } from './tools.ts'

/** On every database we make, so that nothing else is ever dropped. */
export const OURS = 'Salvaguarda: banco de ensaio'
/** A whole restore prints next to nothing; one that lacks its end asks for "the next volume" for ever. */
const MOST_OUTPUT_BYTES = 256 * 1024

/** Throws DB_104 for a dump that is cut or changed. What its rows are only a restore can tell. */
export async function verifyFirebird(dump: StoredDump, { signal }: ConnectorContext): Promise<DumpManifest> {
  return await readWholeDump(dump, 'firebird', signal)
}

export async function restoreFirebird(
  dump: StoredDump,
  scratch: FirebirdSource,
  context: ConnectorContext,
): Promise<RestoreReport> {
  // gbak takes a dump that lacks its last bytes, or with a changed one, without a word.
  const manifest = await verifyFirebird(dump, context)
  if (await exists(scratch, context)) fail('DB_112')
  const folder = await makePrivateFolder(context.temporaryFolder)
  try {
    const logPath = join(folder, 'gbak.log')
    await load(dump, manifest, scratch, context, logPath)
    const { tables: filled, made } = await readGbakLog(logPath)
    const rows = new Map(filled.map((table) => [table.name, table]))
    const empty = manifest.tables.filter(
      (table) => table.rows === 0 && !rows.has(table.name) && made.includes(table.name),
    )
    const tables = [...filled, ...empty]
    const checksums = requireSameTables(manifest.tables, tables)
    await requireSound(scratch, context)
    await askFirebird(scratch, context, [`comment on database is '${OURS}'`, 'commit'])
    return { tables: tables.length, rows: rowsOf(tables), checksums }
  } catch (error) {
    const isAnothers = isAppError(error) && error.code === 'DB_112'
    if (!isAnothers) await drop(scratch, { ...context, signal: AbortSignal.timeout(60_000) }).catch(() => {})
    throw error
  } finally {
    await removeFolder(folder)
  }
}

async function load(
  dump: StoredDump,
  { files }: DumpManifest,
  scratch: FirebirdSource,
  context: ConnectorContext,
  logPath: string,
): Promise<void> {
  const { end, complaints } = await runTool({
    program: await firebirdTool(scratch, 'gbak'),
    args: ['-c', '-v', '-y', logPath, 'stdin', wayTo(scratch)],
    env: await firebirdEnvironment(scratch, context),
    input: dump.open(files[0]?.name ?? ''),
    mostOutputBytes: MOST_OUTPUT_BYTES,
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind === 'exited' && end.exitCode === 0) return
  fail(codeOfFirebird(`${complaints}\n${(await readGbakLog(logPath)).complaints}`) ?? 'DB_104')
}

/** gfix walks every page and prints what it finds; a sound database has it say nothing. */
async function requireSound(scratch: FirebirdSource, context: ConnectorContext): Promise<void> {
  const { end, printed, complaints } = await runTool({
    program: await firebirdTool(scratch, 'gfix'),
    args: ['-v', '-full', wayTo(scratch)],
    env: await firebirdEnvironment(scratch, context),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0 || `${printed}${complaints}`.trim() !== '') fail('DB_110')
}

/** Whoever may not come in, or finds it shut, found it. */
export async function exists(scratch: FirebirdSource, context: ConnectorContext): Promise<boolean> {
  try {
    await askFirebird(scratch, context, ['select 1 from rdb$database'])
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'DB_105') return false
    if (error.code === 'DB_101' || error.code === 'DB_102') return true
    throw error
  }
}

const drop = (scratch: FirebirdSource, context: ConnectorContext) => askFirebird(scratch, context, ['drop database'])

/** Throws DB_112 when the database of this name is not one we made. */
export async function dropFirebirdScratch(scratch: FirebirdSource, context: ConnectorContext): Promise<void> {
  let found: readonly string[]
  try {
    found = await askFirebird(scratch, context, [
      `select case when rdb$description = '${OURS}' then 'ours' else 'other' end from rdb$database`,
    ])
  } catch (error) {
    if (isAppError(error) && error.code === 'DB_105') return
    throw error
  }
  if (!found.includes('ours')) fail('DB_112')
  await drop(scratch, context)
}
