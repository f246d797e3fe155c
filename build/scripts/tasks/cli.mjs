// `npm run cli -- …`: the engine's command line, as it is installed.
import { ensureCliBuild } from '../setup/app-build.mjs'
import { ensureNode } from '../setup/node.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { runProgram } from '../setup/program.mjs'

export async function prepare() {
  const node = await ensureNode()
  await ensurePackages(node)
  return { node, cli: await ensureCliBuild(node) }
}

export function run(args, { node, cli }) {
  // npm runs scripts in the project's folder; a relative path on the command line means the folder the person is in
  const cwd = process.env.INIT_CWD ?? process.cwd()
  return runProgram(node, [cli, ...args], { cwd })
}
