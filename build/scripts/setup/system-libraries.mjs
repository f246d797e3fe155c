// Sees to the programs and libraries of a Linux system that a command needs and npm cannot bring.
import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { capture, quietly } from './command.mjs'
import { isLinux } from './paths.mjs'
import { SetupError, say } from './say.mjs'

const library = (soname, ...debian) => ({ kind: 'library', name: soname, debian })
const program = (name, ...debian) => ({ kind: 'program', name, debian })
const font = (name, ...debian) => ({ kind: 'font', name, debian })
/** A program that lies in a folder of its version, off the PATH. */
const versioned = (name, parent, below, ...debian) => ({ kind: 'versioned', name, parent, below, debian })

/** By purpose. Debian renamed some packages in its 64-bit time change: the first name its archive knows is taken. */
const REQUIREMENTS = {
  electron: [
    library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
    library('libnss3.so', 'libnss3'),
    library('libasound.so.2', 'libasound2t64', 'libasound2'),
    library('libgbm.so.1', 'libgbm1'),
    library('libXss.so.1', 'libxss1'),
    library('libXtst.so.6', 'libxtst6'),
    library('libsecret-1.so.0', 'libsecret-1-0'),
    library('libnotify.so.4', 'libnotify4'),
  ],
  unzip: [program('unzip', 'unzip')],
  display: [
    program('Xvfb', 'xvfb'),
    font('DejaVuSans.ttf', 'fonts-dejavu-core'),
    font('NotoColorEmoji.ttf', 'fonts-noto-color-emoji'),
  ],
  // what stands around a window on a person's desktop: whoever shows notifications, and a panel with its tray
  desk: [
    program('dunst', 'dunst'),
    program('xfce4-panel', 'xfce4-panel'),
    program('xfconf-query', 'xfconf'),
    program('xdotool', 'xdotool'),
    program('scrot', 'scrot'),
  ],
  keyring: [
    program('dbus-daemon', 'dbus-daemon', 'dbus'),
    program('gnome-keyring-daemon', 'gnome-keyring'),
    program('gdbus', 'libglib2.0-bin'),
  ],
  // real servers for the connectors' tests, which start them themselves
  databases: [
    versioned('postgres', '/usr/lib/postgresql', 'bin', 'postgresql'),
    program('mariadbd', 'mariadb-server-core'),
    program('mariadb-dump', 'mariadb-client'),
    program('firebird', 'firebird3.0-server', 'firebird4.0-server'),
    program('gbak', 'firebird3.0-utils', 'firebird4.0-utils'),
  ],
  // a real SFTP server for its backend's tests, and a way to give it accounts that the system does not have
  sftp: [program('sshd', 'openssh-server'), library('libnss_wrapper.so', 'libnss-wrapper')],
}

/** Purposes whose packages would start a service of their own. */
const WITH_SERVICES = new Set(['databases', 'sftp'])

/** Debian asks this file whether a package may start its service. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'
const NO_SERVICE = '#!/bin/sh\nexit 101\n'

/** @param {readonly (keyof typeof REQUIREMENTS)[]} purposes */
export async function ensureSystemLibraries(purposes) {
  if (!isLinux) return
  const missing = await findMissing(purposes)
  if (missing.length === 0) return
  const what = missing.map((requirement) => requirement.name).join(', ')
  if (!existsSync('/etc/debian_version') || !onPath('apt-get'))
    throw new SetupError(`this system lacks: ${what}\nInstall them with its package manager and run again.`)
  if (process.getuid?.() !== 0) {
    const packages = await debianNames(missing)
    throw new SetupError(
      `this system lacks: ${what}\nRun this once, then start again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}\n`,
    )
  }
  say(`installing from Debian: ${what}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' }
  // an unreachable third-party source makes update complain; whether the packages themselves come is what counts
  await capture('apt-get', ['update'], { env })
  const packages = await debianNames(missing)
  const install = () => quietly('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env })
  await (purposes.some((purpose) => WITH_SERVICES.has(purpose)) ? withoutServices(install) : install())
  const still = await findMissing(purposes)
  if (still.length > 0)
    throw new SetupError(`Debian's packages did not bring: ${still.map(({ name }) => name).join(', ')}`)
}

/** A computer on which tests ran must not be left with servers that nobody asked for. */
async function withoutServices(install) {
  if (existsSync(SERVICE_POLICY)) return install()
  writeFileSync(SERVICE_POLICY, NO_SERVICE, { mode: 0o755 })
  try {
    return await install()
  } finally {
    rmSync(SERVICE_POLICY, { force: true })
  }
}

async function findMissing(purposes) {
  const libraries = await knownLibraries()
  return purposes
    .flatMap((purpose) => REQUIREMENTS[purpose])
    .filter((requirement) => {
      const { kind, name } = requirement
      if (kind === 'library') return !libraries.has(name)
      if (kind === 'font') return !hasFont(name)
      return kind === 'program' ? !onPath(name) : !hasVersion(requirement)
    })
}

async function knownLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file))
  const names = new Set()
  if (ldconfig) {
    const { stdout } = await capture(ldconfig, ['-p'])
    for (const line of stdout.split('\n')) names.add(line.trim().split(' ')[0])
    return names
  }
  for (const folder of [
    '/usr/lib',
    '/usr/lib64',
    `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
  ])
    if (existsSync(folder)) for (const name of readdirSync(folder)) names.add(name)
  return names
}

function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/bin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const hasVersion = ({ name, parent, below }) =>
  existsSync(parent) && readdirSync(parent).some((version) => existsSync(join(parent, version, below, name)))

function hasFont(name) {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts']
  while (folders.length > 0) {
    const folder = folders.pop()
    if (!folder || !existsSync(folder)) continue
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === name) return true
      if (entry.isDirectory()) folders.push(join(folder, entry.name))
    }
  }
  return false
}

async function debianNames(missing) {
  const names = []
  for (const { debian } of missing) {
    let chosen = debian[debian.length - 1]
    for (const name of debian) {
      const { stdout } = await capture('apt-cache', ['policy', name])
      if (!/^ {2}Candidate: (?!\(none\))/m.test(stdout)) continue
      chosen = name
      break
    }
    names.push(chosen)
  }
  return [...new Set(names)]
}
