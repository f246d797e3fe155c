/** A lock this process holds right now. */
export type HeldLock = { release(): Promise<void> }

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM'] as const
const RELEASE_PATIENCE_MS = 5000

const held = new Set<HeldLock>()
/** Files of locks that are ours: a same-numbered process before us may have left others. */
const ownFiles = new Set<string>()

/** `restic unlock` asks by SIGHUP whether the process in a lock is alive; without a handler that ends Node. */
const stayAlive = () => undefined

/** Ends the process as the signal would have, once no lock of ours is left behind; somebody else's handler comes first. */
function leaveCleanly(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  const patience = new Promise((resolve) => setTimeout(resolve, RELEASE_PATIENCE_MS).unref())
  void Promise.race([releaseAllLocks(), patience]).finally(() => {
    process.off(signal, leaveCleanly)
    process.kill(process.pid, signal)
  })
}

export function holdLock(lock: HeldLock): void {
  if (held.size === 0) {
    process.on('SIGHUP', stayAlive)
    for (const signal of ENDING_SIGNALS) process.on(signal, leaveCleanly)
  }
  held.add(lock)
}

export function dropLock(lock: HeldLock): void {
  if (!held.delete(lock) || held.size > 0) return
  process.off('SIGHUP', stayAlive)
  for (const signal of ENDING_SIGNALS) process.off(signal, leaveCleanly)
}

export function claimLockFile(id: string): void {
  ownFiles.add(id)
}

export function disclaimLockFile(id: string): void {
  ownFiles.delete(id)
}

export function isOwnLockFile(id: string): boolean {
  return ownFiles.has(id)
}

/** Gives up every lock of this process: for the way out, after work has stopped. Never throws. */
export async function releaseAllLocks(): Promise<void> {
  await Promise.allSettled([...held].map((lock) => lock.release()))
}
