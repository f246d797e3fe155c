import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensurePackages } from './packages.mjs'

let root: string
const at = (...parts: string[]) => join(root, ...parts)
const writeJson = (path: string, value: unknown) => writeFileSync(at(path), JSON.stringify(value))

/** A project whose only dependency is a folder beside it, so that npm needs no network. */
function writeProject(version: string) {
  const dependencies = { coisa: 'file:./coisa' }
  mkdirSync(at('coisa'), { recursive: true })
  writeJson('coisa/package.json', { name: 'coisa', version })
  writeJson('package.json', { name: 'projeto', version: '1.0.0', dependencies })
  writeJson('package-lock.json', {
    name: 'projeto',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: 'projeto', version: '1.0.0', dependencies },
      coisa: { version },
      'node_modules/coisa': { resolved: 'coisa', link: true },
    },
  })
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'projeto é '))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('installs once, then only when the lock file has changed', { timeout: 60_000 }, async () => {
  writeProject('1.0.0')
  await ensurePackages(process.execPath, root)
  expect(existsSync(at('node_modules', 'coisa', 'package.json'))).toBe(true)

  // what an install would have swept away is still there: nothing was installed the second time
  writeFileSync(at('node_modules', 'mine'), '')
  await ensurePackages(process.execPath, root)
  expect(existsSync(at('node_modules', 'mine'))).toBe(true)

  writeProject('1.0.1')
  await ensurePackages(process.execPath, root)
  expect(existsSync(at('node_modules', 'mine'))).toBe(false)
  expect(readFileSync(at('node_modules', '.package-lock.json'), 'utf8')).toContain('1.0.1')
})

it('says what npm said when it fails', { timeout: 60_000 }, async () => {
  writeProject('1.0.0')
  writeJson('package.json', { name: 'projeto', version: '1.0.0', dependencies: { outra: 'file:./outra' } })
  await expect(ensurePackages(process.execPath, root)).rejects.toThrow(/Missing: outra/)
  expect(existsSync(at('node_modules', '.salvaguarda-stamp'))).toBe(false)
})
