// Fetches programs from one Debian suite into a folder of ours, without touching the system: a private apt with its own
// lists, that believes nothing is installed. apt checks Debian's signatures.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quietly } from './command.mjs'
import { debianSource } from './debian-sources.mjs'
import { CACHE, isLinux } from './paths.mjs'
import { SetupError } from './say.mjs'

const WORK = join(CACHE, 'peers', '.apt')

export const clearPrivateApt = () => rmSync(WORK, { recursive: true, force: true })

/**
 * Unpacks a package of a suite, or several. With `needs` everything they need comes too, but for the packages whose names `leaveOut` matches.
 * @param {string | readonly string[]} wanted
 * @returns {Promise<string>} the folder that stands for `/`
 */
export async function unpackFromSuite(suite, wanted, { needs = false, leaveOut = /^$/ } = {}) {
  const source = isLinux ? debianSource() : null
  if (!source) throw new SetupError('this machine has no Debian source in /etc/apt')
  const asked = [wanted].flat()
  const work = join(WORK, `${suite}-${asked[0]}`)
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
    'APT::Install-Recommends': 'false',
    // the private folders belong to whoever runs this, which apt's own download user cannot read
    'APT::Sandbox::User': '',
  }).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  await quietly('apt-get', [...apt, 'update'])
  const names = needs ? await namesNeeded(apt, asked, leaveOut) : asked
  await quietly('apt-get', [...apt, 'download', ...names], { cwd: join(work, 'deb') })
  const debs = readdirSync(join(work, 'deb')).filter((file) => file.endsWith('.deb'))
  if (debs.length < names.length) throw new SetupError(`apt downloaded ${debs.length} of ${names.length} packages`)
  for (const deb of debs) await quietly('dpkg-deb', ['-x', join(work, 'deb', deb), join(work, 'root')])
  return join(work, 'root')
}

/** What apt would install on a machine that has nothing; it only says so, it does nothing. */
async function namesNeeded(apt, asked, leaveOut) {
  const plan = await quietly('apt-get', [...apt, '--simulate', 'install', ...asked])
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found]) => found)
  return names.filter((found) => !leaveOut.test(found))
}
