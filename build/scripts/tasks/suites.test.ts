import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../setup/paths.mjs'
import { countPlaywright, countVitest } from './suites.mjs'

it('counts a test file that could not be loaded as a failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      { name: join(ROOT, 'a.test.ts'), status: 'failed', assertionResults: [], message: 'no such module\nat x' },
      {
        name: join(ROOT, 'b.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'keeps it', failureMessages: ['\u001b[31mlost\u001b[39m\nat y'] },
        ],
      },
      { name: join(ROOT, 'c.test.ts'), status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  }
  expect(countVitest(report)).toEqual({
    passed: 3,
    failed: 2,
    skipped: 2,
    failures: ['b.test.ts › keeps it: lost', 'a.test.ts was not loaded: no such module'],
  })
})

it('counts a test that passes only sometimes as a failure', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 0 }
  const spec = (title: string, status: string) => ({
    file: 'e2e/swap.e2e.ts',
    title,
    tests: [{ status, results: [{ error: status === 'expected' ? undefined : { message: 'not seen\nat z' } }] }],
  })
  const suites = [
    { specs: [spec('opens', 'expected'), spec('swaps', 'unexpected')], suites: [{ specs: [spec('ejects', 'flaky')] }] },
  ]
  expect(countPlaywright({ stats, suites })).toEqual({
    passed: 4,
    failed: 2,
    skipped: 0,
    failures: ['e2e/swap.e2e.ts › swaps: not seen', 'e2e/swap.e2e.ts › ejects: not seen'],
  })
})
