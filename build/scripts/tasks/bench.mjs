// `npm run bench -- …`: our engine against restic and Borg, on the same data in the same run.
import { join } from 'node:path'
import { ensureBenchPeers } from '../setup/bench-peers.mjs'
import { alone } from '../setup/lock.mjs'
import { ensureNode } from '../setup/node.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { CACHE, isLinux, ROOT } from '../setup/paths.mjs'
import { ensurePeers } from '../setup/peers.mjs'
import { runProgram } from '../setup/program.mjs'
import { SetupError, say } from '../setup/say.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { ensureSystemLibraries } from '../setup/system-libraries.mjs'
import { desktopEnvironment, prepareDesktop } from './desktop.mjs'

export async function prepare(args) {
  const startedMs = Date.now()
  if (!isLinux) throw new SetupError('the bench runs on Linux only: it measures with GNU time and /proc')
  const node = await ensureNode()
  await ensurePackages(node)
  if (args.includes('--help') || args.includes('--search')) return { node, env: process.env }
  if (args.includes('--replicate')) await ensureSystemLibraries(['sftp'])
  if (isOfTheApp(args)) {
    const ready = await prepareDesktop(sessionNeeds('test'))
    return { node, env: process.env, ready }
  }
  const restic = await ensurePeers()
  const { env, failed } = await ensureBenchPeers()
  // the bench itself refuses to run without a tool it was asked to compare with
  for (const { peer, reason } of restic) say(`${peer.name} could not be had: ${reason}\nSet ${peer.variable} to one.`)
  for (const { name, reason } of failed) say(`${name} could not be had: ${reason}`)
  return { node, env: { ...process.env, ...env, SALVAGUARDA_BENCH_STARTED_MS: String(startedMs) } }
}

export function run(args, { node, env, ready }) {
  const bench = (environment) =>
    runProgram(node, [join(ROOT, 'test', 'bench', 'bench.ts'), ...args], { cwd: ROOT, env: environment })
  const benchApp = async () => {
    const session = await openSession(ready.needs)
    try {
      return await bench(desktopEnvironment(ready, session))
    } finally {
      await session.stop()
    }
  }
  // two at once would measure each other
  return alone(() => (ready ? benchApp() : bench(env)), join(CACHE, 'bench.lock'))
}

/** `--app`, alone and with `--idle`, starts the app in a window. */
const isOfTheApp = (args) => args.includes('--app')
