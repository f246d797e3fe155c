import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isEmptyMountPoint } from './empty-mount-point.ts'

let folder: string
const FSTAB = `# /etc/fstab
UUID=1 / ext4 defaults 0 1
UUID=2 none swap sw 0 0
//nas/copias /mnt/nas\\040da\\040clínica cifs credentials=/root/nas 0 0
UUID=3 /dados/ ext4 nofail 0 2
`
const MOUNTS = `22 1 254:0 / / rw - ext4 /dev/sda1 rw
30 22 8:17 / /media/ana/HD\\040Azul rw - ext4 /dev/sdb1 rw
31 22 8:33 / /media/antigo rw - vfat /dev/sdc1 rw
32 22 8:49 / /dados rw - ext4 /dev/sdd1 rw
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'montagem é '))
  await writeFile(join(folder, 'fstab'), FSTAB)
  await writeFile(join(folder, 'mounts'), MOUNTS)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['/mnt/nas da clínica/cópias', true],
  ['/mnt/nas da clínica', true],
  ['/mnt/nas da clínica 2', false],
  ['/media/ana/HD Verde', true],
  ['/run/media/ana/HD Verde/cópias', true],
  ['/media/ana/HD Azul/cópias', false],
  ['/media/antigo/cópias/2026', false],
  ['/dados/cópias', false],
  ['/home/ana/cópias', false],
])('a folder whose disk or share is not mounted is known: %s', async (file, isEmpty) => {
  const files = { fstab: join(folder, 'fstab'), mounts: join(folder, 'mounts'), platform: 'linux' } as const
  expect(await isEmptyMountPoint(file, files)).toBe(isEmpty)
})
