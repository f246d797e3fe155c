// `npm run cli -- …`: the engine's command line.
import { join } from 'node:path'
import { ensureNode } from '../setup/node.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { ROOT } from '../setup/paths.mjs'
import { runProgram } from '../setup/program.mjs'

export async function prepare() {
  const node = await ensureNode()
  await ensurePackages(node)
  return { node }
}

export function run(args, { node }) {
  // npm runs scripts in the project's folder; a relative path on the command line means the folder the person is in
  const cwd = process.env.INIT_CWD ?? process.cwd()
  return runProgram(node, [join(ROOT, 'electron', 'engine', 'cli', 'start.ts'), ...args], { cwd })
}
