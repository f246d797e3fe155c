import {
  type BlobType,
  type Id,
  type IndexedPack,
  listTrash,
  readContents,
  readPackByName,
  readPackList,
  requireReplica,
  type Snapshot,
  type TreeNode,
  type Vault,
  type VaultContents,
} from '#engine/vault/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { visitReachable } from './reach.ts'

export type BlobRef = { readonly type: BlobType; readonly id: Id; readonly bytes: number }
export type PackToCopy = IndexedPack & { readonly sizeBytes: number }

/** What lies between two replicas. */
export type Survey = {
  /** Undefined where nothing is missing: then nobody needs to know what either holds. */
  readonly source: VaultContents | undefined
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[]
  readonly damagedSnapshots: readonly Id[]
  readonly keys: readonly Id[]
  readonly keysOnlyThere: readonly Id[]
  readonly copy: readonly PackToCopy[]
  /** Packs in the target that its index does not name. */
  readonly found: readonly IndexedPack[]
  readonly lift: readonly BlobRef[]
  readonly bytes: number
  /** False when the source lacks something that these copies need, or it does not read. */
  readonly isComplete: boolean
}
export type SurveyOptions = {
  /** Which of the missing copies are wanted; all by default. */
  readonly wants?: (snapshot: Snapshot) => boolean
  readonly signal: AbortSignal
}

/** From this share of a pack's bytes on it is copied whole: the replica then holds at most a third more than it needs. */
const COPY_WHOLE_FROM = 0.75

/** Compares two replicas. Writes nothing; both are locked by the caller. Throws VAULT_113, VAULT_103, VAULT_107, DEST_…. */
export async function survey(source: Vault, target: Vault, { wants, signal }: SurveyOptions): Promise<Survey> {
  requireReplica(source, target)
  // Copies before contents: one that is finished in between would look as if it lacked its blobs.
  const { snapshots, damagedSnapshots } = await missingSnapshots(source, target, wants)
  const keys = await compareKeys(source, target)
  // Most of what crosses the line to a far place that lacks nothing would be its index.
  if (snapshots.length === 0) return { ...NOTHING_MISSING, ...keys, damagedSnapshots }
  const here = await readContents(source)
  const there = await readContents(target)
  const needed = new NeededBlobs(here, there)
  await visitReachable(
    snapshots.toReversed(),
    { blob: (type, id) => needed.add(type, id), readTree: (id) => needed.readTree(id) },
    signal,
  )
  const found = await findLeftPacks(target, there, needed, signal)
  const { copy, lift } = choosePacks(here, needed)
  const bytes =
    copy.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + lift.reduce((sum, blob) => sum + blob.bytes, 0)
  const { isComplete } = needed
  return { source: here, snapshots, damagedSnapshots, ...keys, copy, found, lift, bytes, isComplete }
}

const NOTHING_MISSING = {
  source: undefined,
  snapshots: [],
  copy: [],
  found: [],
  lift: [],
  bytes: 0,
  isComplete: true,
} as const

async function missingSnapshots(source: Vault, target: Vault, wants: SurveyOptions['wants']) {
  const known = new Set((await target.backend.list('snapshot')).map(({ name }) => name))
  // What was cleaned over there is not brought back behind the back of who cleaned it.
  for (const id of await trashedIn(target)) known.add(id)
  const snapshots: Snapshot[] = []
  const damagedSnapshots: Id[] = []
  for (const { name } of await source.backend.list('snapshot')) {
    if (known.has(name)) continue
    try {
      const snapshot = await source.findSnapshot(name)
      if (wants?.(snapshot) ?? true) snapshots.push(snapshot)
    } catch (error) {
      if (codeOf(error) === 'VAULT_107') damagedSnapshots.push(name)
      else if (codeOf(error) !== 'VAULT_109') throw error
    }
  }
  const atMs = ({ time }: Snapshot) => Date.parse(time)
  return { snapshots: snapshots.sort((left, right) => atMs(left) - atMs(right)), damagedSnapshots }
}

/** A trash that does not read keeps no copy away: one too many does no harm. */
async function trashedIn(target: Vault): Promise<readonly Id[]> {
  try {
    return (await listTrash(target)).map(({ snapshot }) => snapshot.id)
  } catch (error) {
    if (codeOf(error) !== 'VAULT_107') throw error
    return []
  }
}

async function compareKeys(source: Vault, target: Vault) {
  const [here, there] = await Promise.all([source.listKeys(), target.listKeys()])
  const without = (left: typeof here, right: typeof here) =>
    left.filter(({ id }) => right.every((slot) => slot.id !== id)).map(({ id }) => id)
  return { keys: without(here, there), keysOnlyThere: without(there, here) }
}

/** Blobs that the missing copies need and the target does not have whole, one bit each. */
class NeededBlobs {
  readonly #source: VaultContents
  readonly #target: VaultContents
  readonly #bits: Uint8Array
  #isComplete = true

  constructor(source: VaultContents, target: VaultContents) {
    this.#source = source
    this.#target = target
    this.#bits = new Uint8Array(source.blobCount)
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  add(type: BlobType, id: Id): void {
    if (this.#target.hasBlob(type, id)) return
    const number = this.#source.numberOf(type, id)
    if (number === undefined) this.#isComplete = false
    else this.#bits[number] = 1
  }

  async readTree(id: Id): Promise<readonly TreeNode[] | undefined> {
    const nodes = (await this.#source.readTree(id)) ?? (await this.#target.readTree(id))
    if (!nodes) this.#isComplete = false
    return nodes
  }

  has(type: BlobType, id: Id): boolean {
    const number = this.#source.numberOf(type, id)
    return number !== undefined && this.#bits[number] === 1
  }

  /** Someone brings it. False when it was not needed any more. */
  settle(type: BlobType, id: Id): boolean {
    const number = this.#source.numberOf(type, id)
    if (number === undefined || this.#bits[number] === 0) return false
    this.#bits[number] = 0
    return true
  }
}

/**
 * What an interrupted run left in the target is used, once its header has said what it holds and its bytes are what its
 * name says: a damaged pack that was taken out of the index must not come back.
 */
async function findLeftPacks(
  target: Vault,
  there: VaultContents,
  needed: NeededBlobs,
  signal: AbortSignal,
): Promise<readonly IndexedPack[]> {
  const found: IndexedPack[] = []
  for (const [id, sizeBytes] of there.packSizes) {
    if (there.hasPack(id)) continue
    signal.throwIfAborted()
    const pack = await readPackList(target, id, sizeBytes)
    if (!pack?.blobs.some((blob) => needed.has(blob.type, blob.id)) || !(await readPackByName(target, id))) continue
    for (const blob of pack.blobs) needed.settle(blob.type, blob.id)
    found.push(pack)
  }
  return found
}

function choosePacks(here: VaultContents, needed: NeededBlobs) {
  const copy: PackToCopy[] = []
  const lift: BlobRef[] = []
  for (const pack of here.packs()) {
    if (!here.isWholePack(pack.id)) continue
    const total = pack.blobs.reduce((sum, { length }) => sum + length, 0)
    const wanted = pack.blobs.reduce((sum, { type, id, length }) => sum + (needed.has(type, id) ? length : 0), 0)
    if (wanted === 0 || wanted < total * COPY_WHOLE_FROM) continue
    for (const { type, id } of pack.blobs) needed.settle(type, id)
    copy.push(pack)
  }
  // What is left stands beside things the target has: taken out of its pack, sealed as it is.
  for (const { blobs } of here.packs())
    for (const { type, id, length } of blobs) if (needed.settle(type, id)) lift.push({ type, id, bytes: length })
  return { copy, lift }
}
