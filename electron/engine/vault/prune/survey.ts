import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { inParallel, readDocument } from '../documents.ts'
import { decodeIndex } from '../format/index-file.ts'
import { timestampNs } from '../format/time.ts'
import { BlobIndex } from '../index/blob-index.ts'
import { requirePlace } from '../pack/index.ts'
import { listSnapshots } from '../snapshots.ts'
import { readTrash } from '../trash.ts'
import type { Id, Snapshot } from '../types.ts'
import type { IndexFile } from './types.ts'

const DAY_MS = 86_400_000
/** How old the newest copy may be at the end of the 30 days; see docs/decisions/0008-trash.md. */
const COPIES_STILL_COME_MS = 7 * DAY_MS

/** All that is in a vault, read before anything is decided. */
export type Survey = {
  readonly snapshotIds: readonly Id[]
  readonly liveRoots: readonly Id[]
  readonly keptTrash: readonly Id[]
  readonly trashRoots: readonly Id[]
  readonly expiredTrash: readonly Id[]
  readonly index: BlobIndex
  readonly indexFiles: readonly IndexFile[]
  readonly packSizes: ReadonlyMap<Id, number>
}

/**
 * Reads snapshots, trash, all index files and the list of packs, in this order.
 *
 * Throws VAULT_107 when anything does not read: what is not understood must not look unneeded.
 */
export async function survey(core: VaultCore, nowMs: number, keepTrashDays: number): Promise<Survey> {
  await requirePlace(core)
  const snapshots = await listSnapshots(core)
  const untilMs = Math.min(nowMs, newestMs(snapshots) + COPIES_STILL_COME_MS)
  const trash = await readTrash(core)
  const isExpired = (removedAtMs: number) => removedAtMs + keepTrashDays * DAY_MS <= untilMs
  const kept = trash.filter(({ removedAtMs }) => !isExpired(removedAtMs))
  return {
    snapshotIds: snapshots.map(({ id }) => id),
    liveRoots: snapshots.map(({ tree }) => tree),
    keptTrash: kept.map(({ entryId }) => entryId),
    trashRoots: kept.map(({ snapshot }) => snapshot.tree),
    expiredTrash: trash.filter(({ removedAtMs }) => isExpired(removedAtMs)).map(({ entryId }) => entryId),
    ...(await readIndexes(core)),
    packSizes: new Map((await core.backend.list('pack')).map(({ name, sizeBytes }) => [name, sizeBytes])),
  }
}

function newestMs(newestFirst: readonly Snapshot[]): number {
  const ns = newestFirst[0] && timestampNs(newestFirst[0].time)
  return ns === undefined ? Number.NEGATIVE_INFINITY : Number(ns / 1_000_000n)
}

/** In the order of their names, so that deciding twice decides the same; a few at a time, so that their text is soon forgotten. */
async function readIndexes(core: VaultCore): Promise<Pick<Survey, 'index' | 'indexFiles'>> {
  const index = new BlobIndex()
  const indexFiles: IndexFile[] = []
  const names = (await core.backend.list('index')).map(({ name }) => name).sort()
  const atOnce = Math.max(1, core.backend.capabilities.parallelCalls)
  for (let at = 0; at < names.length; at += atOnce) {
    const some = names.slice(at, at + atOnce)
    for (const [place, document] of (await inParallel(core, some, (id) => readDocument(core, 'index', id))).entries()) {
      const packs = document.kind === 'document' ? decodeIndex(document.json) : undefined
      if (!packs) return fail('VAULT_107', { kind: 'index' })
      for (const pack of packs) index.addPack(pack)
      const blobs = packs.reduce((sum, pack) => sum + pack.blobs.length, 0)
      indexFiles.push({ id: some[place] ?? '', packIds: packs.map(({ id }) => id), blobs })
    }
  }
  return { index, indexFiles }
}
