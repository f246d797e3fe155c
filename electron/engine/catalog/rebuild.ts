import type { CopyId, CopySummary } from '#shared/domain/index.ts'
import type { Catalog } from './catalog.ts'
import type { CopySeries } from './copies.ts'
import type { CopyEntry } from './paths.ts'

/** How to read the copies of a vault again; the catalogue itself knows no vault. */
export type VaultListing = {
  /** Every copy of one series, oldest first. */
  readonly copyIds: readonly CopyId[]
  /** Whose they are; this computer's own by default. */
  readonly series?: CopySeries
  read(copyId: CopyId): Promise<{ readonly summary: CopySummary; readonly entries: AsyncIterable<CopyEntry> }>
}

/**
 * Brings what the catalogue knows of one series in line with what the vault holds: forgets copies that are gone and records those it lacks.
 *
 * Versions are counted in order, so copies newer than the first missing one are recorded again. May be repeated after a failure.
 */
export async function rebuildFromVault(catalog: Catalog, listing: VaultListing, signal?: AbortSignal): Promise<void> {
  const { copyIds, series, read } = listing
  const own = catalog.knownCopies().filter(({ key }) => key === (series?.key ?? ''))
  const known = new Set(own.map(({ copyId }) => copyId as CopyId))
  const firstMissing = copyIds.findIndex((copyId) => !known.has(copyId))
  const inOrder = firstMissing < 0 ? copyIds : copyIds.slice(0, firstMissing)
  const kept = new Set(inOrder)
  const toForget = [...known].filter((copyId) => !kept.has(copyId))
  if (toForget.length > 0) await catalog.forgetCopies(toForget)
  for (const copyId of copyIds.slice(inOrder.length)) {
    signal?.throwIfAborted()
    const { summary, entries } = await read(copyId)
    await catalog.recordCopy(summary, entries, undefined, series)
  }
}
