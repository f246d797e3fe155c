import { textOfName } from '#engine/sources/index.ts'
import { readUnderLock, type Vault } from '#engine/vault/index.ts'
import { type Diagnosis, diagnose, type MissingBlob } from './diagnose.ts'
import type { HealOptions, HealPlan, LostItem } from './types.ts'

/**
 * Looks at what is damaged and where help is. Writes nothing but locks. Throws VAULT_113, VAULT_106, APP_001, DEST_….
 */
export async function planHeal(vault: Vault, options: HealOptions): Promise<HealPlan> {
  const { replicas, problems = [], signal } = options
  return underReadLocks([vault, ...replicas], signal, async (stop) => {
    const found = await diagnose(vault, replicas, problems, new Set(), stop)
    return {
      problems,
      fetchedPacks: found.fetch.map(({ id }) => id),
      dissolvedPacks: found.dissolve.map(({ id }) => id),
      indexes: found.contents.damagedIndexes,
      snapshots: found.snapshots,
      keys: vault.junkKeys,
      blobs: found.missing.length,
      missing: lostItems(await withoutHelp(found)),
    }
  })
}

/** Reads from several repositories while nobody may clean any of them. */
export async function underReadLocks<T>(
  vaults: readonly Vault[],
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [first, ...others] = vaults
  if (!first) return work(signal ?? new AbortController().signal)
  return readUnderLock(first, signal, (stop) => underReadLocks(others, stop, work))
}

async function withoutHelp({ contents, replicas, missing }: Diagnosis): Promise<readonly MissingBlob[]> {
  const alone: MissingBlob[] = []
  for (const blob of missing) {
    if (replicas.some((other) => other.contents.hasBlob(blob.type, blob.id))) continue
    // The damaged pack may still give this one.
    if (!(await contents.readBlob(blob.type, blob.id))) alone.push(blob)
  }
  return alone
}

/** Names what needs these blobs: each path once, with the newest copy in which it is damaged. */
export function lostItems(blobs: readonly MissingBlob[]): readonly LostItem[] {
  const items = new Map<string, LostItem>()
  for (const { type, places } of blobs)
    for (const { snapshot, names } of places) {
      const path = `/${names().map(textOfName).join('/')}`
      const takenAtMs = Date.parse(snapshot.time)
      const known = items.get(path)
      if (known && known.takenAtMs >= takenAtMs) continue
      items.set(path, { path, kind: type === 'tree' ? 'folder' : 'file', snapshotId: snapshot.id, takenAtMs })
    }
  return [...items.values()]
}
