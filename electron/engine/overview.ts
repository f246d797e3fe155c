import { localBackend } from '#engine/backends/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import { type JobQueue, lastProofOf } from '#engine/jobs/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import type { Overview, ReplicaOverview } from '#shared/contracts/index.ts'
import { proofStateOf } from '#shared/domain/index.ts'

export type OverviewParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly queue: JobQueue
  readonly clock: Clock
}
type Disk = Awaited<ReturnType<typeof lookAt>>

/** Everything Início needs in one answer, computed from facts; the window keeps it fresh by folding later facts into it. */
export async function overviewOf({ session, catalog, queue, clock }: OverviewParts): Promise<Overview> {
  const { settings } = session
  const disks = settings ? await Promise.all([settings.vault, ...settings.replicas].map(lookAt)) : []
  // From here on nothing waits, so `seq` and the rest describe the same moment.
  const [main] = disks
  const copies = catalog.listCopies()
  const [lastCopy] = catalog.newestFacts('copy-finished', 1)
  const [lastLook] = catalog.newestFacts('copy-unchanged', 1)
  const [lastCheck] = catalog.newestFacts('check-finished', 1)
  const lastFailure = catalog
    .newestFacts('job-failed', 20)
    .find((fact) => fact.jobKind === 'copy' && fact.code !== 'APP_001')
  const isOpen = lastFailure !== undefined && lastFailure.seq > Math.max(lastCopy?.seq ?? 0, lastLook?.seq ?? 0)
  return {
    state: session.state,
    sources: session.settings?.sources ?? [],
    vault: main ? { path: main.path, isReachable: main.isReachable, freeBytes: main.freeBytes } : null,
    lastCopy: copies[0] ?? null,
    copies: copies.length,
    lastCheck: lastCheck ? { atMs: lastCheck.atMs, problems: lastCheck.problems, readData: lastCheck.readData } : null,
    openFailure: isOpen
      ? { atMs: lastFailure.atMs, error: { code: lastFailure.code, params: lastFailure.params } }
      : null,
    replicas: settings ? disks.map((disk) => replicaOf(disk, settings, catalog, clock.nowMs())) : [],
    running: queue.unfinished().map((row) => ({ jobId: row.id, jobKind: row.input.kind })),
    seq: catalog.newestSeq(),
  }
}

function replicaOf(
  { id, ...disk }: Disk,
  { vault, proveEveryDays }: Settings,
  catalog: Catalog,
  nowMs: number,
): ReplicaOverview {
  const update = catalog.newestFacts('replica-updated', RECENT_UPDATES).find((fact) => fact.replicaId === id)
  return {
    ...disk,
    replicaId: id,
    isMain: id === vault.id,
    proof: proofStateOf(lastProofOf(catalog, id), proveEveryDays, nowMs),
    lastUpdate: update ? { atMs: update.atMs, copies: update.copies, heldBack: update.heldBack } : null,
  }
}

/** Newest updates of all disks among which one disk's is looked for. */
const RECENT_UPDATES = 500

async function lookAt({ path, id }: Settings['vault']) {
  const backend = localBackend(path)
  try {
    const config = await backend.stat({ kind: 'config', name: '' })
    const freeBytes = config === undefined ? undefined : await backend.freeBytes()
    return { id, path, isReachable: config !== undefined, freeBytes: freeBytes ?? null }
  } catch {
    return { id, path, isReachable: false, freeBytes: null }
  } finally {
    await backend.close()
  }
}
