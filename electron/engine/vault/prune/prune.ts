import { type Approval, isByTwoPeople } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { coreOf } from '../core.ts'
import { readUnderLock } from '../read-under-lock.ts'
import type { Vault, VaultLock } from '../types.ts'
import { CarryOut } from './carry-out.ts'
import { decide } from './decide.ts'
import { keepReserve, RESERVE_BYTES, releaseReserve } from './reserve.ts'
import { stillProtected } from './still-protected.ts'
import type { PruneOptions, PruneOutcome, PrunePlan, PruneRun } from './types.ts'

/** A removed copy stays alive for this long, whatever anybody asks. */
const LEAST_TRASH_DAYS = 30
/** With less room than this even a lock may not fit. */
const SCARCE_BYTES = RESERVE_BYTES

/**
 * What cleaning the vault would give back: packs that no copy needs, and none that is in the trash for less than 30 days. Changes nothing.
 *
 * Throws VAULT_105 and VAULT_107 when anything a copy needs is missing or does not read: nothing is cleaned around damage. VAULT_106, DEST_….
 */
export async function planPrune(
  vault: Vault,
  options: Partial<PruneOptions> = {},
  run: PruneRun = {},
): Promise<PrunePlan> {
  const core = coreOf(vault)
  // Takes no lock on a disk too full for one: that is the disk that needs a plan most.
  return readUnderLock(vault, run.signal, async (stop) => {
    const proceed = () => stop.throwIfAborted()
    const decision = await decide(core, completed(options), core.clock.nowMs(), proceed)
    return { ...decision.plan, later: await stillProtected(core, decision, proceed) }
  })
}

/**
 * Cleans the vault as planned. After every step of it the vault is whole; run again after a crash, it goes on.
 *
 * Throws RET_102 without two people, RET_101 for a plan with refusals, RET_103 when the vault is not any more what was planned for,
 * and what `planPrune` throws; VAULT_103 in a vault of version 1.
 */
export async function applyPrune(
  vault: Vault,
  plan: Pick<PrunePlan, 'fingerprint' | 'plannedAtMs'> & { readonly options?: Partial<PruneOptions> },
  approval: Approval,
  run: PruneRun = {},
): Promise<PruneOutcome> {
  const core = coreOf(vault)
  if (core.config.version !== 2) fail('VAULT_103', { version: core.config.version })
  if (approval.fingerprint !== plan.fingerprint) fail('RET_103')
  if (!isByTwoPeople(approval)) fail('RET_102')
  const freeBytes = await core.backend.freeBytes()
  if (freeBytes !== undefined && freeBytes < SCARCE_BYTES) await releaseReserve(core.backend)
  const lock = await vault.lock('exclusive')
  const proceed = stopper(run, lock)
  try {
    // Decided again from what is there now: the plan says what people agreed to, not what the vault holds.
    const nowMs = Math.min(plan.plannedAtMs, core.clock.nowMs())
    const decision = await decide(core, completed(plan.options ?? {}), nowMs, proceed)
    if (decision.plan.fingerprint !== plan.fingerprint) fail('RET_103')
    if (decision.plan.refusals.length > 0) fail('RET_101')
    return await new CarryOut(core, decision, proceed, run.onProgress ?? (() => undefined)).run()
  } finally {
    await lock.release()
    // Cleaning is done or told of; a reserve that cannot be made now is made after the next copy.
    await keepReserve(core.backend, run.reserveBytes).catch(() => false)
  }
}

function completed(options: Partial<PruneOptions>): PruneOptions {
  return {
    keepTrashDays: Math.max(LEAST_TRASH_DAYS, options.keepTrashDays ?? 0),
    maxUnusedFraction: options.maxUnusedFraction ?? 0.05,
    allowMoreThanHalf: options.allowMoreThanHalf ?? false,
  }
}

function stopper({ signal }: PruneRun, lock: VaultLock): () => void {
  return () => {
    signal?.throwIfAborted()
    lock.lost.throwIfAborted()
  }
}
