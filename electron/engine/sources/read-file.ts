import type { FileHandle } from 'node:fs/promises'
import { release } from '#engine/kernel/index.ts'
import type { EntryFacts, NativePath } from './facts.ts'
import type { FileSystem } from './file-system.ts'

const BLOCK_BYTES = 1 << 20

export type SourceReading =
  /** `facts` are those of the very file that was read. */
  | { readonly kind: 'read'; readonly facts: EntryFacts }
  /** Somebody wrote to it meanwhile: what was consumed is no state the file ever had. */
  | { readonly kind: 'changed' }

/**
 * Reads one file and tells whether it held still.
 *
 * `consume` gets blocks it may keep only until it asks for the next one. Throws the system's errors and whatever `consume` throws.
 */
export async function readSource(
  fileSystem: FileSystem,
  path: NativePath,
  consume: (blocks: AsyncIterable<Uint8Array>) => Promise<void>,
  signal?: AbortSignal,
): Promise<SourceReading> {
  const handle = await fileSystem.openForReading(path)
  try {
    const before = fileSystem.factsOf(await handle.stat({ bigint: true }))
    if (before?.kind !== 'file') return { kind: 'changed' }
    const counter = { bytes: 0n }
    await consume(blocksOf(handle, before.sizeBytes, counter, signal))
    const after = fileSystem.factsOf(await handle.stat({ bigint: true }))
    const heldStill =
      after !== undefined &&
      after.sizeBytes === before.sizeBytes &&
      after.mtimeNs === before.mtimeNs &&
      counter.bytes === before.sizeBytes
    return heldStill ? { kind: 'read', facts: before } : { kind: 'changed' }
  } finally {
    await handle.close()
  }
}

async function* blocksOf(handle: FileHandle, sizeBytes: bigint, counter: { bytes: bigint }, signal?: AbortSignal) {
  // One byte more than a small file needs, so that growth is noticed without a second big buffer.
  const buffer = Buffer.allocUnsafe(Number(sizeBytes < BLOCK_BYTES ? sizeBytes + 1n : BLOCK_BYTES))
  try {
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return
      counter.bytes += BigInt(bytesRead)
      yield buffer.subarray(0, bytesRead)
      // A file that grows as fast as it is read would never end.
      if (counter.bytes > sizeBytes) return
    }
  } finally {
    release(buffer)
  }
}
