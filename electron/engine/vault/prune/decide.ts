import { createHash } from 'node:crypto'
import type { VaultCore } from '../core.ts'
import type { Id } from '../types.ts'
import { type Choice, choosePacks } from './choose.ts'
import { markNeeded } from './mark.ts'
import { type Survey, survey } from './survey.ts'
import type { IndexFile, PruneOptions, PrunePlan, PruneRefusal } from './types.ts'

/** Index files below this part of a full one are small; this many are worth becoming few, because every opening reads them all. */
const SMALL_PART = 1 / 4
const MANY_SMALL_FILES = 16

/** A plan, and what carrying it out needs to know. */
export type Decision = {
  readonly plan: PrunePlan
  readonly found: Survey
  readonly choice: Choice
  readonly unindexed: readonly Id[]
  /** Small index files that are worth becoming one. */
  readonly smallIndexFiles: readonly IndexFile[]
}

/** Looks at the whole vault and decides what cleaning it means at a moment. Throws VAULT_105, VAULT_107, DEST_…. */
export async function decide(
  core: VaultCore,
  options: PruneOptions,
  nowMs: number,
  step: () => void,
): Promise<Decision> {
  const found = await survey(core, nowMs, options.keepTrashDays)
  const needed = await markNeeded(core, found, step)
  const { maxUnusedFraction } = options
  const choice = choosePacks(found, needed, { maxUnusedFraction, packTargetBytes: core.packTargetBytes })
  const unindexed = [...found.packSizes.keys()].filter((id) => !found.index.hasPack(id))
  const few = found.indexFiles.filter(({ blobs }) => blobs < core.maxIndexBlobs * SMALL_PART)
  const smallIndexFiles = few.length >= MANY_SMALL_FILES ? few : []
  const decision = { found, choice, unindexed, smallIndexFiles }
  return { ...decision, plan: planOf(decision, options, nowMs) }
}

function planOf(decision: Omit<Decision, 'plan'>, options: PruneOptions, plannedAtMs: number): PrunePlan {
  const { found, choice, unindexed, smallIndexFiles } = decision
  const sum = (sizes: Iterable<number>) => [...sizes].reduce((total, size) => total + size, 0)
  const sizeOf = (id: Id) => found.packSizes.get(id) ?? 0
  const storedBytes = sum(found.packSizes.values())
  const repackBytes = sum(choice.toRepack.values())
  const goneBytes = sum([...choice.toDelete, ...choice.toRepack.keys(), ...unindexed].map(sizeOf))
  const freedBytes = Math.max(0, goneBytes - repackBytes)
  const refusals: PruneRefusal[] = []
  if (found.snapshotIds.length === 0 && storedBytes > 0) refusals.push('no-copies')
  if (freedBytes * 2 > storedBytes && !options.allowMoreThanHalf) refusals.push('more-than-half')
  const touched = new Set([...smallIndexFiles, ...filesNaming(found.indexFiles, choice)])
  return {
    fingerprint: fingerprintOf(decision, options, plannedAtMs),
    plannedAtMs,
    options,
    copies: found.snapshotIds.length,
    trash: { kept: found.keptTrash.length, expired: found.expiredTrash.length },
    packs: {
      total: found.packSizes.size,
      toDelete: choice.toDelete.size,
      toRepack: choice.toRepack.size,
      unindexed: unindexed.length,
    },
    indexFilesToReplace: touched.size,
    storedBytes,
    repackBytes,
    freedBytes,
    later: null,
    refusals,
  }
}

function filesNaming(files: readonly IndexFile[], { toDelete, toRepack }: Choice): readonly IndexFile[] {
  return files.filter(({ packIds }) => packIds.some((id) => toDelete.has(id) || toRepack.has(id)))
}

/** Every file is named by its content, so that the same names mean the same vault. */
function fingerprintOf(decision: Omit<Decision, 'plan'>, options: PruneOptions, plannedAtMs: number): string {
  const { found, choice } = decision
  const content = {
    plannedAtMs,
    options: [options.keepTrashDays, options.maxUnusedFraction, options.allowMoreThanHalf],
    snapshots: found.snapshotIds.toSorted(),
    trash: [found.keptTrash.toSorted(), found.expiredTrash.toSorted()],
    indexes: found.indexFiles.map(({ id }) => id).toSorted(),
    packs: [...found.packSizes].toSorted(([left], [right]) => (left < right ? -1 : 1)),
    toDelete: [...choice.toDelete].toSorted(),
    toRepack: [...choice.toRepack.keys()].toSorted(),
  }
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
