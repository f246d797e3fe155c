import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { capture } from './command.mjs'
import { integrityOf, requireIntegrity, unpack } from './tarball.mjs'

let folder: string
let tarball: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pacote é '))
  tarball = join(folder, 'thing-1.0.0.tgz')
  await capture('sh', ['-c', 'mkdir package && echo hello >package/file && tar -czf thing-1.0.0.tgz package'], {
    cwd: folder,
  })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes a hash the way npm lock files do', async () => {
  writeFileSync(tarball, 'abc')
  expect(await integrityOf(tarball)).toBe(
    'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==',
  )
})

it('refuses a tarball with one changed byte and does not leave it there', async () => {
  const integrity = await integrityOf(tarball)
  await requireIntegrity(tarball, integrity)
  expect(existsSync(tarball)).toBe(true)
  const bytes = readFileSync(tarball)
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
  writeFileSync(tarball, bytes)
  await expect(requireIntegrity(tarball, integrity)).rejects.toThrow(/thing-1\.0\.0\.tgz is not the file/)
  expect(existsSync(tarball)).toBe(false)
})

it('unpacks without the package folder', async () => {
  await unpack(tarball, join(folder, 'alvo'))
  expect(readFileSync(join(folder, 'alvo', 'file'), 'utf8')).toBe('hello\n')
})
