// `npm run check`: types, lint, room rules and unit tests; what to run before every commit.
import { ensureNode } from '../setup/node.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { runStaticChecks } from './static-checks.mjs'
import { runVitest } from './suites.mjs'

export async function prepare() {
  const node = await ensureNode()
  await ensurePackages(node)
  return { node }
}

export async function run(_args, { node }) {
  const [checks, unit] = await Promise.all([runStaticChecks(node), runVitest(node, ['unit'])])
  const lines = checks.map(({ name, ok }) => `${ok ? 'ok    ' : 'FAILED'} ${name}`)
  lines.push(`${unit.failed === 0 ? 'ok    ' : 'FAILED'} unit tests: ${unit.passed} passed, ${unit.failed} failed`)
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return checks.every(({ ok }) => ok) && unit.failed === 0 ? 0 : 1
}
