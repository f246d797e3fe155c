import { checkFiles } from './check/files.ts'
import { checkPackData } from './check/pack-data.ts'
import { type CheckOptions, CheckRun } from './check/run.ts'
import { checkTrees } from './check/trees.ts'
import { coreOf } from './core.ts'
import type { IndexedPack } from './format/index-file.ts'
import { packSizeBytes } from './format/pack-header.ts'
import { forgetReadAhead, requirePlace } from './pack/index.ts'
import type { CheckReport, Vault } from './types.ts'

/**
 * Judges a vault: all that `restic check` does, and what it lets pass (sorting, sizes, names, plain lengths).
 *
 * Damage is in the report, not thrown. The caller holds a shared lock: copies made meanwhile only add, and a cleaning waits. Throws DEST_…, and the signal's reason when aborted.
 */
export async function checkVault(vault: Vault, options: CheckOptions = {}): Promise<CheckReport> {
  const core = coreOf(vault)
  await requirePlace(core)
  forgetReadAhead(core)
  const run = new CheckRun(core, options)
  const files = await checkFiles(run)
  const chosen = packsToRead(files.wholePacks, options)
  run.expect(chosen.reduce((sum, { blobs }) => sum + packSizeBytes(blobs), files.treeBytes))
  await checkTrees(run, files)
  await readPacks(run, chosen)
  return {
    snapshots: files.snapshots,
    packs: files.packs,
    blobs: files.index.blobCount,
    readBytes: run.readBytes,
    problems: run.problems,
    unindexedPacks: files.unindexedPacks,
  }
}

/** Packs that are read between two words of what was found whole. */
const PACKS_AT_ONCE = 32

function packsToRead(packs: readonly IndexedPack[], { readData, choosePacks }: CheckOptions): readonly IndexedPack[] {
  if (!choosePacks) return readData ? packs : []
  const byId = new Map(packs.map((pack) => [pack.id, pack]))
  const chosen = choosePacks(packs.map(({ id, blobs }) => ({ id, sizeBytes: packSizeBytes(blobs) })))
  return chosen.flatMap((id) => byId.get(id) ?? [])
}

async function readPacks(run: CheckRun, packs: readonly IndexedPack[]): Promise<void> {
  for (let from = 0; from < packs.length; from += PACKS_AT_ONCE) {
    const wholePacks = packs.slice(from, from + PACKS_AT_ONCE)
    const earlier = run.problems.length
    await checkPackData(run, { wholePacks })
    const damaged = new Set(run.problems.slice(earlier).map(({ id }) => id))
    const sound = wholePacks.filter(({ id, blobs }) => !damaged.has(id) && !blobs.some((blob) => damaged.has(blob.id)))
    run.options.onSoundPacks?.(sound.map(({ id }) => id))
  }
}
