import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sourceStamp } from './app-build.mjs'

it('a source that changes, appears or goes makes the build stale; a test or a read-me does not', () => {
  const root = mkdtempSync(join(tmpdir(), 'fontes é '))
  mkdirSync(join(root, 'shared', 'units'), { recursive: true })
  const write = (name: string, text: string) => {
    writeFileSync(join(root, 'shared', 'units', name), text)
    utimesSync(join(root, 'shared', 'units', name), 1000, 1000)
  }
  const stamp = () => sourceStamp(root, ['shared', 'missing'])
  write('size.ts', 'one')
  const first = stamp()
  write('size.test.ts', 'x')
  write('README.md', 'x')
  expect(stamp()).toBe(first)
  write('size.ts', 'three')
  const second = stamp()
  expect(second).not.toBe(first)
  utimesSync(join(root, 'shared', 'units', 'size.ts'), 2000, 2000)
  expect(stamp()).not.toBe(second)
  write('size.ts', 'one')
  write('other.ts', 'one')
  expect(stamp()).not.toBe(first)
  rmSync(join(root, 'shared', 'units', 'other.ts'))
  expect(stamp()).toBe(first)
  rmSync(root, { recursive: true, force: true })
})
