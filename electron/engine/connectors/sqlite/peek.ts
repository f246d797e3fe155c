import { Worker } from 'node:worker_threads'
import type { PeekedTables } from './peek-tables.ts'
import type { PeekReport } from './peek-worker.ts'

/** More than a damaged disk needs; what takes longer was made to. */
const LIMIT_MS = 20_000
const HEAP_MB = 128

const THREAD = new URL(`./peek-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'mjs'}`, import.meta.url)

/**
 * The first rows of a database that anybody may have made, read in a thread of its own: whatever the file does to SQLite, the engine goes
 * on, and nobody waits for longer than the limit. Undefined when it does not open, takes too long or asks for too much.
 *
 * Bytes are copied to the thread; a path must be of a private copy, which may stay open for a moment after a thread was given up.
 */
export function peekInThread(source: Buffer | string, limitMs = LIMIT_MS): Promise<PeekedTables | undefined> {
  return new Promise((resolve) => {
    const own = typeof source === 'string' ? source : new Uint8Array(source)
    const thread = new Worker(THREAD, {
      workerData: { source: own },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 4 },
      ...(typeof own !== 'string' && { transferList: [own.buffer] }),
    })
    const end = (found: PeekedTables | undefined) => {
      clearTimeout(limit)
      resolve(found)
      void thread.terminate()
    }
    const limit = setTimeout(() => end(undefined), limitMs)
    thread.once('message', (report: PeekReport) => end(report === 'none' ? undefined : report))
    thread.once('error', () => end(undefined))
    thread.once('exit', () => end(undefined))
  })
}
