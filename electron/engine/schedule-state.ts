import type { Catalog } from '#engine/catalog/index.ts'
import type { JobQueue } from '#engine/jobs/index.ts'
import type { ReplicaState, ScheduleState, Waits } from '#engine/schedule/index.ts'
import { isFar, type Session, standingPlaces } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import type { Marks } from '#engine/watch/index.ts'
import { isOutside, type MachineState } from '#shared/domain/index.ts'
import type { DiskWatch } from './disks.ts'
import { failuresOf, lastLookOf, openFailureOf, replicaHistory } from './history.ts'

export type StateParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly queue: JobQueue
  /** Every change of every source is told within a minute. */
  readonly isWatchTrusted: boolean
  readonly marks: Marks
  readonly disks: DiskWatch
  /** Places that are not used while the line is paid by volume. */
  readonly isHeld: (replica: VaultPlace) => boolean
  readonly waits?: Waits
}

/** Everything that decides when work begins, read from facts, the queue, the watch and the disks. */
export function scheduleState(
  parts: StateParts,
  settings: Settings,
  machine: MachineState,
): Omit<ScheduleState, 'wokeAtMs'> {
  const { catalog, queue, isWatchTrusted, marks, disks, session } = parts
  const look = lastLookOf(catalog)
  const [copy] = catalog.newestFacts('copy-finished', 1)
  const places = standingPlaces(settings)
  const reachable = places.filter(({ id }) => disks.of(id).isReachable)
  const there = reachable.map(({ id }) => disks.of(id))
  const usable = reachable.filter((replica) => !parts.isHeld(replica))
  const failures = failuresOf(catalog, 'copy', look?.seq ?? 0)
  const isAway = openFailureOf(catalog)?.code === 'DEST_101'
  // A disk that came back after it was missed is tried at once.
  const isBack = failures !== null && there.some(({ sinceMs }) => sinceMs > failures.lastAtMs)
  const waiting = marks.waiting()
  return {
    unsaved: settings.sources.flatMap(({ id, category }) => {
      const mark = waiting.get(id)
      return mark ? [{ category, ...mark }] : []
    }),
    isWatchTrusted,
    isLocked: session.state.kind !== 'ready',
    copy: {
      lastLookAtMs: look?.lookedAtMs ?? null,
      lastCopyAtMs: copy?.copy.takenAtMs ?? null,
      last: look?.ended ?? null,
      failures: isBack && isAway ? null : failures,
      isUnderWay: queue.unfinished().some(({ input }) => input.kind === 'copy'),
      isHeldByMeter: there.length > 0 && usable.length === 0,
      isDiskKnownAway: isAway && there.length === 0,
    },
    replicas: places.map((place) => replicaState(parts, settings, place)),
    machine,
    isBusy: queue.isBusy('near'),
    isFarBusy: queue.isBusy('far'),
    ...(parts.waits && { waits: parts.waits }),
  }
}

function replicaState(parts: StateParts, settings: Settings, replica: VaultPlace): ReplicaState {
  const { catalog, queue, disks } = parts
  const { id } = replica
  const history = replicaHistory(catalog, id)
  const { isReachable, isNetwork } = disks.of(id)
  const isUnderWay = (kind: 'proof' | 'replicate') =>
    queue.unfinished().some(({ input }) => input.kind === kind && input.replicaId === id)
  return {
    replicaId: id,
    isMain: id === settings.vault.id,
    isNetwork,
    isFar: isFar(replica),
    usesInternet: isFar(replica) ? isOutside(replica) : isNetwork,
    isReachable,
    knownSinceMs: history.knownSinceMs,
    ...(isLocked(replica) && { protect: protectState(parts, id) }),
    proof: {
      last: history.proof,
      failures: failuresOf(catalog, 'proof', history.proofSeq, id),
      isUnderWay: isUnderWay('proof'),
    },
    update: {
      last: history.update,
      failures: failuresOf(catalog, 'replicate', history.updateSeq, id),
      isUnderWay: isUnderWay('replicate'),
      ...(history.isStuck ? { behind: null, fromFar: false } : behindOf(parts, settings, replica)),
    },
  }
}

const isLocked = ({ place }: VaultPlace) => place.kind === 's3' && place.lock !== undefined

function protectState({ catalog, queue }: StateParts, id: string): NonNullable<ReplicaState['protect']> {
  const done = catalog.findFact('protection-checked', (fact) => fact.replicaId === id)
  return {
    last: done ? { atMs: done.atMs, durationMs: done.durationMs } : null,
    failures: failuresOf(catalog, 'protect', done?.seq ?? 0, id),
    isUnderWay: queue.unfinished().some(({ input }) => input.kind === 'protect' && input.replicaId === id),
  }
}

/** What a replica lacks and somebody who answers has. Only what no near place has is fetched from far. */
function behindOf(
  { catalog, disks }: StateParts,
  settings: Settings,
  { id }: VaultPlace,
): Pick<ReplicaState['update'], 'behind' | 'fromFar'> {
  const others = standingPlaces(settings).filter((other) => other.id !== id && disks.of(other.id).isReachable)
  const near = others.filter((other) => !isFar(other)).map((other) => other.id)
  const behindNear = catalog.missingIn(id, near)
  const behind =
    behindNear ??
    catalog.missingIn(
      id,
      others.map((other) => other.id),
    )
  return {
    behind: behind && { sinceMs: behind.sinceMs, bytes: behind.bytes },
    fromFar: behindNear === null && behind !== null,
  }
}
