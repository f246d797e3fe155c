import { type Exclusions, type FileSystem, walkQuietly } from '#engine/sources/index.ts'
import type { Tally } from './tally.ts'
import type { PlannedPlace } from './target-plan.ts'

/** Counts what is about to be read, so that progress has an end. Numbers may be off where files come and go meanwhile. */
export async function countAhead(
  fileSystem: FileSystem,
  root: PlannedPlace,
  isExcluded: Exclusions,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const placeOf = (names: readonly Uint8Array[]) =>
    names.reduce<PlannedPlace | undefined>((at, name) => at?.children.get(fileSystem.foldName(name)), root)
  const count = (sizeBytes: bigint | number) => {
    tally.totalFiles++
    tally.totalBytes += Number(sizeBytes)
  }

  const visit = async (place: PlannedPlace, names: readonly Uint8Array[], isInside: boolean): Promise<void> => {
    const { take, path } = place
    if (take.kind === 'database' && take.standIn) count(take.standIn.file.sizeBytes)
    const isWanted = take.kind === 'all' || (take.kind === 'way' && isInside && !isExcluded(names))
    const facts = isWanted && path && (await fileSystem.factsThroughLinks(path).catch(() => undefined))
    if (facts && facts.kind === 'file') count(facts.sizeBytes)
    if (path && facts && facts.kind === 'dir') {
      // What was asked for by name inside a chosen folder is counted by itself.
      const enter = (childNames: readonly Uint8Array[]) => !placeOf(childNames) && !isExcluded(childNames)
      for await (const entry of walkQuietly(fileSystem, path, names, enter)) {
        signal.throwIfAborted()
        if (entry.facts.kind === 'file') count(entry.facts.sizeBytes)
      }
    }
    for (const child of place.children.values()) await visit(child, [...names, child.name], isWanted)
  }
  await visit(root, [], false)
}
