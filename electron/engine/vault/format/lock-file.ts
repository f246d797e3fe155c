import { z } from 'zod'
import { readJson } from './document.ts'
import { encodeGoJson } from './json.ts'
import { orAbsent, timestampSchema, u32Schema } from './schemas.ts'
import { timestampNs } from './time.ts'

/** Who is at work in a vault (restic-format 9). */
export type LockDocument = {
  readonly time: string
  readonly exclusive: boolean
  readonly hostname: string
  readonly username: string
  readonly pid: number
  readonly uid?: number
  readonly gid?: number
}

const lockSchema = z.object({
  time: timestampSchema,
  exclusive: orAbsent(z.boolean()),
  hostname: orAbsent(z.string()),
  username: orAbsent(z.string()),
  // `-0` is a number for Go, and the same one.
  pid: orAbsent(z.int().transform((pid) => pid + 0)),
  uid: orAbsent(u32Schema),
  gid: orAbsent(u32Schema),
})

export function encodeLock(lock: LockDocument): string {
  const { time, exclusive, hostname, username, pid, uid, gid } = lock
  return encodeGoJson({ time, exclusive, hostname, username, pid, uid: uid || undefined, gid: gid || undefined })
}

/** Reads a lock; undefined when it does not say what it is. */
export function decodeLock(json: string): LockDocument | undefined {
  const lock = readJson(lockSchema, json)
  if (!lock) return undefined
  const { time, exclusive = false, hostname = '', username = '', pid = 0 } = lock
  return { time, exclusive, hostname, username, pid }
}

/** Milliseconds since 1970 at which a lock was last known to be alive. */
export function lockTimeMs(lock: LockDocument): number {
  return Number((timestampNs(lock.time) ?? 0n) / 1_000_000n)
}
