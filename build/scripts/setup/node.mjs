// Finds a Node new enough for our scripts and the engine; where the system's is too old, one is kept in .cache/node.
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from './command.mjs'
import { CACHE, isWindows } from './paths.mjs'
import { SetupError, say } from './say.mjs'
import { fetchTarball, unpack } from './tarball.mjs'

const VERSION = '24.21.0'
const PACKAGES = {
  'linux-x64': 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64': 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  'win32-x64': 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
}

/** zstd in node:zlib, better-sqlite3's Node-API and running .ts files as they are: Node 22.18 and 24 have all three. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 18)
}

/** @returns {Promise<string>} path of the Node binary to run everything with */
export async function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const home = join(CACHE, 'node')
  const binary = join(home, 'bin', isWindows ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  const platform = `${process.platform}-${process.arch}`
  const integrity = PACKAGES[platform]
  if (!integrity)
    throw new SetupError(`Node ${process.versions.node} is too old here; install Node.js 24 (nodejs.org) and run again`)
  say(`getting Node ${VERSION} (the system's is ${process.versions.node})`)
  const name = `node-${platform.replace('win32', 'win')}`
  const tarball = await fetchTarball(process.execPath, { name, version: VERSION, integrity }, CACHE)
  const fresh = `${home}.new`
  rmSync(fresh, { recursive: true, force: true })
  await unpack(tarball, fresh)
  const tried = await capture(join(fresh, 'bin', isWindows ? 'node.exe' : 'node'), ['--version'])
  if (tried.stdout.trim() !== `v${VERSION}`)
    throw new SetupError(`the fetched Node does not run on this system; install Node.js 24 yourself\n${tried.stderr}`)
  rmSync(home, { recursive: true, force: true })
  renameSync(fresh, home)
  rmSync(tarball)
  return binary
}
