import { realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError, fail } from '#shared/errors/index.ts'
import type { DatabaseDump, DumpOptions } from '../connector.ts'
import { makePrivateFolder, removeFolder } from '../tools/private-folder.ts'
import { connectionGuard } from './connection-guard.ts'
import type { DumpOrder, DumpReport, InspectOrder } from './dump-worker.ts'
import { codeOfOpening } from './failure.ts'
import { readHeaderKind } from './header.ts'
import type { Inspection } from './inspect-copy.ts'
import { openablePath } from './openable-path.ts'

const BUSY_TIMEOUT_MS = 10_000
/** Run from source it is the file beside this one; in the app it is a bundle of its own beside the engine's. */
const WORKER = new URL(`./dump-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'mjs'}`, import.meta.url)

/** One consistent, verified copy of a live SQLite database. Failures as `Connector.dump`. */
export async function dumpSqlite(path: string, options: DumpOptions): Promise<DatabaseDump> {
  options.signal?.throwIfAborted()
  return connectionGuard
    .whileConnected(path, () => dumpAlone(path, options))
    .catch((error: unknown) => {
      options.signal?.throwIfAborted()
      const code = codeOfOpening(error)
      if (code) fail(code, {}, { cause: error })
      throw error
    })
}

async function dumpAlone(path: string, options: DumpOptions): Promise<DatabaseDump> {
  // Reading the header plainly is safe here: the guard gives us the file alone and no connection is open yet.
  const kind = await readHeaderKind(path)
  if (kind === 'blank') fail('DB_102')
  if (kind === 'foreign') fail('DB_103')
  const folder = await makePrivateFolder(options.temporaryFolder).catch((error: unknown) =>
    fail('DB_104', {}, { cause: error }),
  )
  const copyPath = join(folder, 'copy.db')
  const dispose = () => removeFolder(folder)
  try {
    await writeFile(copyPath, '', { mode: 0o600, flag: 'wx' })
    const done = await runWorker(
      {
        kind: 'dump',
        sourcePath: await openablePath(path, folder),
        copyPath,
        isWal: kind === 'wal',
        realPath: await realpath(path),
        busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
        stop: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
      },
      options,
    )
    if (done.kind !== 'done') throw new TypeError('the dump thread answered something else')
    return { path: copyPath, sizeBytes: done.sizeBytes, rowCounts: done.rowCounts, takenAtMs: done.takenAtMs, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/**
 * Opens a database that nobody works in, walks all of it, and finds its newest entry. Throws DB_102, DB_103.
 *
 * The file may be given any name that better-sqlite3 can open.
 */
export async function inspectSqlite(path: string, untilMs: number, signal?: AbortSignal): Promise<Inspection> {
  signal?.throwIfAborted()
  const order: InspectOrder = {
    kind: 'inspect',
    path,
    untilMs,
    stop: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
  }
  const found = await runWorker(order, { temporaryFolder: '', ...(signal && { signal }) })
  if (found.kind !== 'inspected') throw new TypeError('the dump thread answered something else')
  return found
}

type Answer = Extract<DumpReport, { kind: 'done' | 'inspected' }>

/** Runs one order in a thread of its own and waits for the thread to end: only then are its connections closed for certain. */
function runWorker(order: DumpOrder | InspectOrder, options: DumpOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: order })
    const onAbort = () => void Atomics.store(new Int32Array(order.stop), 0, 1)
    options.signal?.addEventListener('abort', onAbort, { once: true })
    if (options.signal?.aborted) onAbort()
    let outcome: DumpReport | undefined
    let crash: unknown
    worker.on('message', (report: DumpReport) => {
      if (report.kind === 'progress') options.onProgress?.(report.doneBytes, report.totalBytes)
      else outcome = report
    })
    worker.on('error', (error) => {
      crash = error
    })
    worker.on('exit', () => {
      options.signal?.removeEventListener('abort', onAbort)
      if (outcome?.kind === 'done' || outcome?.kind === 'inspected') return resolve(outcome)
      reject(outcome?.kind === 'failed' ? failure(outcome) : new Error('the dump thread ended early', { cause: crash }))
    })
  })
}

/** SQLite's own code is kept as the cause, for the log. */
const failure = ({ code, sqliteCode }: Extract<DumpReport, { kind: 'failed' }>): AppError =>
  new AppError(code, {}, { cause: sqliteCode })
