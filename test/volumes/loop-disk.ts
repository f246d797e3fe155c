import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const MEBIBYTE = 1024 * 1024
const PROGRAMS = join(import.meta.dirname, '..', '..', '.cache', 'peers', 'file-systems')

export const DISK_FORMATS = ['ext4', 'exfat', 'ntfs'] as const
export type DiskFormat = (typeof DISK_FORMATS)[number]

/** A program of a file system. Throws when it is not there: a disk that cannot be tried has failed, it is not skipped. */
function programOf(name: string): string {
  const path = join(PROGRAMS, name)
  if (!existsSync(path)) throw new Error(`${name} is missing (${path}). "npm test" obtains it as root on Debian.`)
  return path
}

/** A real disk: a file system on a loop device, exFAT and NTFS served by their programs as on many Linux desktops. */
export class LoopDisk {
  readonly format: DiskFormat
  readonly image: string
  #device: string | undefined
  #mountPath: string | undefined

  private constructor(format: DiskFormat, image: string) {
    this.format = format
    this.image = image
  }

  /** A disk fresh from the shop, not plugged in. */
  static async make(folder: string, name: string, format: DiskFormat, mebibytes: number): Promise<LoopDisk> {
    const image = join(folder, `${name}.img`)
    await writeFile(image, '', { flag: 'wx' })
    await truncate(image, mebibytes * MEBIBYTE)
    if (format === 'ext4')
      await execute('mkfs.ext4', ['-q', '-F', '-L', name, '-E', 'lazy_itable_init=0,nodiscard', image])
    else if (format === 'exfat') await execute(programOf('mkfs.exfat'), ['-L', name, image])
    else {
      await execute(programOf('mkntfs'), ['-q', '-Q', '-F', '-L', name, image])
      await numberAnew(image)
    }
    return new LoopDisk(format, image)
  }

  /** The same bytes on another disk, as a cloning program makes them. */
  async clone(image: string): Promise<LoopDisk> {
    await execute('cp', ['--sparse=always', this.image, image])
    return new LoopDisk(this.format, image)
  }

  get mountPath(): string {
    if (this.#mountPath === undefined) throw new TypeError('not plugged in')
    return this.#mountPath
  }

  async plugIn(mountPath: string, how: 'rw' | 'ro' = 'rw'): Promise<void> {
    await mkdir(mountPath, { recursive: true })
    const { stdout } = await execute('losetup', ['-f', '--show', this.image])
    this.#device = stdout.trim()
    const program = { ext4: 'mount', exfat: 'mount.exfat-fuse', ntfs: 'ntfs-3g' }[this.format]
    await execute(this.format === 'ext4' ? program : programOf(program), ['-o', how, this.#device, mountPath])
    this.#mountPath = mountPath
  }

  /** The cable is pulled: what was not written out is lost, and every open file fails. */
  async pull(): Promise<void> {
    const path = this.#mountPath
    if (path === undefined) return
    if (this.format === 'ext4') await losePower(path)
    else await killServing(this.#device ?? '')
    await this.unplug()
  }

  /** What a computer does to a disk that was pulled out before it uses it again; ext4 and NTFS do it when they are mounted. */
  async repair(): Promise<void> {
    if (this.format !== 'exfat') return
    // Ends with 1 when something was mended.
    await execute(join(PROGRAMS, 'usr', 'sbin', 'fsck.exfat'), ['-y', this.image]).catch((error: { code?: number }) => {
      if (error.code !== 1) throw error
    })
  }

  /** In order, or what is left of it after a pull. */
  async unplug(): Promise<void> {
    const [path, device] = [this.#mountPath, this.#device]
    this.#mountPath = undefined
    this.#device = undefined
    if (path !== undefined) await execute('umount', ['--lazy', path]).catch(() => undefined)
    if (device !== undefined) await execute('losetup', ['-d', device]).catch(() => undefined)
  }

  /** What the app did to this disk by itself is undone: only the loop device is left of it. */
  async wasEjected(): Promise<void> {
    this.#mountPath = undefined
    await this.unplug()
  }

  /** Everything but `leave` bytes is taken. */
  async fill(leave: number): Promise<void> {
    const { stdout } = await execute('df', ['--output=avail', '-B1', this.mountPath])
    const bytes = Number(stdout.split('\n')[1]) - leave
    const film = join(this.mountPath, 'filme.mp4')
    if (this.format === 'ext4') {
      // Takes the room without writing it.
      await execute('fallocate', ['-l', String(bytes), film])
      return
    }
    const file = await open(film, 'w')
    const block = Buffer.alloc(MEBIBYTE, 1)
    for (let done = 0; done < bytes; done += block.length)
      await file.write(block, 0, Math.min(block.length, bytes - done))
    await file.sync()
    await file.close()
  }

  async destroy(): Promise<void> {
    await this.unplug()
    await rm(this.image, { force: true })
  }
}

/** mkntfs makes its serial number of the second it runs in, and two tests beside each other would have twins. */
async function numberAnew(image: string): Promise<void> {
  const file = await open(image, 'r+')
  await file.write(randomBytes(8), 0, 8, 72)
  await file.close()
}

/** The program that serves a device, and with it all that it had not written yet. */
async function killServing(device: string): Promise<void> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    if (words.includes(device) && /(mount\.exfat-fuse|ntfs-3g)$/.test(words[0] ?? ''))
      process.kill(Number(pid), 'SIGKILL')
  }
}

/** EXT4_IOC_SHUTDOWN without writing the journal out. */
async function losePower(path: string): Promise<void> {
  const code = `open(my $f, "<", $ARGV[0]) or die; my $n = pack("L", 2); ioctl($f, 0x8004587d, $n) or die "$!"`
  await execute('perl', ['-e', code, path])
}
