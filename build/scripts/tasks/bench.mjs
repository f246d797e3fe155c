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

export async function prepare(args) {
  const startedMs = Date.now()
  if (!isLinux) throw new SetupError('the bench runs on Linux only: it measures with GNU time and /proc')
  const node = await ensureNode()
  await ensurePackages(node)
  if (args.includes('--help')) return { node, env: process.env }
  const restic = await ensurePeers()
  const { env, failed } = await ensureBenchPeers()
  // the bench itself refuses to run without a tool it was asked to compare with
  for (const { peer, reason } of restic) say(`${peer.name} could not be had: ${reason}\nSet ${peer.variable} to one.`)
  for (const { name, reason } of failed) say(`${name} could not be had: ${reason}`)
  return { node, env: { ...process.env, ...env, SALVAGUARDA_BENCH_STARTED_MS: String(startedMs) } }
}

export function run(args, { node, env }) {
  // two at once would measure each other
  return alone(
    () => runProgram(node, [join(ROOT, 'test', 'bench', 'bench.ts'), ...args], { cwd: ROOT, env }),
    join(CACHE, 'bench.lock'),
  )
}
