import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { measure, readCost } from './measure.ts'
import { readOptions } from './options.ts'
import { selfTimes } from './profile.ts'
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
  it('adds up the time each function itself took, largest first', () => {
    const frame = (functionName: string, url = '') => ({ functionName, url })
    const shares = selfTimes({
      nodes: [
        { id: 1, callFrame: frame('(idle)') },
        { id: 2, callFrame: frame('push', 'file:///casa/projeto/electron/engine/vault/chunker.ts') },
        { id: 3, callFrame: frame('push', 'file:///casa/projeto/electron/engine/vault/chunker.ts') },
      ],
      samples: [1, 2, 3, 2],
      timeDeltas: [1_000_000, 500_000, 500_000, 1_000_000],
    })
    expect(shares).toEqual([
      { name: 'push electron/engine/vault/chunker.ts', seconds: 2 },
      { name: '(idle)', seconds: 1 },
    ])
  })
})
