import { createReadStream } from 'node:fs'
import { lstat, open, rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DatabaseSource } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type {
  ChangeAnswer,
  ChangeMark,
  ConnectorContext,
  DatabaseConnector,
  DumpOptions,
  DumpSink,
  RestoreReport,
  StoredDump,
} from '../database-connector.ts'
import { type DumpManifest, encodeManifest, MANIFEST_NAME, requireSameTables, rowsOf } from '../manifest.ts'
import { judgeDump } from '../tools/commit-rule.ts'
import { partName } from '../tools/part-name.ts'
import { onePart, sinkMeasured } from '../tools/proven-stream.ts'
import { readWholeDump } from '../tools/whole-dump.ts'
import { connectionGuard } from './connection-guard.ts'
import { dumpSqlite } from './dump.ts'
import { codeOfOpening } from './failure.ts'
import { markOfFiles } from './mark.ts'

export type SqliteSource = Extract<DatabaseSource, { kind: 'sqlite' }>

/** What lies beside a database we made for a trial, so that no other is ever removed. */
export const OURS = '.salvaguarda-ensaio'
export const COMPANIONS = ['-wal', '-shm', '-journal']

/** SQLite by the contract of all live databases. Its dump is the one file, page by page. */
export const sqliteDatabaseConnector: DatabaseConnector<SqliteSource> = {
  kind: 'sqlite',
  isProven: true,
  changed,
  dump,
  verify,
  restoreInto,
  dropScratch,
  userScript: () => undefined,
}

async function changed(source: SqliteSource, since: ChangeMark | undefined): Promise<ChangeAnswer> {
  const mark = await connectionGuard
    .readPlainly(source.path, () => markOfFiles(source.path))
    .catch((error: unknown) => fail(codeOfOpening(error) ?? 'APP_000', {}, { cause: error }))
  if (mark === 'connected') return { kind: 'unknown', mark: undefined }
  if (since === undefined) return { kind: 'unknown', mark }
  return { kind: mark === since ? 'same' : 'changed', mark }
}

async function dump(source: SqliteSource, options: DumpOptions, sink: DumpSink): Promise<DumpManifest> {
  const copy = await dumpSqlite(source.path, options)
  try {
    const file = await sinkMeasured(sink, {
      name: partName(basename(source.path), ''),
      bytes: judged(createReadStream(copy.path), copy.sizeBytes, options.lastGoodBytes),
    })
    const tables = Object.entries(copy.rowCounts).map(([name, rows]) => ({ name, rows, checksum: null }))
    const manifest: DumpManifest = {
      version: 1,
      engine: 'sqlite',
      serverVersion: '',
      toolVersion: '',
      database: basename(source.path),
      encoding: '',
      takenAtMs: copy.takenAtMs,
      files: [file],
      tables,
      routines: null,
    }
    await sink({ name: MANIFEST_NAME, bytes: onePart(encodeManifest(manifest)) })
    return manifest
  } finally {
    await copy.dispose()
  }
}

/** The copy was verified before; what is left of the commit rule is that all of it was read, and that it is plausible. */
async function* judged(
  bytes: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  lastGoodBytes: number | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  let read = 0
  for await (const block of bytes) {
    read += block.length
    yield block
  }
  const end = { kind: 'exited', exitCode: 0 } as const
  const code = judgeDump({ end, hasTrailer: read === sizeBytes, complaint: undefined, bytes: read, lastGoodBytes })
  if (code) fail(code)
}

async function verify(stored: StoredDump, { signal }: ConnectorContext): Promise<DumpManifest> {
  return await readWholeDump(stored, 'sqlite', signal)
}

async function restoreInto(
  stored: StoredDump,
  scratch: SqliteSource,
  context: ConnectorContext,
): Promise<RestoreReport> {
  const manifest = await verify(stored, context)
  if (await isThere(scratch.path)) fail('DB_112')
  const unfinished = `${scratch.path}.parcial`
  try {
    await writeWhole(stored.open(manifest.files[0]?.name ?? ''), unfinished, context.signal)
    await writeFile(scratch.path + OURS, '', { mode: 0o600 })
    // A log that another database of this name left would be played into ours.
    for (const ending of COMPANIONS) await rm(scratch.path + ending, { force: true })
    await rename(unfinished, scratch.path)
    // A dump of it walks every page and counts every row.
    const copy = await dumpSqlite(scratch.path, context)
    await copy.dispose()
    const tables = Object.entries(copy.rowCounts).map(([name, rows]) => ({ name, rows, checksum: null }))
    return { tables: tables.length, rows: rowsOf(tables), checksums: requireSameTables(manifest.tables, tables) }
  } catch (error) {
    await rm(unfinished, { force: true })
    if (await isThere(scratch.path + OURS)) await dropScratch(scratch)
    throw error
  }
}

export async function writeWhole(bytes: AsyncIterable<Uint8Array>, path: string, signal?: AbortSignal): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const block of bytes) {
      signal?.throwIfAborted()
      await file.writeFile(block)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Throws DB_112 when the database of this name is not one we made. */
export async function dropScratch(scratch: SqliteSource): Promise<void> {
  if (!(await isThere(scratch.path + OURS))) {
    if (await isThere(scratch.path)) fail('DB_112')
    return
  }
  for (const ending of ['', ...COMPANIONS, OURS]) await rm(scratch.path + ending, { force: true })
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )
