import { expect, test } from 'vitest'
import { linuxVolumes } from './adapter.linux.ts'
import { type Ran, type RunProgram, runProgram } from './run-program.ts'
import type { Volume } from './volume.ts'

/** Printed by util-linux 2.38 on Debian 12: an ext4 and two FUSE disks on loop devices; the USB stick and NVMe follow lsblk's manual. */
const FINDMNT = JSON.stringify({
  filesystems: [
    {
      target: '/',
      source: '/dev/nvme0n1p2',
      fstype: 'ext4',
      uuid: '0b1c',
      label: null,
      options: 'rw,relatime',
      fsroot: '/',
    },
    {
      target: '/mnt/só leitura',
      source: '/dev/loop0',
      fstype: 'ext4',
      uuid: 'ebecbcd4-fc7b-4ec8-bfe0-4c276e6e9908',
      label: 'HD Azul',
      options: 'ro,relatime',
      fsroot: '/',
    },
    {
      target: '/mnt/exfat',
      source: '/dev/loop1',
      fstype: 'fuseblk',
      uuid: 'EFD6-E99B',
      label: 'HD Verde',
      options: 'rw,nosuid',
      fsroot: '/',
    },
    {
      target: '/mnt/PEN',
      source: '/dev/sdb1',
      fstype: 'vfat',
      uuid: 'AAAA-BBBB',
      label: null,
      options: 'rw',
      fsroot: '/',
    },
    {
      target: '/media/ana/sem nome',
      source: '/dev/loop2',
      fstype: 'ext4',
      uuid: null,
      label: null,
      options: 'rw',
      fsroot: '/',
    },
    { target: '/mnt/nada', source: '/dev/loop3', fstype: 'ext4', uuid: null, label: null, options: 'rw', fsroot: '/' },
    {
      target: '/home/ana/atalho',
      source: '/dev/nvme0n1p2[/dados]',
      fstype: 'ext4',
      uuid: '0b1c',
      label: null,
      options: 'rw',
      fsroot: '/dados',
    },
    { target: '/mnt/nas', source: 'nas:/copias', fstype: 'nfs4', uuid: null, label: null, options: 'rw', fsroot: '/' },
  ],
})
const LSBLK = JSON.stringify({
  blockdevices: [
    { path: '/dev/loop0', fstype: null, rm: false, hotplug: false, tran: null, ro: false },
    { path: '/dev/loop1', fstype: null, rm: false, hotplug: false, tran: null, ro: false },
    {
      ...{ path: '/dev/sdb', fstype: null, rm: false, hotplug: true, tran: 'usb', ro: false },
      children: [{ path: '/dev/sdb1', fstype: 'vfat', rm: false, hotplug: false, tran: null, ro: false }],
    },
    {
      ...{ path: '/dev/nvme0n1', fstype: null, rm: false, hotplug: false, tran: 'nvme', ro: false },
      children: [{ path: '/dev/nvme0n1p2', fstype: 'ext4', rm: false, hotplug: false, tran: 'nvme', ro: false }],
    },
  ],
})
const BLKID: Readonly<Record<string, string>> = {
  '/dev/loop1': 'DEVNAME=/dev/loop1\nLABEL=HD\\ Verde\nUUID=EFD6-E99B\nTYPE=exfat\nUSAGE=filesystem\n',
  '/dev/loop2': 'DEVNAME=/dev/loop2\nLABEL=HD\\ do\\ mês\nUUID=f00d\nTYPE=ext4\n',
}

const ran = (stdout: string): Ran => ({ kind: 'ran', stdout, stderr: '' })
const failed = (stderr: string): Ran => ({ kind: 'failed', stdout: '', stderr })
const programs: RunProgram = async (program, args) => {
  if (program === 'findmnt') return ran(FINDMNT)
  if (program === 'lsblk') return ran(LSBLK)
  const printed = BLKID[args.at(-1) ?? '']
  return printed === undefined ? failed('') : ran(printed)
}

test('disks by what they are, with and without udev; shares, parts of disks and what cannot be told are none', async () => {
  const volumes = await linuxVolumes(programs).list()
  const facts = volumes.map(({ mountPath, id, label, fileSystem, isRemovable, isReadOnly, device }) =>
    [mountPath, id, label, fileSystem, isRemovable ? 'removable' : 'fixed', isReadOnly ? 'ro' : 'rw', device].join(
      ' | ',
    ),
  )
  expect(facts).toEqual([
    '/ | 0b1c |  | ext4 | fixed | rw | /dev/nvme0n1p2',
    '/mnt/só leitura | ebecbcd4-fc7b-4ec8-bfe0-4c276e6e9908 | HD Azul | ext4 | fixed | ro | /dev/loop0',
    '/mnt/exfat | efd6e99b | HD Verde | exfat | fixed | rw | /dev/loop1',
    '/mnt/PEN | aaaabbbb |  | vfat | removable | rw | /dev/sdb1',
    '/media/ana/sem nome | f00d | HD do mês | ext4 | removable | rw | /dev/loop2',
  ])
})

test.each([
  ['no such programs', async (): Promise<Ran> => ({ kind: 'not-there', stdout: '', stderr: '' })],
  ['words that are no answer', async () => ran('findmnt: nunca vi')],
])('%s is no disk, not a failure', async (_what, run) => {
  expect(await linuxVolumes(run).list()).toEqual([])
})

test.each(['findmnt', 'lsblk'])('%s that takes too long says nothing about disks', async (slow) => {
  const run: RunProgram = (program, args) =>
    program === slow ? Promise.resolve({ kind: 'too-long', stdout: '{', stderr: '' }) : programs(program, args)
  await expect(linuxVolumes(run).list()).rejects.toMatchObject({ code: 'DEST_104' })
})

test('a program that hangs is ended, and told from one that failed', async () => {
  expect((await runProgram(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], 50)).kind).toBe('too-long')
  expect((await runProgram(process.execPath, ['-e', 'process.exit(3)'])).kind).toBe('failed')
  expect((await runProgram('no-such-program-of-any-system', [])).kind).toBe('not-there')
})

const HD: Volume = {
  ...{ id: 'efd6e99b', label: 'HD', mountPath: '/media/ana/HD é', fileSystem: 'exfat', isRemovable: true },
  ...{ isReadOnly: false, sizeBytes: 0, freeBytes: 0, device: '/dev/sdb1' },
}

test('the desktop is asked to let go of a disk and to turn it off; without one the system is', async () => {
  const asked: string[] = []
  const desktop: RunProgram = async (program, args) => {
    asked.push([program, ...args].join(' '))
    return ran('')
  }
  await linuxVolumes(desktop).eject(HD)
  expect(asked).toEqual([
    'udisksctl unmount --no-user-interaction -b /dev/sdb1',
    'udisksctl power-off --no-user-interaction -b /dev/sdb1',
  ])
  asked.length = 0
  const plain: RunProgram = async (program, args) => {
    asked.push([program, ...args].join(' '))
    return program === 'umount' ? ran('') : { kind: 'not-there', stdout: '', stderr: '' }
  }
  await linuxVolumes(plain).eject(HD)
  expect(asked.at(-1)).toBe('umount -- /media/ana/HD é')
})

test.each([
  ['umount: /media/ana/HD: target is busy.', 'DEST_113'],
  ['umount: /media/ana/HD: must be superuser to unmount.', 'DEST_104'],
])('a disk that is not let go of: %s', async (stderr, code) => {
  await expect(linuxVolumes(async () => failed(stderr)).eject(HD)).rejects.toMatchObject({ code })
})
