// Obtains stock restic as a test peer: the oldest we promise (0.14) and a current one, from Debian's own suites,
// unpacked into .cache/peers without touching the system. apt checks Debian's signatures.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { capture, quietly } from './command.mjs'
import { debianSource } from './debian-sources.mjs'
import { CACHE, isLinux } from './paths.mjs'
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
  rmSync(join(CACHE, 'peers', '.apt'), { recursive: true, force: true })
  return failed
}

async function fetchPeer(peer) {
  const source = isLinux ? debianSource() : null
  if (!source) throw new SetupError('this machine has no Debian source in /etc/apt')
  const reasons = []
  for (const suite of peer.suites) {
    try {
      return await fetchFrom(peer, source, suite)
    } catch (cause) {
      reasons.push(`${suite}: ${cause.message}`)
    }
  }
  throw new SetupError(reasons.join('\n'))
}

async function fetchFrom(peer, source, suite) {
  const work = join(CACHE, 'peers', '.apt', suite)
  rmSync(work, { recursive: true, force: true })
  for (const folder of ['lists/partial', 'cache/archives/partial', 'deb', 'root'])
    mkdirSync(join(work, folder), { recursive: true })
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${source.signedBy}] ${source.uri} ${suite} main\n`)
  writeFileSync(join(work, 'status'), '')
  const apt = Object.entries({
    'Dir::Etc::sourcelist': join(work, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(work, 'lists'),
    'Dir::State::status': join(work, 'status'),
    'Dir::Cache': join(work, 'cache'),
    'Acquire::Languages': 'none',
    // the private folders belong to whoever runs this, which apt's own download user cannot read
    'APT::Sandbox::User': '',
  }).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  await quietly('apt-get', [...apt, 'update'])
  await quietly('apt-get', [...apt, 'download', 'restic'], { cwd: join(work, 'deb') })
  const deb = readdirSync(join(work, 'deb')).find((name) => name.endsWith('.deb'))
  if (!deb) throw new SetupError(`apt downloaded nothing from ${suite}`)
  await quietly('dpkg-deb', ['-x', join(work, 'deb', deb), join(work, 'root')])
  const binary = join(work, 'root', 'usr', 'bin', 'restic')
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
