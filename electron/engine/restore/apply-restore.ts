import { systemClock } from '#engine/kernel/index.ts'
import { openFileSystem } from '#engine/sources/index.ts'
import { readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { madeBefore, recordMissingAbove } from './journal/before.ts'
import { takeKnownTrees } from './plan-restore.ts'
import { Restorer } from './restorer.ts'
import { visitSelection } from './selection.ts'
import { prepareTarget } from './target.ts'
import { targetFailure } from './target-failure.ts'
import type { RestoreOutcome, RestorePlan, RestoreProgress, Safekeeping } from './types.ts'
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
  options: {
    readonly onProgress?: (progress: RestoreProgress) => void
    readonly signal?: AbortSignal
    readonly safekeeping?: Safekeeping
  } = {},
): Promise<RestoreOutcome> {
  if (options.signal?.aborted) fail('APP_001')
  const { safekeeping } = options
  const { onConflict } = plan.request
  if (onConflict === 'set-aside' && !safekeeping) throw new TypeError('nothing is set aside without a journal')
  const done = safekeeping ? madeBefore(safekeeping.journalFile) : { lines: 0, bytes: 0 }
  return readUnderLock(vault, options.signal, async (signal) => {
    await vault.loadIndex()
    if (safekeeping) await recordMissingAbove(safekeeping.journalFile, plan.request.targetFolder)
    const targetFolder = await prepareTarget(plan.request.targetFolder, Math.max(0, plan.bytes - done.bytes))
    const underWay = new UnderWay(signal)
    const writer = new WriterThread(
      {
        targetFolder,
        safekeeping,
        onConflict,
        beganAtMs: systemClock.nowMs() - FILE_CLOCK_LAG_MS,
        syncsEach: !canFlushDisk(),
      },
      underWay.signal,
    )
    const fileSystem = openFileSystem()
    const { onProgress } = options
    const looksFirst = onConflict === 'set-aside' || done.lines > 0
    const restorer = new Restorer({ vault, plan, fileSystem, targetFolder, underWay, writer, looksFirst, onProgress })
    try {
      await underWay.run(async () => {
        await visitSelection(vault, plan.request, restorer, { signal: underWay.signal, trees: takeKnownTrees(plan) })
        await restorer.finish()
      })
      await flush(targetFolder, signal)
    } finally {
      await writer.close()
    }
    const { doneFiles: files, doneBytes: bytes, skips, landed, told } = restorer
    return { files, bytes, skips, landed: landed.length > 0 ? landed : [targetFolder], told }
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
