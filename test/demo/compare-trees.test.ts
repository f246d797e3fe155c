import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compareTrees } from './compare-trees.ts'

const nothing = { leftOut: () => false, unsettled: () => false }
let base: string
let left: string
let right: string
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'árvores iguais '))
  left = path.join(base, 'a')
  right = path.join(base, 'b')
  mkdirSync(path.join(left, 'pasta'), { recursive: true })
  writeFileSync(path.join(left, 'pasta', 'um.txt'), 'um')
  writeFileSync(path.join(left, 'dois.txt'), 'dois')
  symlinkSync('dois.txt', path.join(left, 'atalho'))
  cpSync(left, right, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  for (const side of [left, right])
    for (const name of ['pasta/um.txt', 'dois.txt', 'pasta', '.'])
      utimesSync(path.join(side, name), 1_700_000_000, 1_700_000_000)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('equal folders are equal, and counted', () => {
  expect(compareTrees(left, right, nothing)).toEqual({ files: 3, bytes: 6, differences: [] })
})

test.each<[string, (side: string) => void]>([
  [
    'content: dois.txt',
    (side) => {
      writeFileSync(path.join(side, 'dois.txt'), 'DOIS')
      utimesSync(path.join(side, 'dois.txt'), 1_700_000_000, 1_700_000_000)
    },
  ],
  ['time: pasta/um.txt', (side) => utimesSync(path.join(side, 'pasta/um.txt'), 1_700_000_001, 1_700_000_001)],
  ['mode: dois.txt', (side) => chmodSync(path.join(side, 'dois.txt'), 0o600)],
])('notices what differs: %s', (difference, change) => {
  change(right)
  expect(compareTrees(left, right, nothing).differences).toEqual([difference])
})

test('notices what is missing, what is too much, another kind, another link, a broken pair', () => {
  rmSync(path.join(right, 'pasta', 'um.txt'))
  writeFileSync(path.join(right, 'extra.txt'), '')
  rmSync(path.join(right, 'atalho'))
  symlinkSync('outro.txt', path.join(right, 'atalho'))
  linkSync(path.join(left, 'dois.txt'), path.join(left, 'gêmeo.txt'))
  cpSync(path.join(right, 'dois.txt'), path.join(right, 'gêmeo.txt'), { preserveTimestamps: true })
  for (const side of [left, right])
    for (const name of ['pasta', '.']) utimesSync(path.join(side, name), 1_700_000_000, 1_700_000_000)
  expect(compareTrees(left, right, nothing).differences.toSorted()).toEqual([
    'extra: /extra.txt',
    'hard link: gêmeo.txt',
    'link: atalho',
    'missing: pasta/um.txt',
  ])
  rmSync(path.join(right, 'pasta'), { recursive: true })
  writeFileSync(path.join(right, 'pasta'), '')
  expect(compareTrees(left, right, nothing).differences).toContain('kind: pasta')
})

test('what must be left out is a difference when it is there; what is unsettled may differ', () => {
  const rules = { leftOut: (name: string) => name === 'dois.txt', unsettled: (name: string) => name === 'pasta/um.txt' }
  writeFileSync(path.join(right, 'pasta', 'um.txt'), 'outro')
  expect(compareTrees(left, right, rules).differences).toEqual(['should be left out: dois.txt'])
})
