import { chmod, chown, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import Database from 'better-sqlite3'
import { systemClock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import type { DatabaseSwap, SwapTrio } from '../database-swap.ts'
import { makePrivateFolder, removeFolder } from '../tools/private-folder.ts'
import { codeOfSwap, swapFiles } from '../tools/swap-files.ts'
import { connectionGuard } from './connection-guard.ts'
import { COMPANIONS, dropScratch, OURS, type SqliteSource, writeWhole } from './database-connector.ts'
import { dumpSqlite, inspectSqlite } from './dump.ts'
import { codeOfSqlite } from './failure.ts'
import { readHeaderKind } from './header.ts'
import { holdersOf } from './holders.ts'
import { openablePath } from './openable-path.ts'
import { sqliteCode } from './verify-copy.ts'

const BUSY_TIMEOUT_MS = 5000
const TURN_MS = 100
const FOR_EVERYBODY_OF_THE_GROUP = 0o660

/** SQLite: one file for another. The copy's list of a file is the file itself: the vault proves each byte. */
export const sqliteSwap: DatabaseSwap<SqliteSource> = {
  beside,
  isThere: ({ path }) => isFile(path),
  restore,
  newestEntry,
  requireReady: async ({ live }) => {
    if (await isFile(live.path)) await requireUnused(live.path)
  },
  swap,
  drop: (fresh) => dropScratch(fresh),
}

async function beside({ path }: SqliteSource, tag: string): ReturnType<DatabaseSwap<SqliteSource>['beside']> {
  const { dir, name, ext } = parse(await behindLinks(path))
  const named = (what: string): SqliteSource => ({ kind: 'sqlite', path: join(dir, `${name} (${what} ${tag})${ext}`) })
  return { fresh: named('recuperado'), aside: named('antes da recuperação') }
}

const behindLinks = (path: string): Promise<string> => realpath(path).catch(() => path)

async function restore(
  ...[dump, { fresh }, untilMs, { signal }]: Parameters<DatabaseSwap<SqliteSource>['restore']>
): ReturnType<DatabaseSwap<SqliteSource>['restore']> {
  if (await isFile(fresh.path)) fail('DB_112')
  const unfinished = `${fresh.path}.parcial`
  try {
    await rm(unfinished, { force: true })
    await writeWhole(dump.open(''), unfinished, signal)
    await writeFile(fresh.path + OURS, '', { mode: 0o600 })
    await rename(unfinished, fresh.path)
    if (!isDatabase(await readHeaderKind(fresh.path))) fail('DB_103')
    const { rowCounts, newestAtMs } = await inspectSqlite(fresh.path, untilMs, signal)
    const counts = Object.values(rowCounts)
    const rows = counts.reduce((sum, count) => sum + count, 0)
    return { tables: counts.length, rows, checksums: 0, newestAtMs }
  } catch (error) {
    await rm(unfinished, { force: true })
    if (await isFile(fresh.path + OURS)) await dropScratch(fresh)
    const code = codeOfSwap(error)
    if (code) fail(code, {}, { cause: error })
    throw error
  }
}

/** The program that works in it finds it as the other one was: readable by the same people, with the same kind of log. */
async function dressAs(fresh: string, live: string): Promise<void> {
  const like = await stat(live).catch(() => undefined)
  const folder = await stat(dirname(fresh))
  await chmod(fresh, like ? like.mode & 0o777 : FOR_EVERYBODY_OF_THE_GROUP)
  // Only the system's master may give files away; anybody else's are the clinic program's already, or it may not work here.
  const { uid, gid } = like ?? folder
  await chown(fresh, uid, gid).catch(() => {})
  if (like && (await readHeaderKind(live).catch(() => undefined)) === 'wal') {
    const db = new Database(fresh, { fileMustExist: true })
    try {
      db.pragma('journal_mode = WAL')
    } finally {
      db.close()
    }
  }
}

/** From a verified copy, so that nothing is disturbed that a program works in. */
async function newestEntry({ path }: SqliteSource, untilMs: number, context: ConnectorContext): Promise<number | null> {
  const copy = await dumpSqlite(path, context)
  try {
    return (await inspectSqlite(copy.path, untilMs, context.signal)).newestAtMs
  } finally {
    await copy.dispose()
  }
}

async function swap(trio: SwapTrio<SqliteSource>, context: ConnectorContext): Promise<void> {
  const live = await behindLinks(trio.live.path)
  const [incoming, outgoing] = [trio.incoming.path, trio.outgoing.path]
  try {
    if (!(await isFile(incoming))) return await moveCompanions(incoming, live)
    const paths = { live, incoming, outgoing }
    if (await isFile(incoming + OURS)) await dressAs(incoming, live)
    if (await isFile(live)) await connectionGuard.whileConnected(live, () => exchange(paths, context))
    else {
      for (const ending of COMPANIONS) await rm(live + ending, { force: true })
      await takePlace(paths)
    }
    await rm(incoming + OURS, { force: true })
  } catch (error) {
    const code = codeOfSwap(error)
    if (code) fail(code, {}, { cause: error })
    throw error
  }
}

type Paths = { readonly live: string; readonly incoming: string; readonly outgoing: string }

async function exchange(paths: Paths, context: ConnectorContext): Promise<void> {
  const { live, incoming, outgoing } = paths
  await requireUnused(live)
  // What is no database any more keeps its log as it is, too.
  if (isDatabase(await readHeaderKind(live))) await closeLog(live, context)
  // A log that stays is that of a damaged database: it belongs to it and would be played into the new one.
  await moveCompanions(live, outgoing)
  try {
    await requireUnused(live)
    await takePlace(paths)
  } catch (error) {
    await moveCompanions(outgoing, live)
    throw error
  }
  // Somebody who came in at the last moment is in the one that was set aside.
  if (((await holdersOf(outgoing)) ?? 0) > 0) {
    await swapFiles({ live, incoming: outgoing, outgoing: incoming })
    await moveCompanions(outgoing, live)
    fail('DB_115')
  }
}

async function takePlace({ live, incoming, outgoing }: Paths): Promise<void> {
  await swapFiles({ live, incoming, outgoing })
  await moveCompanions(incoming, live)
}

async function moveCompanions(from: string, to: string): Promise<void> {
  // The shared memory is made anew by whoever opens it.
  await rm(`${from}-shm`, { force: true })
  for (const ending of ['-wal', '-journal']) if (await isFile(from + ending)) await rename(from + ending, to + ending)
}

/**
 * Gets everything out of the log into the database and the log out of the way, which only the last one in can. Throws DB_115 while
 * another is in; a damaged database is left as it is.
 */
async function closeLog(live: string, context: ConnectorContext): Promise<void> {
  const folder = await makePrivateFolder(context.temporaryFolder)
  const path = await openablePath(live, folder)
  const clock = context.clock ?? systemClock
  const turns = Math.max(1, Math.ceil((context.busyTimeoutMs ?? BUSY_TIMEOUT_MS) / TURN_MS))
  try {
    for (let turn = 1; !closesAlone(path); turn++) {
      if (turn >= turns) fail('DB_115')
      await clock.sleep(TURN_MS, context.signal)
    }
  } finally {
    await removeFolder(folder)
  }
}

function closesAlone(path: string): boolean {
  let db: Database.Database | undefined
  try {
    db = new Database(path, { fileMustExist: true, timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE; COMMIT')
    return true
  } catch (error) {
    const code = codeOfSqlite(sqliteCode(error) ?? '')
    if (code === 'DB_101') return false
    if (code === 'DB_102' || code === 'DB_103') return true
    throw error
  } finally {
    db?.close()
  }
}

const isDatabase = (kind: Awaited<ReturnType<typeof readHeaderKind>>) => kind === 'wal' || kind === 'rollback-journal'

async function requireUnused(path: string): Promise<void> {
  if (((await holdersOf(path)) ?? 0) > 0) fail('DB_115')
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  )
