import type { Catalog } from '#engine/catalog/index.ts'
import { type JobQueue, lastProofOf } from '#engine/jobs/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { type Session, standingPlaces } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import type { Overview, ReplicaOverview } from '#shared/contracts/index.ts'
import { isOutside, proofStateOf } from '#shared/domain/index.ts'
import type { DiskState, DiskWatch } from './disks.ts'
import { freshnessOf, type UnsavedBySource } from './freshness.ts'
import { openFailureOf, troubleOf } from './history.ts'

export type OverviewParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly queue: JobQueue
  readonly clock: Clock
  readonly unsaved: () => UnsavedBySource
  readonly disks: DiskWatch
}

/** Everything Início needs in one answer, computed from facts; the window keeps it fresh by folding later facts into it. */
export async function overviewOf(parts: OverviewParts): Promise<Overview> {
  const { session, catalog, queue, clock, disks } = parts
  const { settings } = session
  const places = settings ? inOrderOf(settings) : []
  const seen = await Promise.all(places.map((replica) => disks.see(session, replica, clock.nowMs())))
  // From here on nothing waits, so `seq` and the rest describe the same moment.
  const main = settings?.vault
  const [lastCheck] = catalog.newestFacts('check-finished', 1)
  const open = openFailureOf(catalog)
  const told = endedJobs(catalog)
  return {
    state: session.state,
    sources: session.settings?.sources ?? [],
    vault: main ? { place: main.place, ...answerOf(seen[places.indexOf(main)]) } : null,
    lastCopy: catalog.newestCopy() ?? null,
    copies: catalog.countCopies(),
    lastCheck: lastCheck ? { atMs: lastCheck.atMs, problems: lastCheck.problems, readData: lastCheck.readData } : null,
    openFailure: open ? { atMs: open.atMs, error: { code: open.code, params: open.params } } : null,
    replicas: settings
      ? places.map((replica, at) => replicaOf(replica, seen[at], settings, catalog, clock.nowMs()))
      : [],
    freshness: freshnessOf(parts),
    running: queue
      .unfinished()
      .filter(({ id }) => !told.has(id))
      .map((row) => ({ jobId: row.id, jobKind: row.input.kind })),
    seq: catalog.newestSeq(),
  }
}

/** As copies look for a place; disks of the month come last. */
function inOrderOf(settings: Settings): readonly VaultPlace[] {
  const standing = standingPlaces(settings)
  return [...standing, ...settings.replicas.filter((replica) => !standing.includes(replica))]
}

/** With these a job has told its end: what it still puts away is no work to be shown, and no later fact would take it off. */
const CLOSING = [
  'copy-finished',
  'copy-unchanged',
  'check-finished',
  'proof-finished',
  'replica-updated',
  'swap-finished',
  'database-recovery-finished',
] as const

const endedJobs = (catalog: Catalog): ReadonlySet<string> =>
  new Set(CLOSING.flatMap((kind) => catalog.newestFacts(kind, 3).flatMap(({ jobId }) => jobId ?? [])))

function replicaOf(
  replica: VaultPlace,
  state: DiskState | undefined,
  { vault, proveEveryDays, diskSet }: Settings,
  catalog: Catalog,
  nowMs: number,
): ReplicaOverview {
  const { id, name, place } = replica
  const { copies, newestAtMs } = catalog.holdingOf(id)
  const trouble = troubleOf(catalog, id)
  const update = catalog.findFact('replica-updated', (fact) => fact.replicaId === id)
  const disk = diskSet?.disks.find(({ replicaId }) => replicaId === id)
  // A shelf is visited rarely: it is read as a whole within its own time.
  const everyDays = diskSet && disk ? diskSet.policy.readBackEveryDays : proveEveryDays
  return {
    replicaId: id,
    place,
    ...(name !== undefined && { name }),
    ...(disk && { diskId: disk.diskId }),
    ...answerOf(state),
    isOutside: isOutside(replica),
    ...(state?.isOnSourceDisk !== undefined && { isOnSourceDisk: state.isOnSourceDisk }),
    copies,
    newestCopyAtMs: newestAtMs,
    trouble: trouble ?? null,
    protection: protectionOf(catalog, replica),
    isMain: id === vault.id,
    proof: proofStateOf(lastProofOf(catalog, id), everyDays, nowMs),
    lastUpdate: update ? { atMs: update.atMs, copies: update.copies, heldBack: update.heldBack } : null,
  }
}

const answerOf = (state: DiskState | undefined) => ({
  isReachable: state?.isReachable ?? false,
  freeBytes: state?.freeBytes ?? null,
})

function protectionOf(catalog: Catalog, { id, place }: VaultPlace): ReplicaOverview['protection'] {
  if (place.kind !== 's3' || place.lock === undefined) return null
  const found = catalog.findFact('protection-checked', (fact) => fact.replicaId === id)
  return found ? { atMs: found.atMs, proof: found.proof, protectedUntilMs: found.protectedUntilMs } : null
}
