import { localBackend } from '#engine/backends/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { JobQueue } from '#engine/jobs/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Overview } from '#shared/contracts/index.ts'

/** Everything Início needs in one answer, computed from facts; the window keeps it fresh by folding later facts into it. */
export async function overviewOf(session: Session, catalog: Catalog, queue: JobQueue): Promise<Overview> {
  const vault = await lookAtVault(session)
  // From here on nothing waits, so `seq` and the rest describe the same moment.
  const copies = catalog.listCopies()
  const [lastCopy] = catalog.newestFacts('copy-finished', 1)
  const [lastCheck] = catalog.newestFacts('check-finished', 1)
  const lastFailure = catalog
    .newestFacts('job-failed', 20)
    .find((fact) => fact.jobKind === 'copy' && fact.code !== 'APP_001')
  const isOpen = lastFailure !== undefined && lastFailure.seq > (lastCopy?.seq ?? 0)
  return {
    state: session.state,
    sources: session.settings?.sources ?? [],
    vault,
    lastCopy: copies[0] ?? null,
    copies: copies.length,
    lastCheck: lastCheck ? { atMs: lastCheck.atMs, problems: lastCheck.problems, readData: lastCheck.readData } : null,
    openFailure: isOpen
      ? { atMs: lastFailure.atMs, error: { code: lastFailure.code, params: lastFailure.params } }
      : null,
    running: queue.unfinished().map((row) => ({ jobId: row.id, jobKind: row.input.kind })),
    seq: catalog.newestSeq(),
  }
}

async function lookAtVault(session: Session): Promise<Overview['vault']> {
  const path = session.settings?.vault.path
  if (path === undefined) return null
  const backend = localBackend(path)
  try {
    const config = await backend.stat({ kind: 'config', name: '' })
    const freeBytes = config === undefined ? undefined : await backend.freeBytes()
    return { path, isReachable: config !== undefined, freeBytes: freeBytes ?? null }
  } catch {
    return { path, isReachable: false, freeBytes: null }
  } finally {
    await backend.close()
  }
}
