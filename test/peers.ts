import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Stock restic as a test peer: the oldest version we promise to agree with, and a current one. */
export type Peer = 'restic-0.14' | 'restic-current'

const VARIABLES: Record<Peer, string> = {
  'restic-0.14': 'SALVAGUARDA_RESTIC_0_14',
  'restic-current': 'SALVAGUARDA_RESTIC_CURRENT',
}

export const peers: readonly Peer[] = ['restic-0.14', 'restic-current']

/** Path of a peer's binary. Throws when it is not there: a comparison that cannot run has failed, it is not skipped. */
export const resticPath = (peer: Peer): string => {
  const path = process.env[VARIABLES[peer]] ?? join(import.meta.dirname, '..', '.cache', 'peers', peer, 'restic')
  if (!existsSync(path))
    throw new Error(
      `${peer} is missing (${path}). Run "node build/scripts/peers.mjs" on Debian, or set ${VARIABLES[peer]} to a restic binary of that version.`,
    )
  return path
}
