import { systemClock } from '#engine/kernel/index.ts'
import { openFileSystem } from '#engine/sources/index.ts'
import { readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { takeKnownTrees } from './plan-restore.ts'
import { Restorer } from './restorer.ts'
import { visitSelection } from './selection.ts'
import { prepareTarget } from './target.ts'
import { targetFailure } from './target-failure.ts'
import type { RestoreOutcome, RestorePlan, RestoreProgress } from './types.ts'
import { UnderWay } from './under-way.ts'
import { canFlushDisk, flushDisk } from './writer/flush-disk.ts'
import { WriterThread } from './writer/writer-thread.ts'

/** Disks stamp files with a clock that ticks more slowly than ours. */
const FILE_CLOCK_LAG_MS = 50

/**
 * Brings back what was planned. Every file stands under its name only when it is whole; an interrupted recovery leaves whole files and folders.
 *
 * Trouble with one entry is a skip. Throws REST_102 without room, REST_103 when the target may not be written, REST_104, APP_001 when cancelled,
 * VAULT_… and DEST_… when the vault goes away.
 */
export async function applyRestore(
  vault: Vault,
  plan: RestorePlan,
  options: { readonly onProgress?: (progress: RestoreProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<RestoreOutcome> {
  if (options.signal?.aborted) fail('APP_001')
  return readUnderLock(vault, options.signal, async (signal) => {
    await vault.loadIndex()
    const targetFolder = await prepareTarget(plan.request.targetFolder, plan.bytes)
    const underWay = new UnderWay(signal)
    const writer = new WriterThread(
      {
        targetFolder,
        onConflict: plan.request.onConflict,
        beganAtMs: systemClock.nowMs() - FILE_CLOCK_LAG_MS,
        syncsEach: !canFlushDisk(),
      },
      underWay.signal,
    )
    const fileSystem = openFileSystem()
    const { onProgress } = options
    const restorer = new Restorer({ vault, plan, fileSystem, targetFolder, underWay, writer, onProgress })
    try {
      await underWay.run(async () => {
        await visitSelection(vault, plan.request, restorer, { signal: underWay.signal, trees: takeKnownTrees(plan) })
        await restorer.finish()
      })
      await flush(targetFolder, signal)
    } finally {
      await writer.close()
    }
    const { doneFiles: files, doneBytes: bytes, skips, landed } = restorer
    return { files, bytes, skips, landed: landed.length > 0 ? landed : [targetFolder] }
  })
}

async function flush(targetFolder: string, signal: AbortSignal): Promise<void> {
  try {
    await flushDisk(targetFolder, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw targetFailure(error)
  }
}
