import { type FileSystem, type ListedEntry, type NativePath, nameKey } from '#engine/sources/index.ts'
import type { TreeNode } from '#engine/vault/index.ts'
import type { SnapshotTarget, StandIn } from './types.ts'

/** One place of the copy that somebody asked for, or that leads there. Everything else comes from the walk. */
export type PlannedPlace = {
  readonly name: Uint8Array
  readonly path: NativePath | undefined
  readonly children: Map<string, PlannedPlace>
  take:
    | { readonly kind: 'way' }
    /** Everything in it. */
    | { readonly kind: 'all' }
    /** Never read; `standIn` holds the bytes, undefined when they could not be had. */
    | { readonly kind: 'database'; readonly standIn: DatedStandIn | undefined }
    /** A database as the parent copy has it. */
    | { readonly kind: 'kept'; readonly node: TreeNode }
    /** Belongs to a database's running state. */
    | { readonly kind: 'nothing' }
}
export type DatedStandIn = { readonly file: StandIn; readonly takenAtNs: bigint }
export type PlannedTarget = {
  readonly target: SnapshotTarget
  readonly standIn: DatedStandIn | undefined
  readonly kept?: TreeNode
  /** The folder of a server's dump, in the vault already. */
  readonly stored?: TreeNode
}

/** Merges all targets into one tree from the top of the copy; the same place asked for twice stands there once. */
export function planPlaces(fileSystem: FileSystem, targets: readonly PlannedTarget[]): PlannedPlace {
  const root = newPlace(new Uint8Array(0), fileSystem.rootPath)
  for (const { target, standIn, kept } of targets) {
    if (target.kind === 'folder') {
      const place = placeAt(fileSystem, root, target.path)
      // A database that was asked for by name stays one, wherever the walk comes from.
      if (place.take.kind === 'way') place.take = { kind: 'all' }
    } else if (target.kind === 'database') {
      placeAt(fileSystem, root, target.path).take = kept ? { kind: 'kept', node: kept } : { kind: 'database', standIn }
      for (const companion of target.companions) placeAt(fileSystem, root, companion).take = { kind: 'nothing' }
    }
  }
  return root
}

const newPlace = (name: Uint8Array, path: NativePath | undefined): PlannedPlace => ({
  name,
  path,
  children: new Map(),
  take: { kind: 'way' },
})

function placeAt(fileSystem: FileSystem, root: PlannedPlace, path: string): PlannedPlace {
  let place = root
  for (const level of fileSystem.levels(path)) {
    const key = fileSystem.foldName(level.name)
    let child = place.children.get(key)
    if (!child) {
      child = newPlace(level.name, level.path)
      place.children.set(key, child)
    }
    place = child
  }
  return place
}

export type ToVisit = {
  readonly name: Uint8Array
  /** Undefined for what was asked for by name and is not there. */
  readonly listed: ListedEntry | undefined
  readonly place: PlannedPlace | undefined
}

/** Names to visit in a folder: what is there, and what was asked for by name. Sorted as a copy sorts them. */
export function namesToVisit(
  fileSystem: FileSystem,
  listed: readonly ListedEntry[],
  place: PlannedPlace | undefined,
): readonly ToVisit[] {
  const isNamed = place !== undefined && place.children.size > 0
  const visits: ToVisit[] = listed.map((entry) => ({
    name: entry.name,
    listed: entry,
    place: isNamed ? place.children.get(fileSystem.foldName(entry.name)) : undefined,
  }))
  if (!isNamed) return visits
  const seen = new Set(visits.flatMap((visit) => (visit.place ? [nameKey(visit.place.name)] : [])))
  for (const child of place.children.values())
    if (!seen.has(nameKey(child.name))) visits.push({ name: child.name, listed: undefined, place: child })
  return visits.sort((left, right) => Buffer.compare(left.name, right.name))
}
