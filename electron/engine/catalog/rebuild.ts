import type { CopyId, CopySummary } from '#shared/domain/index.ts'
import type { Catalog } from './catalog.ts'
import type { CopyEntry } from './paths.ts'

/** How to read the copies of a vault again; the catalogue itself knows no vault. */
export type VaultListing = {
  /** Every copy that belongs here, oldest first. */
  readonly copyIds: readonly CopyId[]
  read(copyId: CopyId): Promise<{ readonly summary: CopySummary; readonly entries: AsyncIterable<CopyEntry> }>
}

/**
 * Brings the catalogue in line with what the vault holds: forgets copies that are gone and records those it lacks.
 *
 * A copy older than the newest known one makes it begin anew, because versions are counted in order. May be repeated after a failure.
 */
export async function rebuildFromVault(catalog: Catalog, listing: VaultListing, signal?: AbortSignal): Promise<void> {
  const inVault = new Set(listing.copyIds)
  const known = catalog.listCopies().map((copy) => copy.copyId)
  const gone = known.filter((copyId) => !inVault.has(copyId))
  if (gone.length > 0) await catalog.forgetCopies(gone)
  const kept = new Set(known.filter((copyId) => inVault.has(copyId)))
  const isInOrder = listing.copyIds.slice(0, kept.size).every((copyId) => kept.has(copyId))
  if (!isInOrder) await catalog.forgetCopies([...kept])
  for (const copyId of isInOrder ? listing.copyIds.slice(kept.size) : listing.copyIds) {
    signal?.throwIfAborted()
    const { summary, entries } = await listing.read(copyId)
    await catalog.recordCopy(summary, entries)
  }
}
