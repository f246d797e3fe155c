import type { Vault } from '#engine/vault/index.ts'
import type { JobId, NewFact } from '#shared/domain/index.ts'
import type { HealOutcome, ReplicationOutcome } from './types.ts'

/** What is told of a finished replication: ids and counts. */
export const replicaUpdated = (
  target: Vault,
  outcome: ReplicationOutcome,
  durationMs: number,
  jobId: JobId | null = null,
): NewFact => ({
  kind: 'replica-updated',
  jobId,
  replicaId: target.config.id,
  copies: outcome.snapshots.length,
  heldBack: outcome.heldBack.length,
  damagedPacks: outcome.damagedPacks.length,
  bytes: outcome.bytes,
  durationMs: Math.max(0, Math.round(durationMs)),
})

/** What is told of a finished healing. The paths of what is lost stay out of it. */
export const healed = (
  vault: Vault,
  outcome: HealOutcome,
  durationMs: number,
): Extract<NewFact, { kind: 'healed' }> => ({
  kind: 'healed',
  replicaId: vault.config.id,
  packs: outcome.fetchedPacks + outcome.dissolvedPacks,
  blobs: outcome.blobs.salvaged + outcome.blobs.fromReplicas + outcome.blobs.fromSources,
  lost: outcome.lost.length + outcome.lostSnapshots.length,
  durationMs: Math.max(0, Math.round(durationMs)),
})
