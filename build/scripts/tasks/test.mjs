// `npm test`: everything that can fail, ending with one line that sums it up.
import { join } from 'node:path'
import { tryBuild } from '../setup/app-build.mjs'
import { tryPackage } from '../setup/app-package.mjs'
import { ensureCeph } from '../setup/ceph.mjs'
import { ensureFileSystems } from '../setup/file-systems.mjs'
import { ROOT } from '../setup/paths.mjs'
import { ensurePeers } from '../setup/peers.mjs'
import { runProgram } from '../setup/program.mjs'
import { SetupError, say } from '../setup/say.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { ensureSpelling } from '../setup/spelling.mjs'
import { ensureSystemLibraries } from '../setup/system-libraries.mjs'
import { desktopEnvironment, prepareRuntime } from './desktop.mjs'
import { runStaticChecks } from './static-checks.mjs'
import { runPlaywright, runVitest } from './suites.mjs'

export async function prepare() {
  const ready = await prepareRuntime(sessionNeeds('test'))
  for (const { peer, reason } of await ensurePeers()) say(`${peer.name} could not be had: ${reason}`)
  const noCeph = await ensureCeph()
  if (noCeph) say(`Ceph's S3 server could not be had: ${noCeph}`)
  const noFileSystems = await ensureFileSystems()
  if (noFileSystems !== undefined) say(`exFAT and NTFS could not be had: ${noFileSystems}`)
  const noSpelling = await ensureSpelling()
  if (noSpelling) say(`the spell checker could not be had: ${noSpelling}`)
  await tryServers()
  return ready
}

/** Without the servers the tests that need them fail by name; everything else is still worth running. */
async function tryServers() {
  try {
    await ensureSystemLibraries(['databases', 'sftp'])
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
  }
}

export async function run(_args, ready) {
  const session = await openSession(ready.needs)
  const env = desktopEnvironment(ready, session)
  try {
    const checks = await runStaticChecks(ready.node)
    const build = { name: 'build', ok: await tryBuild(ready.node) }
    // Half of the time those tests wait: what a clinic installs is made meanwhile, for the window's tests.
    const [vitest] = await Promise.all([
      runVitest(ready.node, ['unit', 'integration'], { env }),
      build.ok && tryPackage(ready.node, ready.electron),
    ])
    const suites = [vitest]
    // without a fresh build the window would show yesterday's code
    if (build.ok) {
      const window = await runPlaywright(ready.node, env)
      suites.push(window)
      if (window.failed === 0) await renewPictures(ready.node)
    }
    return report([...checks, build], suites)
  } finally {
    await session.stop()
  }
}

/** The manual shows the window as the tests have just seen it: what looks otherwise now waits in the tree to be committed; elsewhere it is told. */
async function renewPictures(node) {
  const isSomebodysTree = !process.env.CI
  await runProgram(node, [
    join(ROOT, 'build', 'scripts', 'manual-pictures.mjs'),
    ...(isSomebodysTree ? [] : ['--tell']),
  ])
}

/** Static checks count as one each, so that the closing line and the exit code never disagree. */
function report(checks, suites) {
  const failedChecks = checks.filter(({ ok }) => !ok)
  const lines = checks.map(({ name, ok }) => `${ok ? 'ok    ' : 'FAILED'} ${name}`)
  for (const { name, passed, failed, skipped } of suites)
    lines.push(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`)
  const sum = (key) => suites.reduce((total, suite) => total + suite[key], 0)
  const passed = sum('passed') + checks.length - failedChecks.length
  const failed = sum('failed') + failedChecks.length
  for (const { failures } of suites) lines.push(...failures.map((failure) => `       ${failure}`))
  process.stdout.write(`\n${lines.join('\n')}\n${passed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}
