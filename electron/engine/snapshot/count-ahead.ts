import type { Exclusions, FileSystem, FolderWalk } from '#engine/sources/index.ts'
import type { Tally } from './tally.ts'
import type { PlannedPlace } from './target-plan.ts'

/** Counts what is about to be read, so that progress has an end. Numbers may be off where files come and go meanwhile. */
export async function countAhead(
  fileSystem: FileSystem,
  folders: FolderWalk,
  root: PlannedPlace,
  isExcluded: Exclusions,
  tally: Tally,
): Promise<void> {
  const count = (files: number, bytes: number) => {
    tally.totalFiles += files
    tally.totalBytes += bytes
  }

  const visit = async (place: PlannedPlace, names: readonly Uint8Array[], isInside: boolean): Promise<void> => {
    const { take, path } = place
    if (take.kind === 'database' && take.standIn) count(1, take.standIn.file.sizeBytes)
    const isWanted = take.kind === 'all' || (take.kind === 'way' && isInside && !isExcluded(names))
    const facts = isWanted && path && (await fileSystem.factsThroughLinks(path).catch(() => undefined))
    if (facts && facts.kind === 'file') count(1, Number(facts.sizeBytes))
    if (path && facts && facts.kind === 'dir') {
      // What was asked for by name inside a chosen folder is counted by itself.
      const found = await folders.count({ path, names }, foldedNamesBelow(fileSystem, place, names))
      count(found.files, found.bytes)
    }
    for (const child of place.children.values()) await visit(child, [...names, child.name], isWanted)
  }
  await visit(root, [], false)
}

function foldedNamesBelow(
  fileSystem: FileSystem,
  place: PlannedPlace,
  names: readonly Uint8Array[],
): readonly string[] {
  const folded = names.map((name) => `/${fileSystem.foldName(name)}`).join('')
  return [...place.children.keys()].map((name) => `${folded}/${name}`)
}
