import type { Catalog } from '#engine/catalog/index.ts'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import {
  PROVE_EVERY_DAYS,
  type ProofRun,
  type planProof,
  readUnderLock,
  runProof,
  type Vault,
} from '#engine/vault/index.ts'
import type { JobId } from '#shared/domain/index.ts'
import type { ReplicationProgress } from './types.ts'

export type ProveOptions = {
  /** Every byte is read again within so many days when this runs daily. */
  readonly everyDays?: number
  /** What to read now, where it is not the daily share. */
  readonly plan?: typeof planProof
  readonly onProgress?: (progress: ReplicationProgress) => void
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Whose work it is, told in the fact. */
  readonly jobId?: JobId
}

/**
 * The daily check of one replica, with its ledger in the catalogue and its result as a fact.
 *
 * Problems are a result, not a failure. Throws VAULT_106, APP_001, DEST_….
 */
export async function proveReplica(
  vault: Vault,
  catalog: Pick<Catalog, 'readProofs' | 'recordProofs' | 'forgetProofs' | 'commitFact'>,
  { everyDays = PROVE_EVERY_DAYS, plan, onProgress, signal, clock = systemClock, jobId }: ProveOptions = {},
): Promise<ProofRun> {
  const replicaId = vault.config.id
  const startedAtMs = clock.nowMs()
  const store = {
    read: () => catalog.readProofs(replicaId),
    record: (entries: Parameters<typeof catalog.recordProofs>[1]) => catalog.recordProofs(replicaId, entries),
    forget: (ids: readonly string[]) => catalog.forgetProofs(replicaId, ids),
  }
  const run = await readUnderLock(vault, signal, (stop) =>
    runProof(vault, store, clock, {
      everyDays,
      signal: stop,
      ...(plan && { plan }),
      ...(onProgress && { onProgress }),
    }),
  )
  const { age, report } = run
  const isProven = age.kind !== 'none'
  catalog.commitFact({
    kind: 'proof-finished',
    jobId: jobId ?? null,
    replicaId,
    problems: report.problems.length,
    packs: run.provenPacks,
    readBytes: report.readBytes,
    provenBytes: isProven ? age.provenBytes : 0,
    totalBytes: run.totalBytes,
    oldestProofAtMs: isProven ? Math.round(age.oldestAtMs) : null,
    isExpired: age.kind === 'expired',
    durationMs: Math.max(0, Math.round(clock.nowMs() - startedAtMs)),
  })
  return run
}
