import { createHash } from 'node:crypto'
import {
  moveToTrash,
  readUnderLock,
  requireTrash,
  type Snapshot,
  timestampNs,
  type Vault,
  type VaultLock,
} from '#engine/vault/index.ts'
import { type Approval, isByTwoPeople } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { keepOnlyHolders } from './only-holders.ts'
import { planRetention } from './plan.ts'
import { judgeRetention, refusalCodes } from './refusals.ts'
import type { CleaningHealth, RetentionPlan, RetentionRequest, ShownRetentionPlan } from './types.ts'

/** What somebody agreed to is not what they would agree to days later. */
const PLAN_HOLDS_MS = 86_400_000

export type RetentionRun = {
  readonly nowMs: number
  readonly health: CleaningHealth
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

/**
 * Says what cleaning old copies would do, to be shown before anybody agrees. Changes nothing.
 *
 * Throws VAULT_105 and VAULT_107 when a copy does not read, VAULT_106 while somebody cleans, DEST_114 where there is no trash, DEST_….
 */
export async function planVaultRetention(
  vault: Vault,
  request: RetentionRequest,
  run: RetentionRun,
): Promise<ShownRetentionPlan> {
  requireTrash(vault)
  return readUnderLock(vault, run.signal, async (stop) => {
    const plan = await planUnderLock(vault, request, run.nowMs, stop)
    return {
      ...plan,
      request,
      plannedAtMs: run.nowMs,
      fingerprint: fingerprintOf(plan, request, run.nowMs),
      refusals: judgeRetention(plan, run.health, run.nowMs),
    }
  })
}

/**
 * Moves the copies of a shown plan to the trash, where they stay for 30 days. Copies made since the plan are left alone.
 *
 * Throws RET_102 without two people, RET_103 when the plan is older than a day or would come out otherwise now, RET_101, RET_104 or RET_105
 * when it must not be carried out; nothing is removed then. Interrupted, it has removed some of what was agreed to, and nothing else.
 */
export async function applyRetention(
  vault: Vault,
  shown: Pick<ShownRetentionPlan, 'fingerprint' | 'plannedAtMs' | 'request'>,
  approval: Approval,
  run: RetentionRun,
): Promise<{ readonly trashed: number }> {
  if (approval.fingerprint !== shown.fingerprint) fail('RET_103')
  if (!isByTwoPeople(approval)) fail('RET_102')
  if (shown.plannedAtMs > run.nowMs || run.nowMs - shown.plannedAtMs > PLAN_HOLDS_MS) fail('RET_103')
  const lock = await vault.lock('exclusive')
  try {
    const plan = await planUnderLock(vault, shown.request, shown.plannedAtMs, run.signal)
    if (fingerprintOf(plan, shown.request, shown.plannedAtMs) !== shown.fingerprint) fail('RET_103')
    const [refusal] = judgeRetention(plan, run.health, run.nowMs)
    if (refusal) fail(refusalCodes[refusal])
    return await moveAll(vault, plan, lock, run)
  } finally {
    await lock.release()
  }
}

async function moveAll(vault: Vault, { remove }: RetentionPlan, lock: VaultLock, run: RetentionRun) {
  let done = 0
  for (const { copyId } of remove.toReversed()) {
    run.signal?.throwIfAborted()
    lock.lost.throwIfAborted()
    await moveToTrash(vault, copyId)
    done += 1
    run.onProgress?.({ done, total: remove.length })
  }
  return { trashed: done }
}

/** As the vault is, but without copies taken after `nowMs`: a plan stays the same while new copies come. */
async function planUnderLock(
  vault: Vault,
  request: RetentionRequest,
  nowMs: number,
  signal: AbortSignal | undefined,
): Promise<RetentionPlan> {
  const snapshots = new Map<string, Snapshot>()
  for (const snapshot of await vault.listSnapshots()) snapshots.set(snapshot.id, snapshot)
  const copies = [...snapshots.values()]
    .map(({ id, time, tags = [] }) => ({ copyId: id, takenAtMs: Number((timestampNs(time) ?? 0n) / 1_000_000n), tags }))
    .filter(({ takenAtMs }) => takenAtMs <= nowMs)
  await vault.loadIndex()
  return keepOnlyHolders(vault, planRetention(copies, request, nowMs), snapshots, signal)
}

function fingerprintOf({ keep, remove }: RetentionPlan, request: RetentionRequest, plannedAtMs: number): string {
  return createHash('sha256').update(JSON.stringify({ keep, remove, request, plannedAtMs })).digest('hex')
}
