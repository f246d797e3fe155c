import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { systemClock } from '#engine/kernel/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import type { DatabaseSwap, SwapTrio } from '../database-swap.ts'
import { momentOfText, newestOf, textOfMoment } from '../tools/moments.ts'
import { runTool } from '../tools/run-tool.ts'
import { codeOfSwap, swapFiles } from '../tools/swap-files.ts'
import { codeOfFirebird } from './failure.ts'
import { dropFirebirdScratch, exists, OURS, restoreFirebird } from './restore.ts'
import { askFirebird, type FirebirdSource, firebirdEnvironment, firebirdTool, wayTo } from './tools.ts'

const HERE = ['localhost', '127.0.0.1', '::1']
const TRIES = 20
const TURN_MS = 100

/** Firebird: one file for another on the server's own computer. An alias goes on meaning the same path. */
export const firebirdSwap: DatabaseSwap<FirebirdSource> = {
  beside: async (live, tag, context) => {
    const file = (await fileOf(live, context)) ?? live.database
    const { dir, name, ext, join } = partsOf(file)
    const named = (what: string): FirebirdSource => ({ ...live, database: join(dir, `${name}_${what}_${tag}${ext}`) })
    return { fresh: named('recuperado'), aside: named('antes') }
  },
  isThere: exists,
  restore: async (dump, { fresh }, untilMs, context) => ({
    ...(await restoreFirebird(dump, fresh, context)),
    newestAtMs: await newestEntry(fresh, untilMs, context),
  }),
  newestEntry,
  requireReady,
  swap,
  drop: dropFirebirdScratch,
}

/** A path is read as the server's system writes it, which need not be ours. */
function partsOf(file: string) {
  const { parse, join } = file.includes('\\') ? win32 : posix
  return { ...parse(file), join }
}

/** Where it really lies: an alias says nothing of that. Undefined for one that is gone. */
async function fileOf(source: FirebirdSource, context: ConnectorContext): Promise<string | undefined> {
  try {
    const lines = await askFirebird(source, context, ['select mon$database_name from mon$database'])
    return lines[0]
  } catch (error) {
    if (isAppError(error) && error.code === 'DB_105') return isPath(source.database) ? source.database : undefined
    throw error
  }
}

const isPath = (database: string) => /[\\/]/.test(database)

const COLUMNS = `select trim(f.rdb$relation_name) || '|' || trim(f.rdb$field_name)
  from rdb$relation_fields f join rdb$fields t on t.rdb$field_name = f.rdb$field_source
  join rdb$relations r on r.rdb$relation_name = f.rdb$relation_name
  where coalesce(r.rdb$system_flag, 0) = 0 and r.rdb$view_blr is null and t.rdb$field_type in (12, 35)
  order by f.rdb$relation_name`

async function newestEntry(source: FirebirdSource, untilMs: number, context: ConnectorContext): Promise<number | null> {
  const columns = await askFirebird(source, context, [COLUMNS])
  const bound = textOfMoment(untilMs, 'local')
  const asks = columns.map((line) => {
    const at = line.lastIndexOf('|')
    const [table, column] = [quoteName(line.slice(0, at)), quoteName(line.slice(at + 1))]
    const value = `cast(${column} as timestamp)`
    return `select cast(max(${value}) as varchar(24)) from ${table} where ${value} <= timestamp '${bound}'`
  })
  if (asks.length === 0) return null
  const found = await askFirebird(source, context, asks)
  return newestOf(
    found.map((line) => momentOfText(line, 'local')),
    untilMs,
  )
}

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`

async function requireReady({ live, incoming }: SwapTrio<FirebirdSource>, context: ConnectorContext): Promise<void> {
  if (!HERE.includes(live.host.toLowerCase())) fail('DB_116')
  const file = (await fileOf(incoming, context)) ?? fail('DB_105')
  await access(file, constants.F_OK).catch((cause: unknown) => fail('DB_116', {}, { cause }))
  await access(partsOf(file).dir, constants.W_OK).catch((cause: unknown) => fail('DB_109', {}, { cause }))
}

/**
 * Whoever is inside is shown out, the server lets go of the file, the files are exchanged. Nothing about this outlives a crash: the
 * database is never shut. A server that still has the old file under the path, because somebody came in at that moment, is asked which one
 * it shows until it shows the new one.
 */
async function swap(trio: SwapTrio<FirebirdSource>, context: ConnectorContext): Promise<void> {
  const { live, incoming, outgoing } = trio
  if (!(await exists(incoming, context))) return
  await requireReady(trio, context)
  const files = {
    live: (await fileOf(live, context)) ?? fail('DB_116'),
    incoming: incoming.database,
    outgoing: outgoing.database,
  }
  const hasLive = await exists(live, context)
  const wanted = await birthOf(incoming, context)
  await letGo(incoming, context)
  if (hasLive) await showOut(live, context)
  try {
    await swapFiles(files)
  } catch (error) {
    const code = codeOfSwap(error)
    if (code) fail(code, {}, { cause: error })
    throw error
  }
  const clock = context.clock ?? systemClock
  for (let left = TRIES; (await birthOf(live, context)) !== wanted; left--) {
    if (left === 0) fail('DB_115')
    await showOut(live, context)
    await clock.sleep(TURN_MS)
  }
  // It is no trial any more, and must never be taken for one.
  const remark = `select 'ours' from rdb$database where rdb$description = '${OURS}'`
  if ((await askFirebird(live, context, [remark])).includes('ours'))
    await askFirebird(live, context, ['comment on database is null', 'commit'])
}

/** When it was made, to a part of a second: no two are alike. */
async function birthOf(source: FirebirdSource, context: ConnectorContext): Promise<string> {
  const sql = 'select cast(mon$creation_date as varchar(30)) from mon$database'
  return (await askFirebird(source, context, [sql]))[0] ?? ''
}

async function showOut(source: FirebirdSource, context: ConnectorContext): Promise<void> {
  await askFirebird(source, context, [
    'delete from mon$attachments where mon$attachment_id <> current_connection and mon$system_flag = 0',
    'commit',
  ])
  await letGo(source, context)
}

/** The server may keep a file open for a while after the last one has left; this has it close the file now. */
async function letGo(source: FirebirdSource, context: ConnectorContext): Promise<void> {
  const { end, complaints } = await runTool({
    program: await firebirdTool(source, 'gfix'),
    args: ['-nolinger', wayTo(source)],
    env: await firebirdEnvironment(source, context),
    signal: context.signal,
    clock: context.clock,
    idleTimeoutMs: context.idleTimeoutMs,
  })
  if (end.kind !== 'exited' || end.exitCode !== 0) fail(codeOfFirebird(complaints) ?? 'DB_104')
}
