import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Stock restic as a test peer: the oldest version we promise to agree with, and a current one. */
export type Peer = 'restic-0.14' | 'restic-current'
type PeerName = Peer | 'rclone-current'

const VARIABLES: Record<PeerName, string> = {
  'restic-0.14': 'SALVAGUARDA_RESTIC_0_14',
  'restic-current': 'SALVAGUARDA_RESTIC_CURRENT',
  'rclone-current': 'SALVAGUARDA_RCLONE',
}

export const peers: readonly Peer[] = ['restic-0.14', 'restic-current']

/** Path of a peer's binary. Throws when it is not there: a comparison that cannot run has failed, it is not skipped. */
export const resticPath = (peer: Peer): string => peerPath(peer, 'restic')

/** Path of a current rclone, whose servers stand for places on a network. Throws when it is not there. */
export const rclonePath = (): string => peerPath('rclone-current', 'rclone')

function peerPath(peer: PeerName, program: string): string {
  const path = process.env[VARIABLES[peer]] ?? join(import.meta.dirname, '..', '.cache', 'peers', peer, program)
  if (!existsSync(path))
    throw new Error(
      `${peer} is missing (${path}). Run "node build/scripts/peers.mjs" on Debian, or set ${VARIABLES[peer]} to a ${program} of that version.`,
    )
  return path
}
