import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { updateSource } from './source.ts'

const keys = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const packaged = { isPackaged: true, platform: 'linux', keys } as const
const at = (url: string) => `provider: generic\nurl: ${url}\nupdaterCacheDirName: salvaguarda-updater\n`

test('nothing is looked for where no build said where, and from a folder of sources', () => {
  expect(updateSource({ ...packaged, description: undefined })).toEqual({ kind: 'off', why: 'no-address' })
  const description = at('https://example.com/')
  expect(updateSource({ ...packaged, isPackaged: false, description })).toEqual({ kind: 'off', why: 'not-installed' })
})

test.each([
  ['https://example.com/salvaguarda/', 'ready'],
  ["'https://example.com/salvaguarda/'", 'ready'],
  ['http://127.0.0.1:8123/', 'ready'],
  ['http://example.com/', 'off'],
  ['http://127.0.0.1.example.com/', 'off'],
  ['file:///tmp/', 'off'],
  ['nonsense', 'off'],
])('an address that others on the way can change is not used: %s', (url, kind) => {
  expect(updateSource({ ...packaged, description: at(url) }).kind).toBe(kind)
})

test('on Windows only with the name that the installer must be signed by', () => {
  const description = at('https://example.com/')
  expect(updateSource({ ...packaged, platform: 'win32', description })).toEqual({ kind: 'off', why: 'unsafe' })
  const signed = `${description}publisherName:\n  - Salvaguarda\n`
  expect(updateSource({ ...packaged, platform: 'win32', description: signed }).kind).toBe('ready')
})

test.each([undefined, '', 'nonsense'])(
  'without a key that new versions are signed by none is looked for: %j',
  (keys) => {
    const description = at('https://example.com/')
    expect(updateSource({ ...packaged, description, keys })).toEqual({ kind: 'off', why: 'unsafe' })
  },
)
