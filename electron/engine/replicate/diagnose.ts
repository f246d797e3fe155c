import {
  type BlobType,
  type CheckProblem,
  type Id,
  type IndexedPack,
  isSoundFile,
  isSoundPack,
  readContents,
  readPackList,
  requireReplica,
  type Snapshot,
  type TreeNode,
  type Vault,
  type VaultContents,
} from '#engine/vault/index.ts'
import { type Place, visitReachable } from './reach.ts'

export type Replica = { readonly vault: Vault; readonly contents: VaultContents }
/** A blob that copies need and no whole pack holds, with everything that needs it, newest copy first. */
export type MissingBlob = { readonly type: BlobType; readonly id: Id; readonly places: readonly Place[] }

/** What is wrong with a repository, and where help may come from. */
export type Diagnosis = {
  readonly contents: VaultContents
  readonly replicas: readonly Replica[]
  /** Damaged packs of which a replica has a file of the right name and size. */
  readonly fetch: readonly { readonly id: Id; readonly from: readonly Vault[] }[]
  /** Damaged packs that have to be taken apart. */
  readonly dissolve: readonly IndexedPack[]
  /** Packs that only an unreadable index named. */
  readonly adopted: readonly IndexedPack[]
  readonly snapshots: readonly Id[]
  readonly missing: readonly MissingBlob[]
}

/**
 * Finds out what is damaged. Suspects are read again, so that an old report does no harm; folders are read anyway.
 *
 * `unfetchable` are packs whose twins turned out to be damaged too. Writes nothing. Throws VAULT_113, DEST_….
 */
export async function diagnose(
  vault: Vault,
  replicaVaults: readonly Vault[],
  problems: readonly CheckProblem[],
  unfetchable: ReadonlySet<Id>,
  signal: AbortSignal,
): Promise<Diagnosis> {
  for (const replica of replicaVaults) requireReplica(replica, vault)
  const { sound, damaged } = await readSnapshots(vault, replicaVaults)
  const contents = await readContents(vault)
  const adopted = contents.damagedIndexes.length > 0 ? await adoptUnnamed(vault, contents, signal) : []
  await markDamaged(vault, contents, problems, signal)
  const replicas: Replica[] = []
  for (const replica of replicaVaults) replicas.push({ vault: replica, contents: await readContents(replica) })
  for (;;) {
    const { fetch, dissolve } = splitBroken(contents, replicas, unfetchable)
    const { missing, unreadable } = await findMissing(
      contents,
      replicas,
      new Set(fetch.map(({ id }) => id)),
      sound,
      signal,
    )
    if (unreadable.size === 0) return { contents, replicas, fetch, dissolve, adopted, snapshots: damaged, missing }
    for (const id of unreadable) contents.markBroken(id)
  }
}

/** All copies, also those whose file here is damaged and a replica has whole; newest first. */
async function readSnapshots(vault: Vault, replicas: readonly Vault[]) {
  const sound: Snapshot[] = []
  const damaged: Id[] = []
  for (const { name } of await vault.backend.list('snapshot')) {
    const isSound = await isSoundFile(vault, 'snapshot', name)
    if (!isSound) damaged.push(name)
    const owner = isSound ? vault : await firstWith(replicas, (replica) => isSoundFile(replica, 'snapshot', name))
    if (owner) sound.push(await owner.findSnapshot(name))
  }
  return { sound: sound.sort((left, right) => Date.parse(right.time) - Date.parse(left.time)), damaged }
}

export async function firstWith(
  replicas: readonly Vault[],
  test: (replica: Vault) => Promise<boolean>,
): Promise<Vault | undefined> {
  for (const replica of replicas) if (await test(replica)) return replica
  return undefined
}

async function adoptUnnamed(vault: Vault, contents: VaultContents, signal: AbortSignal): Promise<IndexedPack[]> {
  const adopted: IndexedPack[] = []
  for (const [id, sizeBytes] of contents.packSizes) {
    signal.throwIfAborted()
    const pack = contents.hasPack(id) ? undefined : await readPackList(vault, id, sizeBytes)
    if (!pack) continue
    contents.adopt(pack)
    adopted.push(pack)
  }
  return adopted
}

async function markDamaged(
  vault: Vault,
  contents: VaultContents,
  problems: readonly CheckProblem[],
  signal: AbortSignal,
): Promise<void> {
  const suspects = new Set<Id>()
  for (const { id } of problems) {
    if (contents.isWholePack(id)) suspects.add(id)
    for (const type of ['data', 'tree'] as const)
      for (const { packId } of contents.locate(type, id)) if (contents.isWholePack(packId)) suspects.add(packId)
  }
  if (suspects.size === 0) return
  for (const pack of [...contents.packs()].filter(({ id }) => suspects.has(id))) {
    signal.throwIfAborted()
    if (!(await isSoundPack(vault, pack))) contents.markBroken(pack.id)
  }
}

function splitBroken(contents: VaultContents, replicas: readonly Replica[], unfetchable: ReadonlySet<Id>) {
  const fetch: { id: Id; from: readonly Vault[] }[] = []
  const dissolve: IndexedPack[] = []
  for (const { id, blobs, sizeBytes } of contents.packs()) {
    if (!contents.brokenPacks.has(id)) continue
    const from = unfetchable.has(id) ? [] : replicas.filter((other) => other.contents.packSizes.get(id) === sizeBytes)
    if (from.length > 0) fetch.push({ id, from: from.map((other) => other.vault) })
    else dissolve.push({ id, blobs })
  }
  return { fetch, dissolve }
}

async function findMissing(
  contents: VaultContents,
  replicas: readonly Replica[],
  fetched: ReadonlySet<Id>,
  snapshots: readonly Snapshot[],
  signal: AbortSignal,
) {
  const missing = new Map<string, { type: BlobType; id: Id; places: Place[] }>()
  const unreadable = new Set<Id>()
  const hasHome = (type: BlobType, id: Id) =>
    contents.locate(type, id).some(({ packId }) => !contents.brokenPacks.has(packId) || fetched.has(packId))
  const readTree = async (id: Id): Promise<readonly TreeNode[] | undefined> => {
    const nodes = await contents.readTree(id)
    if (nodes) return nodes
    for (const { packId } of contents.locate('tree', id)) if (!contents.brokenPacks.has(packId)) unreadable.add(packId)
    for (const other of replicas) {
      const found = await other.contents.readTree(id)
      if (found) return found
    }
    return undefined
  }
  const blob = (type: BlobType, id: Id, place: Place) => {
    if (hasHome(type, id)) return
    const known = missing.get(type + id)
    if (known) known.places.push(place)
    else missing.set(type + id, { type, id, places: [place] })
  }
  await visitReachable(snapshots, { blob, readTree }, signal)
  return { missing: [...missing.values()], unreadable }
}
