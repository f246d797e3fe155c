import { readDocument } from '../documents.ts'
import { decodeIndex, type IndexedPack, type PackedBlob } from '../format/index-file.ts'
import { decodeSnapshot } from '../format/snapshot-file.ts'
import { BlobIndex } from '../index/blob-index.ts'
import { listSlots } from '../key-slots.ts'
import type { Id } from '../types.ts'
import type { CheckRun } from './run.ts'

export type CheckedFiles = {
  readonly index: BlobIndex
  /** Root trees of all readable snapshots. */
  readonly roots: readonly Id[]
  readonly snapshots: number
  readonly packs: number
  readonly packBytes: number
  readonly treeBytes: number
  readonly unindexedPacks: number
  /** Packs whose data is worth reading: there, and of the right size. */
  readonly wholePacks: readonly IndexedPack[]
}

/** Checks keys, snapshot files, index files, and the list of packs against the index. Reads no pack. */
export async function checkFiles(run: CheckRun): Promise<CheckedFiles> {
  const { junkKeys } = await listSlots(run.core.backend)
  for (const id of junkKeys) run.report('VAULT_104', 'key-unreadable', id)
  // Snapshots first: one that is finished after this point may name blobs that the index below does not know yet.
  const snapshots = await checkSnapshots(run)
  const index = await checkIndexes(run)
  return { index, ...snapshots, ...(await checkPackList(run, index)) }
}

async function checkSnapshots(run: CheckRun): Promise<Pick<CheckedFiles, 'roots' | 'snapshots'>> {
  const roots = new Set<Id>()
  const files = await run.core.backend.list('snapshot')
  for (const { name } of files) {
    const document = await readDocument(run.core, 'snapshot', name)
    if (document.kind === 'missing') continue
    const snapshot = document.kind === 'document' ? decodeSnapshot(document.json) : undefined
    if (snapshot) roots.add(snapshot.tree)
    else run.report('VAULT_107', document.kind === 'wrong-hash' ? 'snapshot-hash' : 'snapshot-unreadable', name)
    run.advance(0)
  }
  return { roots: [...roots], snapshots: files.length }
}

async function checkIndexes(run: CheckRun): Promise<BlobIndex> {
  const index = new BlobIndex()
  for (const { name } of await run.core.backend.list('index')) {
    const document = await readDocument(run.core, 'index', name)
    if (document.kind === 'missing') continue
    const packs = document.kind === 'document' ? decodeIndex(document.json) : undefined
    if (packs) for (const pack of packs) index.addPack(pack)
    else run.report('VAULT_107', document.kind === 'wrong-hash' ? 'index-hash' : 'index-unreadable', name)
    run.advance(0)
  }
  return index
}

async function checkPackList(run: CheckRun, index: BlobIndex) {
  const sizes = new Map((await run.core.backend.list('pack')).map(({ name, sizeBytes }) => [name, sizeBytes]))
  const wholePacks: IndexedPack[] = []
  let packBytes = 0
  let treeBytes = 0
  for (const { id, blobs, sizeBytes: expectedBytes } of index.packs()) {
    for (const blob of blobs) if (blob.type === 'tree') treeBytes += blob.length
    const sizeBytes = sizes.get(id)
    if (sizeBytes === undefined) run.report('VAULT_105', 'pack-missing', id)
    else if (hasGaps(blobs)) run.report('VAULT_107', 'index-pack-gaps', id)
    else if (sizeBytes !== expectedBytes) run.report('VAULT_105', 'pack-size', id)
    else {
      wholePacks.push({ id, blobs })
      packBytes += sizeBytes
    }
  }
  const unindexedPacks = [...sizes.keys()].filter((id) => !index.hasPack(id)).length
  return { wholePacks, packBytes, treeBytes, unindexedPacks, packs: sizes.size }
}

/** The blobs of a pack lie one after the other from its first byte; also what two indexes that contradict each other break. */
export function hasGaps(blobs: readonly PackedBlob[]): boolean {
  let offset = 0
  for (const blob of blobs) {
    if (blob.offset !== offset) return true
    offset += blob.length
  }
  return false
}
