import { expect, test } from 'vitest'
import type { Clock } from '#engine/kernel/index.ts'
import { readDrives, windowsVolumes } from './adapter.win32.ts'
import type { RunProgram } from './run-program.ts'

/** In the form that the documentation of Win32_LogicalDisk, Get-Disk and ConvertTo-Json gives; never recorded on a real Windows. */
const PRINTED = JSON.stringify([
  {
    DeviceID: 'C:',
    Serial: '0A1B2C3D',
    Name: 'Windows',
    FileSystem: 'NTFS',
    Size: 255_000_000_000,
    FreeSpace: 90_000_000_000,
    DriveType: 3,
    Bus: 'NVMe',
    ReadOnly: false,
  },
  {
    DeviceID: 'e:',
    Serial: '124A1F6D',
    Name: 'Cópias',
    FileSystem: 'NTFS',
    Size: 1_000_000_000_000,
    FreeSpace: '999000000000',
    DriveType: 3,
    Bus: 'USB',
    ReadOnly: false,
  },
  {
    DeviceID: 'F:',
    Serial: 'EFD6E99B',
    Name: null,
    FileSystem: 'exFAT',
    Size: 64_000_000_000,
    FreeSpace: 1_000_000,
    DriveType: 2,
    Bus: null,
    ReadOnly: null,
  },
  {
    DeviceID: 'G:',
    Serial: null,
    Name: null,
    FileSystem: null,
    Size: null,
    FreeSpace: null,
    DriveType: 2,
    Bus: 'USB',
    ReadOnly: false,
  },
  {
    DeviceID: 'H:',
    Serial: 'AAAABBBB',
    Name: 'TRAVADO',
    FileSystem: 'FAT32',
    Size: 32_000_000_000,
    FreeSpace: 0,
    DriveType: 2,
    Bus: 'SD',
    ReadOnly: true,
  },
])

test('letters with a disk behind them; an external HD says fixed and is told by its cable', () => {
  const facts = readDrives(PRINTED).map(({ mountPath, id, label, fileSystem, isRemovable, isReadOnly, freeBytes }) =>
    [mountPath, id, label, fileSystem, isRemovable ? 'removable' : 'fixed', isReadOnly ? 'ro' : 'rw', freeBytes].join(
      ' | ',
    ),
  )
  expect(facts).toEqual([
    'C:\\ | 0a1b2c3d | Windows | ntfs | fixed | rw | 90000000000',
    'E:\\ | 124a1f6d | Cópias | ntfs | removable | rw | 999000000000',
    'F:\\ | efd6e99b |  | exfat | removable | rw | 1000000',
    'H:\\ | aaaabbbb | TRAVADO | vfat | removable | ro | 0',
  ])
})

test.each(['', 'Get-Disk : Access denied', '{"DeviceID":"C:"}', '[{"DeviceID":"C:; rm"}]'])(
  'no answer is no disk, not a failure: %s',
  (printed) => {
    expect(readDrives(printed)).toEqual([])
  },
)

const quick: Clock = { nowMs: () => 0, nowNs: () => 0n, sleep: async () => undefined }
const [, hd] = readDrives(PRINTED)
if (!hd) throw new TypeError('no disk')
const WITHOUT_HD = JSON.stringify(
  (JSON.parse(PRINTED) as { DeviceID: string }[]).filter(({ DeviceID }) => DeviceID !== 'e:'),
)
const powershell = (isGoneAfter: number): RunProgram => {
  let lists = 0
  return async (program, args) => {
    expect(program).toMatch(/^[A-Z]:\\Windows\\System32\\.*\\powershell\.exe$/i)
    // It goes as one argument, whatever is in it.
    expect(args.at(-1)).not.toContain('"')
    if (args.at(-1)?.includes('Eject')) {
      expect(args.at(-1)).toContain("ParseName('E:')")
      return { kind: 'ran', stdout: '', stderr: '' }
    }
    lists += 1
    return { kind: 'ran', stdout: lists > isGoneAfter ? WITHOUT_HD : PRINTED, stderr: '' }
  }
}

test('ejected is what has no letter any more', async () => {
  await windowsVolumes(quick, powershell(3)).eject(hd)
})

test('a letter that stays means that something uses the disk', async () => {
  await expect(windowsVolumes(quick, powershell(1000)).eject(hd)).rejects.toMatchObject({ code: 'DEST_113' })
})

test.each([
  ['took too long', { kind: 'too-long', stdout: PRINTED.slice(0, 90), stderr: '' }],
  ['has no services yet', { kind: 'ran', stdout: '[]', stderr: 'Get-CimInstance : not available' }],
] as const)('a Windows that %s says nothing about disks: none has gone, none was let go of', async (_what, ran) => {
  const silent = windowsVolumes(quick, async (_program, args) =>
    args.at(-1)?.includes('Eject') ? { kind: 'ran', stdout: '', stderr: '' } : ran,
  )
  await expect(silent.list()).rejects.toMatchObject({ code: 'DEST_104' })
  await expect(silent.eject(hd)).rejects.toMatchObject({ code: 'DEST_104' })
})
