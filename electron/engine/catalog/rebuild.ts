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
 * Versions are counted in order, so copies newer than the first missing one are recorded again. May be repeated after a failure.
 */
export async function rebuildFromVault(catalog: Catalog, listing: VaultListing, signal?: AbortSignal): Promise<void> {
  const known = new Set(catalog.listCopies().map((copy) => copy.copyId))
  const firstMissing = listing.copyIds.findIndex((copyId) => !known.has(copyId))
  const inOrder = firstMissing < 0 ? listing.copyIds : listing.copyIds.slice(0, firstMissing)
  const kept = new Set(inOrder)
  const toForget = [...known].filter((copyId) => !kept.has(copyId))
  if (toForget.length > 0) await catalog.forgetCopies(toForget)
  for (const copyId of listing.copyIds.slice(inOrder.length)) {
    signal?.throwIfAborted()
    const { summary, entries } = await listing.read(copyId)
    await catalog.recordCopy(summary, entries)
  }
}
