import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Log } from '#engine/kernel/index.ts'
import { noteHoldings } from '#engine/replicate/index.ts'
import {
  applyRetention,
  type CleaningHealth,
  planVaultRetention,
  type RetentionRequest,
  type ShownRetentionPlan,
} from '#engine/retention/index.ts'
import type { Session, VaultUse } from '#engine/session/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { applyPrune, listTrash, type PrunePlan, planPrune, restoreFromTrash, type Vault } from '#engine/vault/index.ts'
import type { TrashedCopyShown } from '#shared/contracts/index.ts'
import {
  type CopyId,
  cleaningKeyUse,
  copyIdSchema,
  type ReplicaId,
  type RetentionPolicy,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { alignCatalog } from './align-catalog.ts'
import type { CleaningKeys } from './cleaning-keys.ts'
import type { JobContext, JobInput, JobRunner } from './job.ts'
import { lastProofOf } from './replica-jobs.ts'

export type CleaningParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly log: Log
  readonly keys: CleaningKeys
  /** Alarms without an answer, by their name: nothing is removed while there is one. */
  readonly brakes: () => readonly string[]
}
type Retention = Extract<JobInput, { kind: 'retention' }>
type Prune = Extract<JobInput, { kind: 'prune' }>

const DAY_MS = 86_400_000
/** The vault's own rule: nobody can have it shorter. */
const TRASH_DAYS = 30

/** Which copies may go by the clinic's rules, or by others that somebody thinks of, to be shown. Changes nothing. */
export function planRetentionOf(
  parts: CleaningParts,
  replicaId: ReplicaId,
  signal: AbortSignal,
  policy?: RetentionPolicy,
): Promise<ShownRetentionPlan> {
  return parts.session.withVault(
    (vault, settings) =>
      planVaultRetention(vault, requestOf(policy ? { ...settings, retention: policy } : settings), {
        nowMs: Math.round(parts.clock.nowMs()),
        health: healthOf(parts, replicaId),
        signal,
      }),
    { replicaId },
  )
}

/** Moves the copies of an agreed plan to the trash. The plan is made again from the vault and must come out the same (RET_103). */
export function retentionRunner(parts: CleaningParts): JobRunner<Retention> {
  const { session, catalog, clock, log } = parts
  return async (input, { jobId, signal, onStep }) => {
    const { replicaId, plannedAtMs, approval } = input
    const startedAtMs = clock.nowMs()
    const { trashed } = await session.withVault(
      async (vault, settings) => {
        const shown = { fingerprint: approval.fingerprint, plannedAtMs, request: requestOf(settings) }
        const done = await applyRetention(vault, shown, approval, {
          nowMs: clock.nowMs(),
          health: healthOf(parts, replicaId),
          signal,
          onProgress: ({ done, total }) =>
            onStep({ phase: 'finishing', doneBytes: 0, totalBytes: 0, doneFiles: done, totalFiles: total }),
        })
        await noteHoldings(catalog, vault)
        return done
      },
      useOf(parts, input, jobId),
    )
    const durationMs = Math.max(0, Math.round(clock.nowMs() - startedAtMs))
    catalog.commitFact({ kind: 'retention-finished', jobId, replicaId, trashed, durationMs })
    // Also when some of it failed before: the next start brings the catalogue in line anyway.
    await alignCatalog(session, catalog, log, signal)
  }
}

/** A vault's own reasons, and the one of the clinic it is part of. */
export type ShownPrunePlan = Omit<PrunePlan, 'refusals'> & {
  readonly refusals: readonly (PrunePlan['refusals'][number] | 'brake-on')[]
}

/** What giving back room would do, and why it would be refused now, to be shown. Changes nothing. */
export function planPruneOf(
  { session, brakes }: CleaningParts,
  replicaId: ReplicaId,
  signal: AbortSignal,
): Promise<ShownPrunePlan> {
  return session.withVault(
    async (vault) => {
      const plan = await planPrune(vault, {}, { signal })
      return brakes().length > 0 ? { ...plan, refusals: ['brake-on', ...plan.refusals] } : plan
    },
    { replicaId },
  )
}

/** Throws RET_105 while there is an alarm: what an attack left unused may be all there is. */
export function pruneRunner(parts: CleaningParts): JobRunner<Prune> {
  const { session, catalog, clock, brakes } = parts
  return async (input, { jobId, signal, onStep }) => {
    const { replicaId, plannedAtMs, approval } = input
    await session.withVault(
      async (vault) => {
        if (brakes().length > 0) fail('RET_105')
        const startedAtMs = clock.nowMs()
        const plan = { fingerprint: approval.fingerprint, plannedAtMs }
        const outcome = await applyPrune(vault, plan, approval, {
          signal,
          onProgress: ({ doneBytes, totalBytes }) =>
            onStep({ phase: 'finishing', doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 }),
        })
        const { repackedPacks: _repacked, newPacks: _new, ...done } = outcome
        const durationMs = Math.max(0, Math.round(clock.nowMs() - startedAtMs))
        catalog.commitFact({ kind: 'prune-finished', jobId, replicaId, ...done, durationMs })
      },
      useOf(parts, input, jobId),
    )
  }
}

/** Copies that were removed and can still come back, removed last first. */
export function listTrashOf({ session }: CleaningParts, replicaId: ReplicaId): Promise<TrashedCopyShown[]> {
  return session.withVault(
    async (vault) => {
      // Where nothing may be removed without the owner's key, a copy that came back leaves its entry behind.
      const back = new Set((await vault.listSnapshots()).map(({ id }) => id))
      return (await listTrash(vault))
        .filter(({ snapshot }) => !back.has(snapshot.id))
        .map(({ removedAtMs, snapshot }) => ({
          copyId: copyIdSchema.parse(snapshot.id),
          takenAtMs: Date.parse(snapshot.time) || 0,
          removedAtMs,
          keptUntilMs: removedAtMs + TRASH_DAYS * DAY_MS,
        }))
    },
    { replicaId },
  )
}

/** Brings one back into the list, and into the catalogue. Throws VAULT_109 when it is not in the trash, VAULT_105 when parts of it are gone. */
export async function restoreTrashed(
  { session, catalog, log }: CleaningParts,
  { replicaId, copyId }: { readonly replicaId: ReplicaId; readonly copyId: CopyId },
  signal: AbortSignal,
): Promise<void> {
  await session.withVault(
    async (vault) => {
      await underSharedLock(vault, () => restoreFromTrash(vault, copyId))
      await noteHoldings(catalog, vault)
    },
    { replicaId },
  )
  catalog.commitFact({ kind: 'trash-restored', replicaId })
  await alignCatalog(session, catalog, log, signal)
}

async function underSharedLock<T>(vault: Vault, work: () => Promise<T>): Promise<T> {
  const lock = await vault.lock('shared')
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

/** Throws RET_106 where the owner's key is needed and nothing knows it any more. */
function useOf(
  { session, keys }: CleaningParts,
  { replicaId, withOwnersKey }: Retention | Prune,
  jobId: JobContext['jobId'],
): VaultUse {
  if (withOwnersKey) return { replicaId, cleaningKey: keys.of(jobId) }
  requireNoKey(session, replicaId)
  return { replicaId }
}

/** Throws RET_106 for a place that nothing is removed from without the owner's key. */
export function requireNoKey(session: Session, replicaId: ReplicaId): void {
  const { vault, replicas } = session.requireSettings()
  const found = [vault, ...replicas].find(({ id }) => id === replicaId)
  if (found && cleaningKeyUse(found.place) === 'always') fail('RET_106')
}

const requestOf = ({ planTag, retention }: Settings): RetentionRequest => ({ planTag, policy: retention })

/** A check counts as a proof of all copies while nothing in it is damaged or overdue. */
function healthOf({ catalog, brakes }: CleaningParts, replicaId: ReplicaId): CleaningHealth {
  const newest = lastProofOf(catalog, replicaId)
  const isSound = newest !== undefined && newest.problems === 0 && !newest.isExpired
  return { lastProofAtMs: isSound ? newest.atMs : null, brakes: brakes() }
}
