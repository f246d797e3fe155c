import { describe, expect, it } from 'vitest'
import { longPath, win32Facts, win32FileSystem, win32Levels } from './file-system.win32.ts'
import type { RawStats } from './stats.ts'

const levelsOf = (path: string) => win32Levels(path).map(({ name, path: at }) => [Buffer.from(name).toString(), at])

/** As `lstat(…, { bigint: true })` answers on Windows 11: modes are made up by libuv from one attribute. */
const recorded = (mode: bigint): RawStats => ({
  mode,
  uid: 0n,
  gid: 0n,
  size: 5n,
  ino: 9_851_624_184_894_821n,
  dev: 2_891_231_231n,
  nlink: 2n,
  rdev: 0n,
  mtimeNs: 1_700_000_000_123_456_700n,
  ctimeNs: 1_700_000_009_000_000_000n,
})

describe('Windows paths', () => {
  it('stand in a copy below their drive letter', () => {
    expect(levelsOf('C:\\Clínica\\fotos\\')).toEqual([
      ['C', 'C:\\'],
      ['Clínica', 'C:\\Clínica'],
      ['fotos', 'C:\\Clínica\\fotos'],
    ])
    expect(levelsOf('d:/dados')).toEqual([
      ['d', 'd:\\'],
      ['dados', 'd:\\dados'],
    ])
  })

  it('of a share stand below server and share', () => {
    expect(levelsOf('\\\\nas\\clinica\\fotos')).toEqual([
      ['nas', undefined],
      ['clinica', '\\\\nas\\clinica\\'],
      ['fotos', '\\\\nas\\clinica\\fotos'],
    ])
  })

  it('get the prefix for long paths only when they are long', () => {
    const long = 'x'.repeat(250)
    expect(longPath('C:\\a')).toBe('C:\\a')
    expect(longPath(`C:\\${long}`)).toBe(`\\\\?\\C:\\${long}`)
    expect(longPath(`\\\\nas\\clinica\\${long}`)).toBe(`\\\\?\\UNC\\nas\\clinica\\${long}`)
    expect(longPath(`\\\\?\\C:\\${long}`)).toBe(`\\\\?\\C:\\${long}`)
  })

  it('are the same name in any case', () => {
    const { foldName } = win32FileSystem()
    expect(foldName(Buffer.from('FOTOS é'))).toBe(foldName(Buffer.from('fotos É')))
  })
})

describe('Windows attributes', () => {
  it('become what Go makes of them, without numbers that are not exact', () => {
    const common = { mtimeNs: 1_700_000_000_123_456_700n, ctimeNs: 1_700_000_000_123_456_700n, uid: 0, gid: 0 }
    expect(win32Facts(recorded(0o100666n))).toEqual({
      ...common,
      kind: 'file',
      permissions: 0o666,
      sizeBytes: 5n,
    })
    expect(win32Facts(recorded(0o100444n))).toMatchObject({ permissions: 0o444 })
    expect(win32Facts(recorded(0o40666n))).toMatchObject({ kind: 'dir', permissions: 0o777 })
    expect(win32Facts(recorded(0o40444n))).toMatchObject({ permissions: 0o555 })
    expect(win32Facts(recorded(0o120666n))).toMatchObject({ kind: 'symlink', permissions: 0o666 })
    expect(win32Facts(recorded(0o666n))).toBeUndefined()
  })
})
