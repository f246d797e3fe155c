import { hostname, userInfo } from 'node:os'

/** Who we are, in the words of a lock. */
export type ProcessIdentity = {
  readonly hostname: string
  readonly username: string
  readonly pid: number
  readonly uid?: number
  readonly gid?: number
}

/** This process. A user without a name in the system's books is still a user. */
export function thisProcess(): ProcessIdentity {
  const ids = { ...(process.getuid && { uid: process.getuid() }), ...(process.getgid && { gid: process.getgid() }) }
  return { hostname: hostname(), username: userName(), pid: process.pid, ...ids }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

/** True when a process of this machine has the number now. One of another user counts: it is there. */
export function isProcessAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
