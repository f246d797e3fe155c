import { expect, it } from 'vitest'
import { judgeDependencies } from './dependencies.mjs'
import { judgeAudit } from './npm-audit.mjs'

const decision =
  '**Choice.** Shipped with the app:\n\n| package | licence | why |\n|---|---|---|\n| a, b | MIT | x |\n\nOnly for building: c.\n'
const pack = (rest: object) => ({ version: '1.0.0', integrity: 'sha512-x', license: 'MIT', ...rest })
type Packages = Record<string, object>
const judge = (packages: Packages, manifest: object = {}) =>
  judgeDependencies({
    lock: { packages: { '': {}, ...packages } },
    manifest: {
      dependencies: { a: '1.0.0' },
      devDependencies: { b: '1.0.0', c: '1.0.0' },
      allowScripts: {},
      ...manifest,
    },
    decision,
  })
const clean: Packages = {
  'node_modules/a': pack({ dependencies: { deep: '1' } }),
  'node_modules/a/node_modules/deep': pack({ dependencies: { shared: '1' } }),
  'node_modules/shared': pack({}),
  'node_modules/b': pack({}),
  'node_modules/c': pack({ license: 'GPL-3.0' }),
}

it('passes what is described, sealed and freely licensed; what only builds may be under any licence', () => {
  expect(judge(clean)).toEqual([])
})

it.each<[string, Packages, object, RegExp]>([
  ['no checksum', { 'node_modules/c': { version: '1.0.0', license: 'MIT' } }, {}, /c: the lock file has no checksum/],
  [
    'a licence deep down',
    { 'node_modules/shared': pack({ license: 'AGPL-3.0' }) },
    {},
    /shared: shipped under AGPL-3.0/,
  ],
  ['a licence in the window', { 'node_modules/b': pack({ license: undefined }) }, {}, /b: shipped under no licence/],
  ['an install script', { 'node_modules/c': pack({ hasInstallScript: true }) }, {}, /c: brings an install script/],
  ['an undescribed package', {}, { dependencies: { a: '1', stranger: '1' } }, /stranger: shipped, without a line/],
])('tells %s', (_name, packages, manifest, breach) => {
  expect(judge({ ...clean, ...packages }, manifest)).toEqual([expect.stringMatching(breach)])
})

it.each([
  ['(MIT OR GPL-3.0)', 0],
  ['MIT AND ISC', 0],
  ['MIT AND GPL-3.0', 1],
])('%s: %i breaches', (license, count) => {
  expect(judge({ ...clean, 'node_modules/shared': pack({ license }) })).toHaveLength(count)
})

it('a decided install script is fine', () => {
  const packages = { ...clean, 'node_modules/c': pack({ hasInstallScript: true }) }
  expect(judge(packages, { allowScripts: { c: false } })).toEqual([])
})

type Severity = 'low' | 'moderate' | 'high' | 'critical'
const answered = (found: Record<string, Severity>) =>
  JSON.stringify({
    vulnerabilities: Object.fromEntries(Object.entries(found).map(([name, severity]) => [name, { severity }])),
  })
it('only a serious weakness of what is shipped fails, and a silent registry is told', () => {
  const shipped = ['a', 'electron']
  expect(judgeAudit(answered({ electron: 'high', c: 'low' }), shipped)).toMatchObject({ isWeak: true })
  expect(judgeAudit(answered({ a: 'critical' }), shipped)).toMatchObject({ isWeak: true })
  expect(judgeAudit(answered({ a: 'moderate', electron: 'low', c: 'critical' }), shipped)).toEqual({
    isWeak: false,
    sentence: 'known weaknesses of shipped packages: 0 critical, 0 high, 1 moderate, 1 low',
  })
  for (const text of ['', 'not json', '{"message":"405 Method Not Allowed"}'])
    expect(judgeAudit(text, shipped)).toMatchObject({
      isWeak: false,
      sentence: expect.stringContaining('did not say'),
    })
})
