import {
  type BlobType,
  copyFile,
  type Id,
  isSoundFile,
  PackFiller,
  putPack,
  readPackByName,
  replaceInIndex,
  type Vault,
} from '#engine/vault/index.ts'
import { type Diagnosis, diagnose, firstWith, type MissingBlob } from './diagnose.ts'
import { findInSources } from './heal-sources.ts'
import { lostItems, underReadLocks } from './plan-heal.ts'
import type { HealOptions, HealOutcome, HealPlan } from './types.ts'
import { withLock } from './with-lock.ts'

/**
 * Heals what a plan found, as far as help is there: after it, the repository names only what it has.
 *
 * What is damaged is found out anew under an exclusive lock. New packs are durable before an index names them, new
 * indexes before old ones go, and a damaged pack goes last, only when all of it has another home. May be repeated.
 * Throws VAULT_113, VAULT_103, VAULT_106, VAULT_110, APP_001, DEST_….
 */
export async function applyHeal(vault: Vault, plan: HealPlan, options: HealOptions): Promise<HealOutcome> {
  const { replicas } = options
  return underReadLocks(replicas, options.signal, (outer) =>
    withLock(vault, 'exclusive', outer, async (signal) => {
      const first = await diagnose(vault, replicas, plan.problems, new Set(), signal)
      const unfetchable = await fetchPacks(vault, first.fetch, signal)
      const found = await diagnose(vault, replicas, plan.problems, unfetchable, signal)
      const { blobs, unhealed } = await rehome(vault, found, options.fromSources ?? false, signal)
      const snapshots = await copyFiles(vault, replicas, 'snapshot', found.snapshots, signal)
      const keys = await copyFiles(vault, replicas, 'key', vault.junkKeys, signal)
      await vault.loadIndex()
      return {
        fetchedPacks: first.fetch.length - unfetchable.size,
        dissolvedPacks: found.dissolve.length,
        indexes: found.contents.damagedIndexes.length,
        snapshots: snapshots.length,
        keys: keys.length,
        blobs,
        lost: lostItems(unhealed),
        lostSnapshots: found.snapshots.filter((id) => !snapshots.includes(id)),
      }
    }),
  )
}

/** Puts whole packs in the place of damaged ones. Gives those for which no replica had the right bytes. */
async function fetchPacks(vault: Vault, packs: Diagnosis['fetch'], signal: AbortSignal): Promise<ReadonlySet<Id>> {
  const failed = new Set<Id>()
  for (const { id, from } of packs) {
    let isHealed = false
    for (const replica of from) {
      signal.throwIfAborted()
      const bytes = isHealed ? undefined : await readPackByName(replica, id)
      if (!bytes) continue
      await putPack(vault, id, bytes)
      isHealed = (await readPackByName(vault, id)) !== undefined
    }
    if (!isHealed) failed.add(id)
  }
  return failed
}

/** Gives every blob of damaged packs another home: the part of the pack that is still good, replicas, the clinic's files. */
async function rehome(vault: Vault, found: Diagnosis, fromSources: boolean, signal: AbortSignal) {
  const { contents, replicas, dissolve } = found
  const filler = new PackFiller(vault)
  const counts = { salvaged: 0, fromReplicas: 0, fromSources: 0 }
  const unhealed = new Map<string, MissingBlob>()
  for (const blob of homeless(found)) {
    signal.throwIfAborted()
    const salvaged = await contents.readBlob(blob.type, blob.id)
    if (salvaged) counts.salvaged += 1
    const sealed = salvaged ?? (await fromReplica(replicas, blob.type, blob.id))
    if (sealed && !salvaged) counts.fromReplicas += 1
    if (sealed) await filler.addSealed(blob.type, blob.id, sealed)
    else unhealed.set(blob.type + blob.id, blob)
  }
  if (fromSources) {
    const wanted = new Map([...unhealed.values()].filter(({ type }) => type === 'data').map((b) => [b.id, b.places]))
    const take = async (id: Id, bytes: Uint8Array) => {
      await filler.addPlain('data', bytes)
      counts.fromSources += 1
      unhealed.delete(`data${id}`)
    }
    await findInSources(vault, wanted, take, signal)
  }
  const named = [...found.adopted.filter(({ id }) => !contents.brokenPacks.has(id)), ...(await filler.finish())]
  const without = new Set(dissolve.map(({ id }) => id))
  signal.throwIfAborted()
  if (named.length + without.size + contents.damagedIndexes.length > 0)
    await replaceInIndex(vault, { without, named, damaged: contents.damagedIndexes })
  // What still misses something stays as a file nobody names: a better reader may get more out of it.
  for (const { id, blobs } of dissolve)
    if (!blobs.some((blob) => unhealed.has(blob.type + blob.id))) await vault.backend.remove({ kind: 'pack', name: id })
  return { blobs: counts, unhealed: [...unhealed.values()] }
}

/** Blobs of packs to take apart that lie nowhere else, and all others that copies miss. Also those no listed copy needs: one in the trash may. */
function homeless({ contents, dissolve, missing }: Diagnosis): readonly MissingBlob[] {
  const blobs = new Map(missing.map((blob) => [blob.type + blob.id, blob]))
  for (const pack of dissolve)
    for (const { type, id } of pack.blobs)
      if (!contents.hasBlob(type, id) && !blobs.has(type + id)) blobs.set(type + id, { type, id, places: [] })
  return [...blobs.values()]
}

async function fromReplica(replicas: Diagnosis['replicas'], type: BlobType, id: Id) {
  for (const { contents } of replicas) {
    const blob = await contents.readBlob(type, id)
    if (blob) return blob
  }
  return undefined
}

async function copyFiles(
  vault: Vault,
  replicas: readonly Vault[],
  kind: 'snapshot' | 'key',
  ids: readonly Id[],
  signal: AbortSignal,
): Promise<readonly Id[]> {
  const copied: Id[] = []
  for (const id of ids) {
    signal.throwIfAborted()
    const owner = await firstWith(replicas, (replica) => isSoundFile(replica, kind, id))
    if (owner && (await copyFile(owner, vault, kind, id))) copied.push(id)
  }
  return copied
}
