import { existsSync } from 'node:fs'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { systemClock } from '#engine/kernel/index.ts'
import { type Code, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { copyPinned } from './copy-pinned.ts'
import { codeOfSqlite } from './failure.ts'
import { type Inspection, inspectCopy } from './inspect-copy.ts'
import { sqliteCode, verifyCopy } from './verify-copy.ts'

export type DumpOrder = {
  readonly kind: 'dump'
  readonly sourcePath: string
  readonly copyPath: string
  readonly isWal: boolean
  /** Where the database really is, behind links: its log lies beside it. */
  readonly realPath: string
  readonly busyTimeoutMs: number
  /** One Int32; 1 asks to stop. */
  readonly stop: SharedArrayBuffer
}

/** Looks through a database that nobody works in. */
export type InspectOrder = {
  readonly kind: 'inspect'
  readonly path: string
  readonly untilMs: number
  readonly stop: SharedArrayBuffer
}

export type DumpReport =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  | {
      readonly kind: 'done'
      readonly sizeBytes: number
      readonly rowCounts: Record<string, number>
      readonly takenAtMs: number
    }
  | ({ readonly kind: 'inspected' } & Inspection)
  | { readonly kind: 'failed'; readonly code: Code; readonly sqliteCode?: string }

const BUSY_SLICE_MS = 200

const stopOf = (order: DumpOrder | InspectOrder) => {
  const stop = new Int32Array(order.stop)
  return () => {
    if (Atomics.load(stop, 0) === 1) fail('APP_001')
  }
}

async function work(order: DumpOrder | InspectOrder, port: MessagePort): Promise<void> {
  if (order.kind === 'dump') return dump(order, port)
  const found: DumpReport = { kind: 'inspected', ...inspectCopy(order.path, order.untilMs, stopOf(order)) }
  port.postMessage(found)
}

async function dump(order: DumpOrder, port: MessagePort): Promise<void> {
  const checkStopped = stopOf(order)
  const report = (message: DumpReport) => port.postMessage(message)
  const source = openPinned(order, checkStopped)
  const takenAtMs = systemClock.nowMs()
  let sizeBytes: number
  try {
    sizeBytes = await copyPinned(source, order.copyPath, {
      checkStopped,
      onProgress: (doneBytes, totalBytes) => report({ kind: 'progress', doneBytes, totalBytes }),
    })
  } finally {
    source.close()
  }
  report({ kind: 'done', sizeBytes, rowCounts: verifyCopy(order.copyPath, checkStopped), takenAtMs })
}

/** Opens the source and starts the read transaction that pins one moment of it. Waits for a busy database in slices, so that a stop is heard. */
function openPinned(order: DumpOrder, checkStopped: () => void): Database.Database {
  const deadlineMs = performance.now() + order.busyTimeoutMs
  let isReadonly = opensReadonly(order)
  for (;;) {
    checkStopped()
    const waitMs = Math.max(0, Math.min(BUSY_SLICE_MS, Math.round(deadlineMs - performance.now())))
    const source = new Database(order.sourcePath, { fileMustExist: true, readonly: isReadonly, timeout: waitMs })
    try {
      source.exec('BEGIN')
      source.prepare('SELECT count(*) FROM sqlite_schema').get()
      return source
    } catch (error) {
      source.close()
      const code = sqliteCode(error) ?? ''
      if (isReadonly && /^SQLITE_(READONLY_(ROLLBACK|RECOVERY|CANTINIT)|CANTOPEN)/.test(code)) isReadonly = false
      else if (!/^SQLITE_BUSY/.test(code) || performance.now() >= deadlineMs) throw error
    }
  }
}

/**
 * A read-only connection never moves a waiting log into the database when it closes, so the source's bytes stay as they are.
 * Only a log-mode database without a log is opened for writing: a read-only connection would leave an empty log behind.
 */
const opensReadonly = ({ isWal, realPath }: DumpOrder): boolean => !isWal || existsSync(`${realPath}-wal`)

function failedReport(error: unknown): DumpReport {
  const fromSqlite = sqliteCode(error)
  if (fromSqlite === undefined || isAppError(error)) return { kind: 'failed', code: codeOf(error) }
  return { kind: 'failed', code: codeOfSqlite(fromSqlite), sqliteCode: fromSqlite }
}

if (parentPort) {
  const port = parentPort
  work(workerData as DumpOrder | InspectOrder, port).catch((error: unknown) => port.postMessage(failedReport(error)))
}
