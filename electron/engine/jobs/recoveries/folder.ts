import os from 'node:os'
import path from 'node:path'
import type { Clock } from '#engine/kernel/index.ts'

/** A dated folder among the person's own documents, where nothing of the clinic's system looks. */
export function proposeRecoveryFolder(clock: Clock, home = os.homedir()): string {
  const today = new Date(clock.nowMs())
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((n) => String(n).padStart(2, '0'))
    .join('-')
  return path.join(home, 'Recuperados', day)
}
