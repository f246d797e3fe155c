import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const START = join(import.meta.dirname, 'start.ts')
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function cacheFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'código é '))
  folders.push(folder)
  return folder
}

const version = (caches: string) =>
  execFileSync(process.execPath, [START, '--version'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: caches },
  })

test('compiled code is kept where only its owner can write, and a command says the same with it', () => {
  const caches = cacheFolder()
  const first = version(caches)
  const kept = join(caches, 'salvaguarda', 'code')
  expect(readdirSync(kept).length).toBeGreaterThan(0)
  if (process.platform !== 'win32') expect(statSync(kept).mode & 0o777).toBe(0o700)
  expect(version(caches)).toBe(first)
})

test('without a place to keep it a command works all the same', () => {
  const caches = join(cacheFolder(), 'a file')
  writeFileSync(caches, '')
  expect(version(caches)).toMatch(/^\d/)
  expect(existsSync(join(caches, 'salvaguarda'))).toBe(false)
})
