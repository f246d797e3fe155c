import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isSigned, readKeys } from '../../electron/main/update/signature.ts'
import { makeKey, signFolder } from './update-key.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lançamento é '))
})
afterEach(() => rmSync(folder, { recursive: true }))
const at = (name: string) => path.join(folder, name)
const read = (name: string) => readFileSync(at(name), 'utf8')

test('what it signs is what a package with that key believes, and nothing else', () => {
  const keys = readKeys(makeKey(at('chave.pem'), 'senha longa'))
  expect(statSync(at('chave.pem')).mode & 0o777).toBe(0o600)
  expect(read('chave.pem')).toContain('ENCRYPTED PRIVATE KEY')
  for (const name of ['latest.yml', 'latest-linux.yml']) writeFileSync(at(name), 'version: 2.0.0\nsha512: x\n')
  expect(signFolder(read('chave.pem'), 'senha longa', folder).sort()).toEqual(['latest-linux.yml', 'latest.yml'])
  const signature = read('latest.yml.sig')
  expect(isSigned(keys, { name: 'latest.yml', description: read('latest.yml'), signature })).toBe(true)
  expect(isSigned(keys, { name: 'latest-linux.yml', description: read('latest-linux.yml'), signature })).toBe(false)
})

test('a share of the computers is written down, then signed; everybody is none', () => {
  const keys = readKeys(makeKey(at('chave.pem'), 'senha'))
  writeFileSync(at('latest.yml'), 'version: 2.0.0\n')
  for (const [share, description] of [
    [10, 'version: 2.0.0\nstagingPercentage: 10\n'],
    [50, 'version: 2.0.0\nstagingPercentage: 50\n'],
    [undefined, 'version: 2.0.0\n'],
  ] as const) {
    signFolder(read('chave.pem'), 'senha', folder, share)
    expect(read('latest.yml')).toBe(description)
    expect(isSigned(keys, { name: 'latest.yml', description, signature: read('latest.yml.sig') })).toBe(true)
  }
  expect(() => signFolder(read('chave.pem'), 'senha', folder, 101)).toThrow('0 to 100')
})

test('no key without a passphrase, none in the place of another, no signature without the passphrase', () => {
  expect(() => makeKey(at('chave.pem'), '')).toThrow('PASSPHRASE')
  makeKey(at('chave.pem'), 'senha')
  expect(() => makeKey(at('chave.pem'), 'senha')).toThrow('EEXIST')
  writeFileSync(at('latest.yml'), 'version: 2.0.0\n')
  expect(() => signFolder(read('chave.pem'), 'outra', folder)).toThrow()
})
