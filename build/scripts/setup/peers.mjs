// Obtains stock restic as a test peer: the oldest we promise (0.14) and a current one, from Debian's own suites,
// unpacked into .cache/peers without touching the system.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { capture } from './command.mjs'
import { CACHE } from './paths.mjs'
import { clearPrivateApt, unpackFromSuite } from './private-apt.mjs'
import { SetupError, say } from './say.mjs'

export const PEERS = [
  {
    name: 'restic-0.14',
    variable: 'SALVAGUARDA_RESTIC_0_14',
    suites: ['bookworm'],
    fits: (v) => v[0] === 0 && v[1] === 14,
  },
  {
    name: 'restic-current',
    variable: 'SALVAGUARDA_RESTIC_CURRENT',
    suites: ['sid', 'trixie'],
    fits: (v) => v[0] > 0 || v[1] >= 18,
  },
]

export const peerPath = (peer) => process.env[peer.variable] ?? join(CACHE, 'peers', peer.name, 'restic')

/** Makes the peers that are missing. Returns the ones that could not be had, with the reason: their tests must fail. */
export async function ensurePeers() {
  const missing = PEERS.filter((peer) => !existsSync(peerPath(peer)))
  const failed = []
  for (const peer of missing) {
    say(`getting ${peer.name} from Debian as a test peer`)
    try {
      await fetchPeer(peer)
    } catch (cause) {
      failed.push({ peer, reason: cause.message })
    }
  }
  clearPrivateApt()
  return failed
}

async function fetchPeer(peer) {
  const reasons = []
  for (const suite of peer.suites) {
    try {
      return await fetchFrom(peer, suite)
    } catch (cause) {
      reasons.push(`${suite}: ${cause.message}`)
    }
  }
  throw new SetupError(reasons.join('\n'))
}

async function fetchFrom(peer, suite) {
  const binary = join(await unpackFromSuite(suite, 'restic'), 'usr', 'bin', 'restic')
  const version = await resticVersion(binary)
  if (!peer.fits(version)) throw new SetupError(`${suite} has restic ${version.join('.')}, which is not ${peer.name}`)
  const folder = join(CACHE, 'peers', peer.name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await copyFile(binary, join(folder, 'restic.part'))
  renameSync(join(folder, 'restic.part'), join(folder, 'restic'))
}

async function resticVersion(binary) {
  const { stdout } = await capture(binary, ['version'])
  const numbers = /^restic (\d+)\.(\d+)\.(\d+)/.exec(stdout)
  if (!numbers) throw new SetupError(`cannot read restic's version from: ${stdout.trim()}`)
  return numbers.slice(1).map(Number)
}
