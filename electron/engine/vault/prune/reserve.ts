import { randomFillSync } from 'node:crypto'
import type { Backend } from '#engine/backends/index.ts'

/** Room that is kept on a disk so that it can still be cleaned when it is full. */
export const RESERVE_BYTES = 64 * 1024 ** 2
/** The reserve is made only where there is this many times as much free: it must never be what fills a disk. */
const PLENTY = 8

const RESERVE = { kind: 'reserve', name: '' } as const

/**
 * Makes sure that the place keeps its reserve: random bytes, which no file system stores smaller than they are.
 *
 * True when it is there. Does nothing where room is scarce or cannot be told. Throws DEST_….
 */
export async function keepReserve(backend: Backend, sizeBytes = RESERVE_BYTES): Promise<boolean> {
  const found = await backend.stat(RESERVE)
  if (found && found.sizeBytes >= sizeBytes) return true
  const freeBytes = await backend.freeBytes()
  if (sizeBytes === 0 || freeBytes === undefined || freeBytes < sizeBytes * PLENTY) return false
  await backend.write(RESERVE, randomFillSync(new Uint8Array(sizeBytes)))
  return true
}

/** Gives the room up: cleaning needs it now. */
export async function releaseReserve(backend: Backend): Promise<void> {
  await backend.remove(RESERVE)
}
