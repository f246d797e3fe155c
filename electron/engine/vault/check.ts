import { checkFiles } from './check/files.ts'
import { checkPackData } from './check/pack-data.ts'
import { type CheckOptions, CheckRun } from './check/run.ts'
import { checkTrees } from './check/trees.ts'
import { coreOf } from './core.ts'
import { requirePlace } from './pack/index.ts'
import type { CheckReport, Vault } from './types.ts'

/**
 * Judges a vault: all that `restic check` does, and what it lets pass (sorting, sizes, names, plain lengths).
 *
 * Damage is in the report, not thrown. The caller holds a shared lock: copies made meanwhile only add, and a cleaning waits. Throws DEST_…, and the signal's reason when aborted.
 */
export async function checkVault(vault: Vault, options: CheckOptions = {}): Promise<CheckReport> {
  const core = coreOf(vault)
  await requirePlace(core)
  const run = new CheckRun(core, options)
  const files = await checkFiles(run)
  run.expect(options.readData ? files.packBytes + files.treeBytes : files.treeBytes)
  await checkTrees(run, files)
  if (options.readData) await checkPackData(run, files)
  return {
    snapshots: files.snapshots,
    packs: files.packs,
    blobs: files.index.blobCount,
    readBytes: run.readBytes,
    problems: run.problems,
    unindexedPacks: files.unindexedPacks,
  }
}
