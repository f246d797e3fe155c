// Obtains the programs that tests compare with or speak to, from Debian's own suites, unpacked into .cache/peers without
// touching the system: stock restic, the oldest we promise (0.14) and a current one, and rclone, whose servers stand for
// places on a network.
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
    program: 'restic',
    variable: 'SALVAGUARDA_RESTIC_0_14',
    suites: ['bookworm'],
    fits: (v) => v[0] === 0 && v[1] === 14,
  },
  {
    name: 'restic-current',
    program: 'restic',
    variable: 'SALVAGUARDA_RESTIC_CURRENT',
    suites: ['sid', 'trixie'],
    fits: (v) => v[0] > 0 || v[1] >= 18,
  },
  {
    name: 'rclone-current',
    program: 'rclone',
    variable: 'SALVAGUARDA_RCLONE',
    suites: ['sid', 'trixie'],
    fits: (v) => v[0] > 1 || v[1] >= 60,
  },
]

export const peerPath = (peer) => process.env[peer.variable] ?? join(CACHE, 'peers', peer.name, peer.program)

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
  const { name, program } = peer
  const binary = join(await unpackFromSuite(suite, program), 'usr', 'bin', program)
  const version = await versionOf(program, binary)
  if (!peer.fits(version)) throw new SetupError(`${suite} has ${program} ${version.join('.')}, which is not ${name}`)
  const folder = join(CACHE, 'peers', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await copyFile(binary, join(folder, `${program}.part`))
  renameSync(join(folder, `${program}.part`), join(folder, program))
}

async function versionOf(program, binary) {
  const { stdout } = await capture(binary, ['version'])
  const numbers = new RegExp(`^${program} v?(\\d+)\\.(\\d+)\\.(\\d+)`).exec(stdout)
  if (!numbers) throw new SetupError(`cannot read ${program}'s version from: ${stdout.trim()}`)
  return numbers.slice(1).map(Number)
}
