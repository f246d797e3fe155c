import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { planReplication, proveReplica, replicate, replicaUpdated } from '#engine/replicate/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Pace } from '#engine/vault/index.ts'
import type { Fact, ReplicaId } from '#shared/domain/index.ts'
import type { JobInput, JobRunner, Step } from './job.ts'

export type ReplicaParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  /** How much of the computer the work may take right now. */
  readonly pace?: () => Pace
}
type Proof = Extract<JobInput, { kind: 'proof' }>
type Replicate = Extract<JobInput, { kind: 'replicate' }>

/** Today's check of one replica. What it found is its fact, damage too; only a check that could not be made is a failure. */
export function proofRunner({ session, catalog, clock, pace }: ReplicaParts): JobRunner<Proof> {
  return ({ replicaId }, { jobId, signal, onStep }) =>
    session.withVault(
      async (vault, { proveEveryDays: everyDays }) => {
        const onProgress = told(onStep, 'checking')
        await proveReplica(vault, catalog, { everyDays, jobId, signal, clock, onProgress })
      },
      { replicaId, ...(pace && { pace: pace() }) },
    )
}

/** Brings one replica up to what the main disk holds. Throws VAULT_113 for a disk that is none of the vault's. */
export function replicateRunner({ session, catalog, clock, pace }: ReplicaParts): JobRunner<Replicate> {
  return ({ replicaId }, { jobId, signal, onStep }) => {
    const how = pace && { pace: pace() }
    return session.withVault(
      (source) =>
        session.withVault(
          async (target) => {
            const startedAtMs = clock.nowMs()
            const plan = await planReplication(source, target, { signal })
            const outcome = await replicate(source, target, plan, {
              signal,
              clock,
              onProgress: told(onStep, 'writing'),
            })
            catalog.commitFact(replicaUpdated(target, outcome, clock.nowMs() - startedAtMs, jobId))
          },
          { replicaId, ...how },
        ),
      how,
    )
  }
}

/** What the newest check of a replica told. */
export function lastProofOf(
  catalog: Catalog,
  replicaId: ReplicaId,
): Extract<Fact, { kind: 'proof-finished' }> | undefined {
  return catalog.findFact('proof-finished', (fact) => fact.replicaId === replicaId)
}

const told =
  (onStep: (step: Step) => void, phase: Step['phase']) =>
  ({ doneBytes, totalBytes }: { readonly doneBytes: number; readonly totalBytes: number }) =>
    onStep({ phase, doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 })
