import { parentPort, workerData } from 'node:worker_threads'
import { type PeekedTables, peekTables } from './peek-tables.ts'

export type PeekOrder = { readonly source: Uint8Array | string }
/** `none`: it does not open. */
export type PeekReport = PeekedTables | 'none'

function report({ source }: PeekOrder): PeekReport {
  try {
    return peekTables(typeof source === 'string' ? source : Buffer.from(source.buffer))
  } catch {
    return 'none'
  }
}

parentPort?.postMessage(report(workerData as PeekOrder))
