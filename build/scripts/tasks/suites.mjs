// Runs the test suites and counts what they report.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { CACHE, isLinux, ROOT } from '../setup/paths.mjs'
import { runProgram } from '../setup/program.mjs'
import { say } from '../setup/say.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'

const REPORTS = join(CACHE, 'reports')

function freshReport(name) {
  mkdirSync(REPORTS, { recursive: true })
  const file = join(REPORTS, name)
  rmSync(file, { force: true })
  return file
}

/** @returns {{name: string, passed: number, failed: number, skipped: number, failures: string[]}} failures by name, for whoever sees only the end of the output */
function tally(name, code, file, count) {
  const counts = existsSync(file)
    ? count(JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0, failures: [] }
  // a suite that broke down before or after its tests must never read as a pass
  if (code !== 0 && counts.failed === 0) {
    counts.failed = 1
    counts.failures.push(`${name} ended with code ${code}, though no test of it failed`)
  }
  return { name, ...counts }
}

const firstLine = (text) =>
  stripVTControlCharacters(text ?? '')
    .split('\n')[0]
    .slice(0, 200)

/** vitest's JSON: a file that could not be loaded has no tests and counts as one failure. */
export function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failures = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => `${relative(ROOT, name)} › ${test.fullName}: ${firstLine(test.failureMessages[0])}`),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...failures,
      ...unloaded.map(({ name, message }) => `${relative(ROOT, name)} was not loaded: ${firstLine(message)}`),
    ],
  }
}

/** Playwright's JSON: `expected` passed, `flaky` passed only on a second try and so failed. */
export const countPlaywright = ({ stats, suites = [] }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky,
  skipped: stats.skipped,
  failures: suites.flatMap(unexpectedIn),
})

/** Suites hold suites; a spec is named after its file. */
function unexpectedIn({ suites = [], specs = [] }) {
  const failed = specs.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
  const own = failed.map(({ file, title, tests }) => {
    const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
    return `${file} › ${title}: ${firstLine(error?.message)}`
  })
  return [...own, ...suites.flatMap(unexpectedIn)]
}

/** @param {readonly string[]} projects of vitest.config.ts */
export async function runVitest(node, projects, { env = process.env } = {}) {
  say(`running vitest: ${projects.join(', ')}`)
  const file = freshReport('vitest.json')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [
    'run',
    // Left to itself vitest spares a core, which of two is half. And half of the time the tests of `integration` wait: for a disk, a
    // clock, a server. Those of `unit` hardly do, and each process more loads all modules once more.
    `--maxWorkers=${projects.includes('integration') ? 2 * availableParallelism() : availableParallelism() + 1}`,
    ...projects.map((name) => `--project=${name}`),
    '--reporter=default',
    '--reporter=json',
  ]
  // Each test file starts from nothing, and so do its threads: with what Node made of our source last time, in half the CPU.
  const kept = { ...env, NODE_COMPILE_CACHE: join(CACHE, 'compiled') }
  const code = await runProgram(node, [vitest, ...args, `--outputFile.json=${file}`], { cwd: ROOT, env: kept })
  return tally('vitest', code, file, countVitest)
}

/** `env`: the desktop that one of its windows stands on. The other one gets a desktop of its own, where one can be made. */
export async function runPlaywright(node, env) {
  say('running the end-to-end tests, two windows at a time')
  const file = freshReport('playwright.json')
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
  const second = isLinux ? await openSession(sessionNeeds('test')) : undefined
  try {
    const further = JSON.stringify(second ? [second.env] : [])
    const code = await runProgram(node, [cli, 'test', '--reporter=list,json'], {
      cwd: ROOT,
      env: { ...env, SALVAGUARDA_FURTHER_DESKTOPS: further, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    })
    return tally('playwright', code, file, countPlaywright)
  } finally {
    await second?.stop()
  }
}
