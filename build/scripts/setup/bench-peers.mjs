// What `npm run bench` compares with besides restic: Borg 1.2 with a Python of its own, and GNU time, which reports peak memory.
// Both from Debian 12, unpacked into .cache/peers without touching the system.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, quietly } from './command.mjs'
import { CACHE } from './paths.mjs'
import { clearPrivateApt, unpackFromSuite } from './private-apt.mjs'
import { SetupError, say } from './say.mjs'

const PEERS = join(CACHE, 'peers')
// the C library, and what only an installation of packages would need, stay the system's
const SYSTEMS_OWN = /^(libc6|libgcc-s1|gcc-\d+-base|libcrypt1|dpkg|tar|libselinux1|libpcre2-8-0)$/

const GNU_TIME = { name: 'GNU time', variable: 'SALVAGUARDA_GNU_TIME', install: 'sudo apt-get install time' }
const BORG = {
  name: 'Borg 1.2',
  variable: 'SALVAGUARDA_BORG',
  install: 'sudo apt-get install borgbackup',
}

/**
 * @returns {Promise<{env: Record<string, string>, failed: readonly {name: string, reason: string}[]}>}
 * `env` names the programs found: SALVAGUARDA_GNU_TIME and SALVAGUARDA_BORG.
 */
export async function ensureBenchPeers() {
  const env = {}
  const failed = []
  const attempt = async (what, work) => {
    try {
      Object.assign(env, await work())
    } catch (cause) {
      const remedy = `Install it (${what.install}) and set ${what.variable} to the program.`
      failed.push({ name: what.name, reason: `${cause.message}\n${remedy}` })
    }
  }
  await attempt(GNU_TIME, gnuTime)
  await attempt(BORG, borg)
  clearPrivateApt()
  return { env, failed }
}

async function gnuTime() {
  const ours = join(PEERS, 'time', 'time')
  for (const file of [process.env.SALVAGUARDA_GNU_TIME, '/usr/bin/time', ours])
    if (file && existsSync(file) && (await isGnuTime(file))) return { SALVAGUARDA_GNU_TIME: file }
  say('getting GNU time from Debian to measure with')
  const found = join(await unpackFromSuite('bookworm', 'time'), 'usr', 'bin', 'time')
  if (!(await isGnuTime(found))) throw new SetupError('the program fetched is not GNU time')
  mkdirSync(join(PEERS, 'time'), { recursive: true })
  renameSync(found, ours)
  return { SALVAGUARDA_GNU_TIME: ours }
}

async function isGnuTime(file) {
  const { stdout, stderr } = await capture(file, ['--version'])
  return /GNU/.test(stdout + stderr)
}

async function borg() {
  if (process.env.SALVAGUARDA_BORG) return {}
  const home = join(PEERS, 'borg-1.2')
  const program = join(home, 'borg')
  if (existsSync(program)) return { SALVAGUARDA_BORG: program }
  say('getting Borg 1.2 from Debian to compare with')
  const root = await unpackFromSuite('bookworm', 'borgbackup', { needs: true, leaveOut: SYSTEMS_OWN })
  writeLauncher(root)
  // as installing the packages would have done; else each start of Borg would pay for it
  await quietly(join(root, 'python'), ['-m', 'compileall', '-q', '-f', join(root, 'usr', 'lib')])
  const { stdout, stderr } = await capture(join(root, 'borg'), ['--version'])
  if (!/^borg 1\.2\./.test(stdout)) throw new SetupError(`Borg does not run here: ${stderr.trim() || stdout.trim()}`)
  rmSync(home, { recursive: true, force: true })
  renameSync(root, home)
  return { SALVAGUARDA_BORG: program }
}

/** `python` and `borg` that find their libraries beside them, wherever the folder is moved. */
function writeLauncher(root) {
  const libraries = ['usr/lib', 'lib'].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .filter((name) => name.endsWith('-linux-gnu'))
          .map((name) => `$here/${folder}/${name}`)
      : [],
  )
  const script = (command) => `#!/bin/sh
here=\${0%/*}
export LD_LIBRARY_PATH="${libraries.join(':')}" PYTHONHOME="$here/usr" PYTHONPATH="$here/usr/lib/python3/dist-packages"
exec "$here/usr/bin/python3.11" ${command}"$@"
`
  writeFileSync(join(root, 'python'), script(''), { mode: 0o755 })
  writeFileSync(join(root, 'borg'), script('"$here/usr/bin/borg" '), { mode: 0o755 })
}
