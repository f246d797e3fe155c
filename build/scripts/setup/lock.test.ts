import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { alone } from './lock.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trava é '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lets one set-up run at a time', async () => {
  const file = join(folder, 'setup.lock')
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((done) => setTimeout(done, 20))
    inside -= 1
  }
  await Promise.all([alone(work, file), alone(work, file), alone(work, file)])
  expect(most).toBe(1)
  expect(existsSync(file)).toBe(false)
})

it('takes over the lock of a process that has died, and frees it when the work fails', async () => {
  const file = join(folder, 'setup.lock')
  writeFileSync(file, '2147483646')
  await expect(alone(() => Promise.reject(new Error('broken')), file)).rejects.toThrow('broken')
  expect(existsSync(file)).toBe(false)
})
