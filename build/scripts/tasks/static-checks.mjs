// The checks that read the code without running it. All run, so that one failure does not hide the next.
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { runProgram } from '../setup/program.mjs'
import { say } from '../setup/say.mjs'

const installed = (...parts) => join(ROOT, 'node_modules', ...parts)

const CHECKS = [
  { name: 'types', args: [installed('typescript', 'bin', 'tsc'), '-b'] },
  {
    name: 'lint and format',
    args: [installed('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--diagnostic-level=error', '.'],
  },
  { name: 'room rules', args: [join(ROOT, 'build', 'lint', 'check.mjs')] },
]

/** @returns {Promise<{name: string, ok: boolean}[]>} */
export async function runStaticChecks(node) {
  const results = []
  for (const { name, args } of CHECKS) {
    say(`checking ${name}`)
    results.push({ name, ok: (await runProgram(node, args, { cwd: ROOT })) === 0 })
  }
  return results
}
