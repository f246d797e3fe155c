// Makes what a clinic installs from the built app in out/, with electron-builder; its settings are in electron-builder.yml.
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureBuild, sourceStamp } from './app-build.mjs'
import { quietly } from './command.mjs'
import { isOfficial } from './electron-runtime.mjs'
import { isLinux, ROOT } from './paths.mjs'
import { SetupError, say } from './say.mjs'

const OUTPUT = join(ROOT, 'dist')
/** The packaged app, as it is after an installation. */
export const PACKAGED = join(OUTPUT, 'linux-unpacked')
/** The same files, but its program lets a test look inside. */
export const PACKAGED_FOR_TESTS = join(OUTPUT, 'for-tests')
export const PROGRAM = 'salvaguarda'
const RECIPE = [
  'electron-builder.yml',
  'build/package',
  'build/lint/rooms.mjs',
  'build/scripts/setup/app-package.mjs',
  'build/scripts/setup/electron-runtime.mjs',
]

/**
 * The packaged app as a folder, and beside it the flavour for tests, unless both are there and fresh. Linux.
 *
 * Needs no network; where the Electron at hand is the stand-in, what it makes is for tests only.
 */
export async function ensurePackage(node, electron) {
  if (!isLinux) throw new SetupError('the folder is made on Linux; elsewhere: npm run package -- --all')
  await ensureBuild(node)
  const stampFile = join(OUTPUT, '.stamp')
  const stamp = `${readFileSync(join(ROOT, 'out', '.stamp'), 'utf8')}\n${sourceStamp(ROOT, RECIPE)}`
  const isThere = [PACKAGED, PACKAGED_FOR_TESTS].every((folder) => existsSync(join(folder, PROGRAM)))
  if (isThere && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return PACKAGED
  say('packaging the app')
  rmSync(stampFile, { force: true })
  rmSync(PACKAGED, { recursive: true, force: true })
  await build(node, ['--linux', 'dir', ...runtimeArgs(electron)], { isStandIn: !isOfficial() })
  await quietly(node, [join(ROOT, 'build', 'package', 'for-tests.mjs'), PACKAGED, PACKAGED_FOR_TESTS, PROGRAM])
  writeFileSync(stampFile, stamp)
  return PACKAGED
}

/** Like ensurePackage, but only tells a failure: the tests that need it say so themselves. */
export async function tryPackage(node, electron) {
  try {
    await ensurePackage(node, electron)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
  }
}

/** Every kind of package of this system. Fetches electron-builder's own tools, and Electron itself where it is not at hand. */
export async function makeAllPackages(node, electron) {
  if (!isOfficial())
    throw new SetupError(
      'Electron’s own download is out of reach here; on its stand-in nothing is made that could be handed to anybody',
    )
  await ensureBuild(node)
  const system = { linux: '--linux', win32: '--win', darwin: '--mac' }[process.platform]
  await build(node, [system, ...runtimeArgs(electron), ...updateArgs()], { isStandIn: false })
  return OUTPUT
}

/** A .deb of the packaged folder, by Debian's own tools in the place of fpm; on a stand-in for tests only. */
export async function makeDeb(node, electron) {
  await ensurePackage(node, electron)
  const shim = join(ROOT, 'build', 'package', 'fpm-shim.mjs')
  const args = ['--linux', 'deb', '--prepackaged', PACKAGED, ...runtimeArgs(electron), ...updateArgs()]
  await build(node, args, { isStandIn: !isOfficial(), env: { CUSTOM_FPM_PATH: shim } })
  return OUTPUT
}

const runtimeArgs = (electron) => {
  const dist = dirname(realpathSync(electron))
  return [
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')}`,
  ]
}

/** SALVAGUARDA_UPDATE_URL: the folder on a web server where new versions will lie. Without it a package never looks for any. */
function updateArgs() {
  const url = process.env.SALVAGUARDA_UPDATE_URL
  if (!url) return []
  if (!url.startsWith('https://')) throw new SetupError('SALVAGUARDA_UPDATE_URL must be an https address')
  return ['-c.publish.provider=generic', `-c.publish.url=${url}`]
}

async function build(node, args, { isStandIn, env = {} }) {
  const cli = join(ROOT, 'node_modules', 'electron-builder', 'cli.js')
  await quietly(node, [cli, ...args, '--publish', 'never', '--config', join(ROOT, 'electron-builder.yml')], {
    cwd: ROOT,
    env: { ...process.env, ...env, ...(isStandIn ? { SALVAGUARDA_PACKAGE_NODE: node } : {}) },
  })
}
