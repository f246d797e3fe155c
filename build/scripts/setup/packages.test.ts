import { describe, expect, it } from 'vitest'
import { isNewEnough } from './node.mjs'
import { matchesLock } from './packages.mjs'

describe('whether the installed packages are the locked ones', () => {
  const one = { version: '1.0.0', integrity: 'sha512-a' }
  const lock = { packages: { '': {}, 'node_modules/a': one, 'node_modules/b': { ...one, optional: true } } }
  const matches = (packages: object) => matchesLock(lock, { packages })

  it('is so when all are there, optional ones of another platform aside', () => {
    expect(matches({ 'node_modules/a': one })).toBe(true)
    expect(matches({ 'node_modules/a': one, 'node_modules/b': one })).toBe(true)
  })
  it('is not when one is missing, another version, or too many', () => {
    expect(matches({})).toBe(false)
    expect(matches({ 'node_modules/a': { ...one, version: '1.0.1' } })).toBe(false)
    expect(matches({ 'node_modules/a': { ...one, integrity: 'sha512-b' } })).toBe(false)
    expect(matches({ 'node_modules/a': one, 'node_modules/c': one })).toBe(false)
  })
})

it.each([
  ['20.20.2', false],
  ['22.17.1', false],
  ['22.18.0', true],
  ['23.5.0', false],
  ['24.0.0', true],
])('Node %s is new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected)
})
