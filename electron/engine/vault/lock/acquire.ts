import { AppError } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { writeDocument } from '../documents.ts'
import { encodeLock } from '../format/lock-file.ts'
import { timestampFromNs } from '../format/time.ts'
import type { Id, VaultLock } from '../types.ts'
import { claimLockFile, disclaimLockFile, dropLock, holdLock } from './held-locks.ts'
import { listLocks, refuseConflict, removeDeadLocks, STALE_AFTER_MS } from './other-locks.ts'
import { type ProcessIdentity, thisProcess } from './this-process.ts'

export type LockMode = 'shared' | 'exclusive'

/** Two that lock at the same moment see each other after this long. */
const SETTLE_MS = 200
const REFRESH_EVERY_MS = 5 * 60_000
const RETRY_AFTER_MS = 60_000
/** A look at the lock file counts for this long: whoever takes the lock away waits longer before it works. */
const CONFIRMED_FOR_MS = SETTLE_MS / 2
/** Others may remove our lock after 30 minutes, so we stop a while before. */
const LOST_AFTER_MS = STALE_AFTER_MS - 7.5 * 60_000

/**
 * Takes a place at the vault (restic-format 9): dead locks out, conflict looked for, lock written, conflict looked for again.
 *
 * Throws VAULT_106 while somebody else is at work, DEST_….
 */
export async function acquireLock(core: VaultCore, mode: LockMode): Promise<VaultLock> {
  const self = thisProcess()
  refuseConflict(core, mode, await removeDeadLocks(core, self, await listLocks(core, new Set())))
  const id = await writeLock(core, mode, self)
  try {
    await core.clock.sleep(SETTLE_MS)
    refuseConflict(core, mode, await listLocks(core, new Set([id])))
  } catch (error) {
    await removeLock(core, id).catch(() => undefined)
    throw error
  }
  return new KeptLock(core, mode, self, id)
}

async function writeLock(core: VaultCore, mode: LockMode, self: ProcessIdentity): Promise<Id> {
  const time = timestampFromNs(core.clock.nowNs())
  const id = await writeDocument(core, 'lock', encodeLock({ time, exclusive: mode === 'exclusive', ...self }))
  claimLockFile(id)
  return id
}

async function removeLock(core: VaultCore, id: Id): Promise<void> {
  // Not ours any more even when the place refuses: our next lock may then remove it as a dead one.
  disclaimLockFile(id)
  await core.backend.remove({ kind: 'lock', name: id })
}

/** A lock that renews itself until it is released or lost. */
class KeptLock implements VaultLock {
  readonly #core: VaultCore
  readonly #mode: LockMode
  readonly #self: ProcessIdentity
  readonly #lost = new AbortController()
  readonly #released = new AbortController()
  #id: Id
  #refreshedAtMs: number
  #confirmedAtMs: number
  #confirmation: Promise<void> | undefined
  /** The renewal under way, or one that came to nothing. */
  #renewal: Promise<boolean> | undefined
  #renewing: Promise<void> | undefined
  #release: Promise<void> | undefined

  constructor(core: VaultCore, mode: LockMode, self: ProcessIdentity, id: Id) {
    this.#core = core
    this.#mode = mode
    this.#self = self
    this.#id = id
    this.#refreshedAtMs = core.clock.nowMs()
    this.#confirmedAtMs = this.#refreshedAtMs
    holdLock(this)
    core.locks.add(this)
    void this.#keepAlive()
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /**
   * Looks whether the lock still stands, before something is done that it has to protect.
   *
   * Timers stand still while a computer sleeps and its clock goes on, so the clock is asked, not the renewal. Throws VAULT_110, DEST_….
   */
  async confirm(): Promise<void> {
    this.#lost.signal.throwIfAborted()
    const sinceMs = this.#core.clock.nowMs() - this.#confirmedAtMs
    if (sinceMs >= 0 && sinceMs < CONFIRMED_FOR_MS) return
    this.#confirmation ??= this.#look().finally(() => {
      this.#confirmation = undefined
    })
    await this.#confirmation
    this.#lost.signal.throwIfAborted()
  }

  async #look(): Promise<void> {
    const { backend, clock } = this.#core
    const [id, atMs] = [this.#id, clock.nowMs()]
    const isStale = Math.abs(atMs - this.#refreshedAtMs) >= LOST_AFTER_MS
    if (isStale) await this.#renewOnce()
    // A renewal meanwhile has another name for it, and looked itself.
    else if (!(await backend.stat({ kind: 'lock', name: id })) && id === this.#id) this.#lose()
    this.#confirmedAtMs = atMs
  }

  release(): Promise<void> {
    this.#release ??= this.#giveUp()
    return this.#release
  }

  async #giveUp(): Promise<void> {
    this.#released.abort()
    this.#core.locks.delete(this)
    dropLock(this)
    // A renewal under way would leave its new file behind. One that hangs removes it itself when it ends.
    if (this.#renewal && !this.#lost.signal.aborted)
      await Promise.race([this.#renewal, this.#core.clock.sleep(SETTLE_MS)])
    await removeLock(this.#core, this.#id)
  }

  async #keepAlive(): Promise<void> {
    let waitMs = REFRESH_EVERY_MS
    while (await this.#waitWhileHeld(waitMs)) {
      waitMs = (await this.#refreshInTime()) ? REFRESH_EVERY_MS : RETRY_AFTER_MS
      if (this.#released.signal.aborted) return
      if (waitMs === RETRY_AFTER_MS && this.#core.clock.nowMs() - this.#refreshedAtMs >= LOST_AFTER_MS)
        return this.#lose()
    }
  }

  /** False once the lock was released. */
  async #waitWhileHeld(waitMs: number): Promise<boolean> {
    return this.#core.clock.sleep(waitMs, this.#released.signal).then(
      () => true,
      () => false,
    )
  }

  /** Renews the lock; a place that does not answer cannot hold this up beyond the time at which the lock is lost. */
  async #refreshInTime(): Promise<boolean> {
    const leftMs = this.#refreshedAtMs + LOST_AFTER_MS - this.#core.clock.nowMs()
    const renewal = this.#renewOnce().then(
      () => true,
      () => false,
    )
    this.#renewal = renewal
    const patience = new AbortController()
    const outcome = await Promise.race([
      renewal,
      this.#core.clock
        .sleep(Math.max(leftMs, RETRY_AFTER_MS), AbortSignal.any([patience.signal, this.#released.signal]))
        .then(
          () => false,
          () => false,
        ),
    ])
    patience.abort()
    if (outcome) this.#renewal = undefined
    return outcome
  }

  #renewOnce(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  /**
   * A new lock file, then the old one out.
   *
   * A lock of ours that somebody removed, or a rival beside it (after the computer slept), means that it is lost.
   */
  async #renew(): Promise<void> {
    const core = this.#core
    const old = this.#id
    if (!(await core.backend.stat({ kind: 'lock', name: old }))) return this.#lose()
    const fresh = await writeLock(core, this.#mode, this.#self)
    if (this.#released.signal.aborted || this.#lost.signal.aborted) return removeLock(core, fresh)
    if (
      Math.abs(core.clock.nowMs() - this.#refreshedAtMs) >= LOST_AFTER_MS &&
      !(await this.#isUndisputed(old, fresh))
    ) {
      await removeLock(core, fresh).catch(() => undefined)
      return this.#lose()
    }
    this.#id = fresh
    this.#refreshedAtMs = core.clock.nowMs()
    await removeLock(core, old).catch(() => undefined)
  }

  async #isUndisputed(old: Id, fresh: Id): Promise<boolean> {
    try {
      await this.#core.clock.sleep(SETTLE_MS)
      refuseConflict(this.#core, this.#mode, await listLocks(this.#core, new Set([old, fresh])))
      return (await this.#core.backend.stat({ kind: 'lock', name: old })) !== undefined
    } catch {
      return false
    }
  }

  #lose(): void {
    this.#core.log.warn('vault.lock-lost', {})
    this.#released.abort()
    this.#lost.abort(new AppError('VAULT_110'))
  }
}
