import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The system's program that makes all of one disk durable at once; only Linux has one that also waits and tells failures. */
const PROGRAM =
  process.platform === 'linux' ? ['/usr/bin/sync', '/bin/sync'].find((program) => existsSync(program)) : undefined

/** Whether `flushDisk` can be had here. */
export const canFlushDisk = (): boolean => PROGRAM !== undefined

/** Resolves when everything written to the disk of this folder survives a power cut. Rejects when that fails or the signal aborts. */
export async function flushDisk(folder: string, signal: AbortSignal): Promise<void> {
  if (PROGRAM !== undefined) await run(PROGRAM, ['-f', folder], { signal })
}
