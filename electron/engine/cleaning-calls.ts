import { type CleaningParts, type JobQueue, requireNoKey } from '#engine/jobs/index.ts'
import { type Approval, type CleaningKey, isByTwoPeople, type JobId, type ReplicaId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

type Agreed = {
  readonly replicaId: ReplicaId
  readonly plannedAtMs: number
  readonly approval: Approval
  readonly cleaningKey?: CleaningKey | undefined
}

/**
 * Takes up what two people agreed to. The owner's key is tried before anything else happens, and goes to nobody but the work it was
 * typed for. Throws RET_102, RET_106, RET_107, JOB_101, DEST_….
 */
export async function beginCleaning(
  { session, catalog, keys, queue }: CleaningParts & { readonly queue: JobQueue },
  kind: 'retention' | 'prune',
  { cleaningKey, ...agreed }: Agreed,
): Promise<{ jobId: JobId }> {
  const { replicaId, approval } = agreed
  if (!isByTwoPeople(approval)) fail('RET_102')
  const withOwnersKey = cleaningKey !== undefined
  if (withOwnersKey) await session.requireCleaning(replicaId, cleaningKey)
  else requireNoKey(session, replicaId)
  const jobId = queue.enqueue({ kind, ...agreed, ...(withOwnersKey && { withOwnersKey }) })
  if (withOwnersKey) keys.keep(jobId, cleaningKey)
  const { requestedBy, confirmedBy } = approval
  catalog.commitFact({
    kind: 'cleaning-agreed',
    jobId,
    jobKind: kind,
    replicaId,
    requestedBy,
    confirmedBy,
    withOwnersKey,
  })
  return { jobId }
}
