import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSigned, readKeys, signedBytes } from './signature.ts'

const pair = () => generateKeyPairSync('ed25519')
const asText = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64')
const [ours, next, theirs] = [pair(), pair(), pair()]
const keys = readKeys(`${asText(ours.publicKey)} ${asText(next.publicKey)}`)
const name = 'latest-linux.yml'
const description = 'version: 2.0.0\nstagingPercentage: 10\n'
const by = (key: KeyObject, what = signedBytes(name, description)) => `${sign(null, what, key).toString('base64')}\n`

test('one of the keys of the package must have signed it', () => {
  expect(isSigned(keys, { name, description, signature: by(ours.privateKey) })).toBe(true)
  expect(isSigned(keys, { name, description, signature: by(next.privateKey) })).toBe(true)
  expect(isSigned(keys, { name, description, signature: by(theirs.privateKey) })).toBe(false)
  expect(isSigned([], { name, description, signature: by(ours.privateKey) })).toBe(false)
})

test.each(['', '\n', 'nonsense', 'AAAA', '<html>404</html>'])('%j is no signature', (signature) => {
  expect(isSigned(keys, { name, description, signature })).toBe(false)
})

test('nothing in it may be changed, and no other description takes its place', () => {
  const signature = by(ours.privateKey)
  const wider = description.replace('10', '100')
  expect(isSigned(keys, { name, description: wider, signature })).toBe(false)
  expect(isSigned(keys, { name: 'latest.yml', description, signature })).toBe(false)
  const bare = by(ours.privateKey, Buffer.from(description))
  expect(isSigned(keys, { name, description, signature: bare })).toBe(false)
})

test('a package made without keys has none', () => {
  expect(readKeys('')).toEqual([])
  expect(() => readKeys('nonsense')).toThrow()
})
