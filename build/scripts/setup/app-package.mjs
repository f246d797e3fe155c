// Makes what a clinic installs from the built app in out/, with electron-builder; its settings are in electron-builder.yml.
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readPublisher, releaseArgs, testArgs } from '../../package/publisher.mjs'
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
/** What signs new versions for the app in that folder: a key of this very packaging, for tests. */
export const TEST_KEY = join(OUTPUT, 'test-update-key.pem')
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
  const args = ['--linux', 'dir', ...runtimeArgs(electron), ...testArgs([makeTestKey()])]
  await build(node, args, { isStandIn: !isOfficial() })
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

/** Every kind of package of this system, to be handed to people. Fetches electron-builder's own tools, and Electron itself where it is not at hand. */
export async function makeAllPackages(node, electron) {
  const system = { linux: ['--linux'], win32: ['--win'], darwin: ['--mac'] }[process.platform]
  return release(node, electron, system)
}

/** A .deb, by Debian's own tools in the place of fpm. On a stand-in for Electron one of the packaged folder, for tests only. */
export async function makeDeb(node, electron) {
  if (isOfficial()) return release(node, electron, ['--linux', 'deb'], { CUSTOM_FPM_PATH: FPM })
  const folder = await ensurePackage(node, electron)
  // electron-builder writes into the folder that it packs.
  const copy = join(OUTPUT, 'for-deb')
  rmSync(copy, { recursive: true, force: true })
  await quietly('cp', ['--archive', '--link', folder, copy])
  const args = ['--linux', 'deb', '--prepackaged', copy, ...runtimeArgs(electron), ...testArgs([])]
  await build(node, args, { isStandIn: true, env: { CUSTOM_FPM_PATH: FPM, FPM_SHIM_COMPRESSION: 'none' } })
  rmSync(copy, { recursive: true, force: true })
  return join(OUTPUT, `Salvaguarda-${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}.deb`)
}

const FPM = join(ROOT, 'build', 'package', 'fpm-shim.mjs')

async function release(node, electron, targets, env = {}) {
  if (!isOfficial())
    throw new SetupError(
      'Electron’s own download is out of reach here; on its stand-in nothing is made that could be handed to anybody',
    )
  const publisher = metadataOfRelease()
  await ensureBuild(node)
  await build(node, [...targets, ...runtimeArgs(electron), ...publisher], { isStandIn: false, env })
  return OUTPUT
}

function metadataOfRelease() {
  try {
    return releaseArgs(readPublisher())
  } catch (error) {
    throw new SetupError(error.message)
  }
}

/** Makes a new pair, keeps the private key for the tests and gives the public one. */
function makeTestKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  mkdirSync(OUTPUT, { recursive: true })
  writeFileSync(TEST_KEY, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

const runtimeArgs = (electron) => {
  const dist = dirname(realpathSync(electron))
  return [
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')}`,
  ]
}

async function build(node, args, { isStandIn, env = {} }) {
  const cli = join(ROOT, 'node_modules', 'electron-builder', 'cli.js')
  await quietly(node, [cli, ...args, '--publish', 'never', '--config', join(ROOT, 'electron-builder.yml')], {
    cwd: ROOT,
    env: { ...process.env, ...env, ...(isStandIn ? { SALVAGUARDA_PACKAGE_NODE: node } : {}) },
  })
}
