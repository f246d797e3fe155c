import type { Overview } from '#shared/contracts/index.ts'
import { type Fact, isWithinGoal, lossOf, worstLoss } from '#shared/domain/index.ts'

/**
 * What is known after one more fact. Pure: the screens are a fold of the facts.
 *
 * A fact that the overview already contains changes nothing. `set-up-finished` carries no names, so its reader asks for a new overview.
 */
export function applyFact(overview: Overview, fact: Fact): Overview {
  if (fact.seq <= overview.seq) return overview
  const next = { ...overview, seq: fact.seq }
  switch (fact.kind) {
    case 'set-up-finished':
    case 'replica-added':
    case 'replica-removed':
    case 'cleaning-agreed':
    case 'place-passed-over':
    case 'trash-restored':
    case 'copies-overdue':
    case 'watch-changed':
    case 'guard-signs':
    case 'guard-released':
    case 'disk-changed':
    case 'tablets-changed':
    case 'kit-proven':
    case 'kit-printed':
    case 'took-over':
    case 'disk-set-decided':
    case 'recovery-undone':
    case 'record-read':
    case 'drill-finished':
    case 'diagnosis-made':
      return next
    case 'place-seen':
      return seen(next, fact)
    case 'healed':
    case 'protection-checked':
    case 'proof-finished':
    case 'replica-updated':
      return fact.jobId ? { ...next, running: without(overview, fact.jobId) } : next
    case 'retention-finished':
    case 'prune-finished':
    case 'swap-finished':
    case 'database-recovery-finished':
    case 'silent-drill-finished':
      return { ...next, running: without(overview, fact.jobId) }
    case 'job-started':
      return {
        ...next,
        running: [...without(overview, fact.jobId), { jobId: fact.jobId, jobKind: fact.jobKind }],
      }
    case 'copy-finished':
      return {
        ...next,
        lastCopy: fact.copy,
        copies: overview.copies + 1,
        openFailure: null,
        freshness: savedAt(overview.freshness, fact.copy.takenAtMs),
        running: without(overview, fact.jobId),
      }
    case 'copy-unchanged':
      return { ...next, openFailure: null, running: without(overview, fact.jobId) }
    case 'recover-finished':
      return { ...next, running: without(overview, fact.jobId) }
    case 'check-finished':
      return {
        ...next,
        lastCheck: { atMs: fact.atMs, problems: fact.problems, readData: fact.readData },
        running: without(overview, fact.jobId),
      }
    case 'job-failed': {
      const running = without(overview, fact.jobId)
      // A copy that the person stopped, and trouble of other work, leave no gap in the protection.
      if (fact.jobKind !== 'copy' || fact.code === 'APP_001') return { ...next, running }
      return { ...next, running, openFailure: { atMs: fact.atMs, error: { code: fact.code, params: fact.params } } }
    }
  }
}

/** Every protected thing is in the copy that was just made; what changed since, the next answer of the engine says better. */
function savedAt(freshness: Overview['freshness'], savedAtMs: number): Overview['freshness'] {
  const items = freshness.items.map((item) => {
    const known = { ...item, savedAtMs, changedSinceMs: null }
    const mayLose = lossOf(known)
    return { ...known, mayLose, isWithinGoal: isWithinGoal(mayLose, item.goalMs, savedAtMs) }
  })
  return { items, mayLose: worstLoss(items.map(({ mayLose }) => mayLose)), overdueSinceMs: null }
}

/** A disk that came or went. How much room is on it is asked for at the next look. */
function seen(overview: Overview, { replicaId, isReachable }: Extract<Fact, { kind: 'place-seen' }>): Overview {
  const replicas = overview.replicas.map((replica) =>
    replica.replicaId === replicaId ? { ...replica, isReachable } : replica,
  )
  const isMain = replicas.some((replica) => replica.isMain && replica.replicaId === replicaId)
  const { vault } = overview
  return { ...overview, replicas, vault: vault && isMain ? { ...vault, isReachable } : vault }
}

/** True when facts between the overview and this one are missing: the overview must be asked for again. */
export const leavesGap = (overview: Overview, fact: Fact): boolean => fact.seq > overview.seq + 1

const without = (overview: Overview, jobId: Overview['running'][number]['jobId']): Overview['running'] =>
  overview.running.filter((job) => job.jobId !== jobId)
