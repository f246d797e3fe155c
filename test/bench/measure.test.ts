import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { measure, readCost } from './measure.ts'
import { readOptions } from './options.ts'
import { selfTimes, timesByFile } from './profile.ts'
import { rotated } from './round.ts'
import { fasterEncryption } from './tools/borg.ts'

describe('measure', () => {
  it('reads seconds from one source and memory from the other, the larger memory counts', () => {
    expect(readCost('1.250 2.000 0.125\n', '1000\n', 0)).toEqual({
      ...{ wallSeconds: 1.25, userSeconds: 2, systemSeconds: 0.125, peakRssBytes: 1_024_000 },
    })
    expect(readCost('1 1 1', '1000', 5_000_000).peakRssBytes).toBe(5_000_000)
  })

  it('refuses what it cannot read rather than count it as nothing', () => {
    expect(() => readCost('', '1000', 0)).toThrow()
    expect(() => readCost('1 2 3', 'Command exited with non-zero status 1', 0)).toThrow()
  })

  // GNU time comes with `npm run bench`, not with `npm test`
  it.runIf(existsSync('/usr/bin/time'))('measures a program with its children and fails when it fails', async () => {
    const bytes = 96 * 2 ** 20
    const child = `const all = Buffer.alloc(${bytes}, 1); all[0]`
    const script = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(child)}])`
    const run = (code: string) => ({
      program: process.execPath,
      args: ['-e', code],
      env: { PATH: process.env.PATH ?? '' },
    })
    const cost = await measure(run(script))
    expect(cost.peakRssBytes).toBeGreaterThan(bytes)
    await expect(measure(run("console.error('não deu'); process.exit(3)"))).rejects.toThrow(/ended with 3.*não deu/s)
  })
})

describe('order and options', () => {
  it('lets each tool go first in turn', () => {
    expect([0, 1, 2, 3].map((by) => rotated(['a', 'b', 'c'], by).join(''))).toEqual(['abc', 'bca', 'cab', 'abc'])
  })

  it('takes every size as a flag over a named size', () => {
    const options = readOptions(['--quick', '--photos', '3', '--tools', 'ours,borg'])
    expect(options).toMatchObject({
      size: 'quick',
      sizes: { photos: 3, photoBytes: 1_500_000 },
      tools: ['ours', 'borg'],
    })
    expect(readOptions([])).toMatchObject({ size: 'full', sizes: { photos: 500, smallFiles: 100_000 } })
  })

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--photos', 'muitas'])).toThrow(RangeError)
    expect(() => readOptions(['--tools', 'tar'])).toThrow(RangeError)
    expect(() => readOptions(['--fast'])).toThrow(TypeError)
  })

  it('gives Borg the authentication that is faster on the processor', () => {
    expect(fasterEncryption('flags\t\t: fpu sha_ni avx2\n')).toBe('repokey')
    expect(fasterEncryption('flags\t\t: fpu avx2\n')).toBe('repokey-blake2')
  })
})

describe('profile', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url })
  const chunker = 'file:///casa/projeto/electron/engine/vault/chunker.ts'
  const profile = {
    nodes: [
      { id: 0, callFrame: frame('(root)'), children: [1, 2, 5, 6] },
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('push', chunker), children: [3, 4] },
      { id: 3, callFrame: frame('update', 'node:internal/crypto/hash') },
      { id: 4, callFrame: frame('push', chunker) },
      { id: 5, callFrame: frame('load', 'node:internal/modules/esm/load') },
      { id: 6, callFrame: frame('(garbage collector)') },
    ],
    samples: [1, 2, 3, 4, 5, 6],
    timeDeltas: [4e6, 1e6, 2e6, 2e6, 1e6, 0.5e6],
  }

  it('adds up the time each function itself took, without waiting, largest first', () => {
    expect(selfTimes(profile)).toEqual([
      { name: 'push electron/engine/vault/chunker.ts', seconds: 3 },
      { name: 'update node:internal/crypto/hash', seconds: 2 },
      { name: 'load node:internal/modules/esm/load', seconds: 1 },
      { name: '(garbage collector)', seconds: 0.5 },
    ])
  })

  it('gives the time spent in Node to the file of ours that asked for it', () => {
    expect(timesByFile(profile)).toEqual([
      { name: 'electron/engine/vault/chunker.ts', seconds: 5 },
      { name: 'Node, starting and loading modules', seconds: 1 },
      { name: "Node, on nobody's behalf (callbacks, collection)", seconds: 0.5 },
    ])
  })
})
