// The checks that read the code without running it. All run, so that one failure does not hide the next.
import { join } from 'node:path'
import { capture } from '../setup/command.mjs'
import { ROOT } from '../setup/paths.mjs'
import { say } from '../setup/say.mjs'

const installed = (...parts) => join(ROOT, 'node_modules', ...parts)

const CHECKS = [
  { name: 'types', args: [installed('typescript', 'bin', 'tsc'), '-b'] },
  {
    name: 'lint and format',
    args: [installed('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--diagnostic-level=error', '.'],
  },
  { name: 'room rules', args: [join(ROOT, 'build', 'lint', 'check.mjs')] },
  // What a silent registry did not say is worth a line also when nothing is wrong.
  { name: 'shipped packages', args: [join(ROOT, 'build', 'lint', 'audit.mjs')], isHeard: true },
]

/**
 * Runs beside other work; what a check has to say comes in one piece when it is done.
 * @returns {Promise<{name: string, ok: boolean}[]>}
 */
export async function runStaticChecks(node) {
  const results = []
  for (const { name, args, isHeard = false } of CHECKS) {
    const { code, stdout, stderr } = await capture(node, args, { cwd: ROOT })
    say(`checked ${name}`)
    if (code !== 0 || isHeard) process.stdout.write(`${stdout}${stderr}`)
    results.push({ name, ok: code === 0 })
  }
  return results
}
