import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { readDocument } from '../documents.ts'
import { decodeLock, type LockDocument, lockTimeMs } from '../format/lock-file.ts'
import type { Id } from '../types.ts'
import { isOwnLockFile } from './held-locks.ts'
import { isProcessAlive, type ProcessIdentity } from './this-process.ts'

/** After this long without a refresh a lock is dead, as `restic unlock` has it. */
export const STALE_AFTER_MS = 30 * 60_000
/** No honest clock is this far ahead: waiting until such a lock grows old would shut the clinic out for as long. */
const TOO_FAR_AHEAD_MS = 24 * 60 * 60_000

export type FoundLock =
  | { readonly kind: 'lock'; readonly id: Id; readonly lock: LockDocument }
  /** Bytes that say nothing: restic of today waits for them, so must we before we remove anything. */
  | { readonly kind: 'unreadable'; readonly id: Id }

/** All locks in the vault but the named ones. Empty files are what an interrupted system leaves: passed over, as restic does. */
export async function listLocks(core: VaultCore, except: ReadonlySet<Id>): Promise<readonly FoundLock[]> {
  const found: FoundLock[] = []
  for (const { name: id } of await core.backend.list('lock')) {
    if (except.has(id)) continue
    const document = await readDocument(core, 'lock', id)
    if (document.kind === 'missing' || document.kind === 'empty') continue
    const lock = document.kind === 'document' ? decodeLock(document.json) : undefined
    found.push(lock ? { kind: 'lock', id, lock } : { kind: 'unreadable', id })
  }
  return found
}

/**
 * Removes locks whose holder cannot be at work any more: 30 minutes without a refresh, or a process of this machine that is gone.
 *
 * Gives those that are left. restic itself never does this; a clinic must not be locked out by yesterday's power cut.
 */
export async function removeDeadLocks(
  core: VaultCore,
  self: ProcessIdentity,
  locks: readonly FoundLock[],
): Promise<readonly FoundLock[]> {
  const alive: FoundLock[] = []
  for (const found of locks) {
    if (found.kind === 'unreadable' || !isDead(found, self, core.clock.nowMs())) {
      alive.push(found)
      continue
    }
    core.log.warn('vault.dead-lock-removed', { lock: found.id })
    await core.backend.remove({ kind: 'lock', name: found.id })
  }
  return alive
}

function isDead({ id, lock }: Extract<FoundLock, { kind: 'lock' }>, self: ProcessIdentity, nowMs: number): boolean {
  if (isOwnLockFile(id)) return false
  const ageMs = nowMs - lockTimeMs(lock)
  if (ageMs > STALE_AFTER_MS || ageMs < -TOO_FAR_AHEAD_MS) return true
  if (lock.hostname !== self.hostname) return false
  // Our own number in a lock that is not ours: the process that had it before us is gone.
  return lock.pid === self.pid || !isProcessAlive(lock.pid)
}

/** Throws VAULT_106 when one of the locks rules the mode out. */
export function refuseConflict(core: VaultCore, mode: 'shared' | 'exclusive', locks: readonly FoundLock[]): void {
  for (const found of locks) {
    const isInTheWay = mode === 'exclusive' || (found.kind === 'lock' && found.lock.exclusive)
    if (isInTheWay) fail('VAULT_106')
    if (found.kind === 'unreadable') core.log.warn('vault.unreadable-lock', { lock: found.id })
  }
}
