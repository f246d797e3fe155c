import type { VaultCore } from '../core.ts'
import { writeDocument } from '../documents.ts'
import { encodeIndex, type IndexedPack } from '../format/index-file.ts'
import type { BlobIndex } from '../index/blob-index.ts'
import type { Id } from '../types.ts'
import type { IndexFile } from './types.ts'

/** Index files are replaced in groups of this many full ones, so that a full disk needs room for one group only. */
const FILES_AT_ONCE = 8

/**
 * Replaces index files by ones that no longer name the doomed packs, and gives the list of files that then stand.
 *
 * Every replacement is durable before what it replaces is deleted; the packs of `added` are named first. `proceed` throws when to stop.
 */
export async function replaceIndexes(
  core: VaultCore,
  index: BlobIndex,
  standing: readonly IndexFile[],
  change: {
    readonly replaced: readonly IndexFile[]
    readonly doomed: ReadonlySet<Id>
    readonly added: readonly IndexedPack[]
    readonly proceed: () => void
  },
): Promise<readonly IndexFile[]> {
  const { doomed, added, proceed } = change
  const done = new Set<Id>()
  const made: IndexFile[] = []
  for (const pack of added) index.addPack(pack)
  let toName: readonly Id[] = added.map(({ id }) => id)
  for (const group of groupsOf(change.replaced, core.maxIndexBlobs * FILES_AT_ONCE)) {
    const wanted = new Set([...toName, ...group.flatMap(({ packIds }) => packIds)])
    toName = []
    const left = new Set([...wanted].filter((id) => !doomed.has(id) && !done.has(id)))
    for (const packs of indexFilesOf(index, left, core.maxIndexBlobs)) {
      proceed()
      const id = await writeDocument(core, 'index', encodeIndex(packs))
      made.push({ id, packIds: packs.map((pack) => pack.id), blobs: countBlobs(packs) })
    }
    for (const id of left) done.add(id)
    for (const { id } of group) {
      proceed()
      await core.backend.remove({ kind: 'index', name: id })
    }
  }
  const gone = new Set(change.replaced.map(({ id }) => id))
  return [...standing.filter(({ id }) => !gone.has(id)), ...made]
}

/** The packs of each new index file, whole as the union of all old files knew them. */
function* indexFilesOf(
  index: BlobIndex,
  packIds: ReadonlySet<Id>,
  maxBlobs: number,
): Generator<readonly IndexedPack[]> {
  let packs: IndexedPack[] = []
  let count = 0
  for (const { id, blobs } of packIds.size > 0 ? index.packs() : []) {
    if (!packIds.has(id)) continue
    if (packs.length > 0 && count + blobs.length > maxBlobs) {
      yield packs
      packs = []
      count = 0
    }
    packs.push({ id, blobs })
    count += blobs.length
  }
  if (packs.length > 0) yield packs
}

const countBlobs = (packs: readonly IndexedPack[]) => packs.reduce((sum, { blobs }) => sum + blobs.length, 0)

function groupsOf(files: readonly IndexFile[], maxBlobs: number): readonly (readonly IndexFile[])[] {
  const groups: IndexFile[][] = []
  let blobs = 0
  for (const file of files) {
    const group = groups.at(-1)
    if (group && blobs + file.blobs <= maxBlobs) group.push(file)
    else {
      groups.push([file])
      blobs = 0
    }
    blobs += file.blobs
  }
  return groups
}
