import { spawn } from 'node:child_process'
import { readFile, statfs } from 'node:fs/promises'
import { fail } from '#shared/errors/index.ts'
import type { VolumeAdapter } from './adapter.ts'
import { plainFileSystem } from './file-systems.ts'
import { FINDMNT, type LinuxDevice, type LinuxMount, LSBLK, readBlkid, readDevices, readMounts } from './linux-facts.ts'
import { answerOf, EJECT_LIMIT_MS, type RunProgram, runProgram } from './run-program.ts'
import type { Volume } from './volume.ts'

const MOUNTS = '/proc/self/mountinfo'
/** Where desktops mount what is plugged in. */
const PLUGGED_IN = /^\/(media|run\/media)\//
/**
 * `findmnt` waits for the kernel to tell of mounts. The shell around it ends it when our end of its input closes, so that
 * nothing is left behind however we end.
 */
const POLL = 'findmnt --poll --noheadings --raw -o ACTION </dev/null & exec >&-; read -r _; kill $!'

/** Disks of a Linux computer, through util-linux, which every distribution has. Works without udev where it may read the devices. */
export function linuxVolumes(run: RunProgram = runProgram): VolumeAdapter {
  return {
    async list() {
      const [mounts, devices] = await Promise.all([run('findmnt', FINDMNT), run('lsblk', LSBLK)])
      const known = readDevices(answerOf(devices))
      const found = await Promise.all(
        readMounts(answerOf(mounts)).map((mount) => describe(mount, known.get(mount.device), run)),
      )
      return found.filter((volume) => volume !== undefined)
    },
    listen(onHint, onSilent) {
      const child = spawn('sh', ['-c', POLL], { stdio: ['pipe', 'pipe', 'ignore'] })
      let isOver = false
      const end = () => {
        isOver = true
        child.stdin.end()
      }
      const silent = () => {
        if (isOver) return
        end()
        onSilent()
      }
      child.on('error', silent)
      child.stdin.on('error', () => undefined)
      child.stdout.on('data', onHint)
      child.stdout.on('close', silent)
      return { stop: end }
    },
    glance: () => readFile(MOUNTS, 'utf8'),
    eject: (volume) => eject(volume, run),
  }
}

async function describe(
  mount: LinuxMount,
  device: LinuxDevice | undefined,
  run: RunProgram,
): Promise<Volume | undefined> {
  // The kernel knows what a program serves as `fuseblk` only; without udev nobody else has read the disk's own words.
  const isTold = mount.id !== '' && (mount.mountType !== 'fuseblk' || (device?.fileSystem ?? '') !== '')
  const read = isTold ? undefined : readBlkid((await run('blkid', ['-p', '-o', 'export', mount.device])).stdout)
  const id = mount.id || read?.id
  if (!id) return undefined
  const room = await statfs(mount.mountPath).catch(() => undefined)
  const served = device?.fileSystem || read?.fileSystem || mount.mountType
  return {
    id,
    label: mount.label || read?.label || '',
    mountPath: mount.mountPath,
    fileSystem: plainFileSystem(mount.mountType === 'fuseblk' ? served : mount.mountType),
    isRemovable: device?.isRemovable === true || PLUGGED_IN.test(mount.mountPath),
    isReadOnly: mount.isReadOnly || device?.isReadOnly === true,
    sizeBytes: room ? room.blocks * room.bsize : 0,
    freeBytes: room ? room.bavail * room.bsize : 0,
    device: mount.device,
  }
}

/** A desktop's user may not unmount by himself: udisks does it for him, and turns the disk off. */
async function eject({ device, mountPath }: Volume, run: RunProgram): Promise<void> {
  const asked = await run('udisksctl', ['unmount', '--no-user-interaction', '-b', device], EJECT_LIMIT_MS)
  if (asked.kind === 'ran') {
    await run('udisksctl', ['power-off', '--no-user-interaction', '-b', device])
    return
  }
  const { kind, stderr } = await run('umount', ['--', mountPath], EJECT_LIMIT_MS)
  if (kind === 'ran') return
  fail(/\bbusy\b/i.test(stderr + asked.stderr) ? 'DEST_113' : 'DEST_104')
}
