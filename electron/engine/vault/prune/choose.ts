import { fail } from '#shared/errors/index.ts'
import { headerEntryBytes } from '../format/pack-header.ts'
import type { BlobIndex } from '../index/blob-index.ts'
import type { BlobType, Id } from '../types.ts'
import type { Needed } from './mark.ts'
import type { Survey } from './survey.ts'

/** Packs below this part of a full one are small; this many of one type are worth becoming few. */
const SMALL_PART = 1 / 4
const MANY_SMALL_PACKS = 16

type IndexedPack = ReturnType<BlobIndex['packs']> extends Generator<infer P> ? P : never
type Candidate = {
  readonly id: Id
  readonly type: BlobType
  /** Sealed blobs and their header entries, all of them and the needed ones. */
  readonly allBytes: number
  readonly neededBytes: number
}

/** What becomes of every pack that an index names. Those that are not named here stay as they are. */
export type Choice = {
  /** Which pack a needed blob is kept in: place of the pack among `index.packs()`, plus one. */
  readonly keptIn: Uint32Array
  /** Nothing in them is needed, or they are gone already. */
  readonly toDelete: ReadonlySet<Id>
  /** Sealed bytes to be kept of each. */
  readonly toRepack: ReadonlyMap<Id, number>
}

/**
 * Decides for each needed blob the one pack that keeps it, and from that which packs go and which are rewritten.
 *
 * Throws VAULT_105 when a needed pack is missing or not of the size its blobs come to.
 */
export function choosePacks(
  { index, packSizes }: Pick<Survey, 'index' | 'packSizes'>,
  needed: Needed,
  { maxUnusedFraction, packTargetBytes }: { readonly maxUnusedFraction: number; readonly packTargetBytes: number },
): Choice {
  const keptIn = claimBlobs(index, packSizes, needed)
  const toDelete = new Set<Id>()
  const toRepack = new Map<Id, number>()
  const partial: Candidate[] = []
  const small: Candidate[] = []
  let neededBytes = 0
  let unusedBytes = 0
  let ordinal = 0
  for (const pack of index.packs()) {
    ordinal += 1
    const candidate = measure(pack, (blob) => keptIn[index.numberOf(blob.type, blob.id) ?? -1] === ordinal)
    neededBytes += candidate.neededBytes
    if (candidate.neededBytes === 0) toDelete.add(pack.id)
    else if (candidate.kind === 'mixed') toRepack.set(pack.id, candidate.neededBytes)
    else {
      if (candidate.neededBytes < candidate.allBytes) partial.push(candidate)
      else if (pack.sizeBytes < packTargetBytes * SMALL_PART) small.push(candidate)
      unusedBytes += candidate.allBytes - candidate.neededBytes
    }
  }
  partial.sort((left, right) => usedPart(left) - usedPart(right) || (left.id < right.id ? -1 : 1))
  for (const pack of partial) {
    if (unusedBytes <= neededBytes * maxUnusedFraction) break
    unusedBytes -= pack.allBytes - pack.neededBytes
    toRepack.set(pack.id, pack.neededBytes)
  }
  for (const type of ['data', 'tree'] as const) {
    const ofType = small.filter((pack) => pack.type === type)
    if (ofType.length >= MANY_SMALL_PACKS) for (const pack of ofType) toRepack.set(pack.id, pack.neededBytes)
  }
  return { keptIn, toDelete, toRepack }
}

const usedPart = ({ neededBytes, allBytes }: Candidate) => neededBytes / allBytes

function measure({ id, blobs }: IndexedPack, isKept: (blob: IndexedPack['blobs'][number]) => boolean) {
  const counted = new Set<string>()
  let neededBytes = 0
  let allBytes = 0
  for (const blob of blobs) {
    const bytes = blob.length + headerEntryBytes(blob)
    allBytes += bytes
    // A pack that holds the same blob twice keeps it once.
    if (!isKept(blob) || counted.has(blob.id)) continue
    counted.add(blob.id)
    neededBytes += bytes
  }
  const type = blobs[0]?.type ?? 'data'
  const kind = blobs.every((blob) => blob.type === type) ? ('plain' as const) : ('mixed' as const)
  return { id, type, kind, neededBytes, allBytes }
}

/** Packs of which everything is needed come first, so that a blob stored twice lets the worse of its packs go. */
function claimBlobs(index: BlobIndex, packSizes: ReadonlyMap<Id, number>, needed: Needed): Uint32Array {
  const keptIn = new Uint32Array(needed.length)
  for (const wholeOnes of [true, false]) {
    let ordinal = 0
    for (const { id, blobs, sizeBytes } of index.packs()) {
      ordinal += 1
      const numbers = blobs.map((blob) => index.numberOf(blob.type, blob.id) ?? -1)
      const isNeeded = (number: number) => needed[number] === 1
      if (numbers.every(isNeeded) !== wholeOnes || !numbers.some(isNeeded)) continue
      const foundBytes = packSizes.get(id)
      if (foundBytes === undefined) continue
      if (foundBytes !== sizeBytes) fail('VAULT_105')
      for (const number of numbers) if (isNeeded(number) && keptIn[number] === 0) keptIn[number] = ordinal
    }
  }
  if (needed.some((isNeeded, number) => isNeeded === 1 && keptIn[number] === 0)) fail('VAULT_105')
  return keptIn
}
