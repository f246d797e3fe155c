import type { Catalog } from '#engine/catalog/index.ts'
import type { JobQueue } from '#engine/jobs/index.ts'
import type { ReplicaState, ScheduleState } from '#engine/schedule/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import type { Marks } from '#engine/watch/index.ts'
import type { MachineState } from '#shared/domain/index.ts'
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
  const main = disks.of(settings.vault.id)
  const failures = failuresOf(catalog, 'copy', look?.seq ?? 0)
  const isAway = openFailureOf(catalog)?.code === 'DEST_101'
  // A disk that came back after it was missed is tried at once.
  const isBack = main.isReachable && failures !== null && main.sinceMs > failures.lastAtMs
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
      isDiskKnownAway: isAway && !main.isReachable,
    },
    replicas: alwaysThere(settings).map((place) => replicaState(parts, settings, place)),
    machine,
    isBusy: queue.unfinished().length > 0,
  }
}

/** Disks of the month come by a calendar of their own, and a wrong one is never written to. */
function alwaysThere({ vault, replicas, diskSet }: Settings): readonly VaultPlace[] {
  const rotated = new Set(diskSet?.disks.map(({ replicaId }) => replicaId))
  return [vault, ...replicas.filter(({ id }) => !rotated.has(id))]
}

function replicaState({ catalog, queue, disks }: StateParts, { vault }: Settings, { id }: VaultPlace): ReplicaState {
  const history = replicaHistory(catalog, id)
  const { isReachable, isNetwork } = disks.of(id)
  const isUnderWay = (kind: 'proof' | 'replicate') =>
    queue.unfinished().some(({ input }) => input.kind === kind && input.replicaId === id)
  return {
    replicaId: id,
    isMain: id === vault.id,
    isNetwork,
    isReachable,
    knownSinceMs: history.knownSinceMs,
    proof: {
      last: history.proof,
      failures: failuresOf(catalog, 'proof', history.proofSeq),
      isUnderWay: isUnderWay('proof'),
    },
    update: {
      last: history.update,
      failures: failuresOf(catalog, 'replicate', history.updateSeq),
      isUnderWay: isUnderWay('replicate'),
      behind: history.behind,
    },
  }
}
