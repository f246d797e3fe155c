import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const isRoot = process.getuid?.() === 0
const works = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'montar '))
  try {
    if (!works('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) return false
    return works('umount', folder)
  } finally {
    rmdirSync(folder)
  }
}

/** Why this machine cannot make real disks; undefined where it can. Never a silent pass. */
export const noDisks: string | undefined = !isRoot
  ? 'needs root'
  : !mayMount()
    ? 'needs root that may mount'
    : undefined
/** Why this machine has no loop devices with ext4 of our own. */
export const noLoopDisks: string | undefined =
  noDisks ?? (works('losetup', '-f') && works('sh', '-c', 'command -v mkfs.ext4') ? undefined : 'needs loop devices')
/** Why one machine cannot play two hosts. */
export const noSecondHost: string | undefined = works('unshare', '--uts', 'sh', '-c', 'hostname outro-pc')
  ? undefined
  : 'needs root'
export const noOtherUser: string | undefined = isRoot ? undefined : 'needs root'

const must = (program: string, ...args: string[]) => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** A disk that can be pulled, fail, fill up and lose its power: a real file system of the kernel at `path`. */
export class RealDisk {
  readonly path: string
  readonly #image: string | undefined
  readonly #thin: string | undefined

  private constructor(path: string, image?: string, thin?: string) {
    this.path = path
    this.#image = image
    this.#thin = thin
  }

  /** A few megabytes of memory. */
  static small(folder: string, megabytes: number): RealDisk {
    const path = join(folder, 'pen drive')
    mkdirSync(path)
    must('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'tmpfs', path)
    return new RealDisk(path)
  }

  /**
   * ext4 on a loop device. With `realMegabytes` there is less behind it than it says: beyond that every write of the
   * device fails, as on a dying disk.
   */
  static ext4(folder: string, megabytes: number, realMegabytes?: number): RealDisk {
    const path = join(folder, 'HD externo')
    const thin = realMegabytes === undefined ? undefined : join(folder, 'memória')
    mkdirSync(path)
    if (thin !== undefined) {
      mkdirSync(thin)
      must('mount', '-t', 'tmpfs', '-o', `size=${realMegabytes}m`, 'tmpfs', thin)
    }
    const image = join(thin ?? folder, 'disco.img')
    must('truncate', '-s', `${megabytes}M`, image)
    must('mkfs.ext4', '-q', '-E', 'lazy_itable_init=0,nodiscard', image)
    const disk = new RealDisk(path, image, thin)
    disk.plugIn()
    return disk
  }

  /** Mounts what is on the device now; the journal is played back first. */
  plugIn(): void {
    if (this.#image !== undefined) must('mount', '-o', 'loop', this.#image, this.path)
  }

  /** Resolves once the kernel let go of a device that was pulled, a moment after the last file on it was closed. */
  async wasLetGo(): Promise<void> {
    const users = () => spawnSync('losetup', ['-n', '-O', 'NAME', '-j', this.#image ?? ''], { encoding: 'utf8' }).stdout
    while (users().trim() !== '') await sleep(10)
  }

  /** Its file system goes away under whoever works there; open files stay open to them. */
  pull(): void {
    must('umount', '-l', this.path)
  }

  /** The power goes: nothing that the kernel still holds gets to the device any more, every call fails. */
  losePower(): void {
    // EXT4_IOC_SHUTDOWN without writing the journal out.
    const code = `open(my $f, "<", $ARGV[0]) or die; my $n = pack("L", 2); ioctl($f, 0x8004587d, $n) or die "$!"`
    must('perl', '-e', code, this.path)
  }

  /** False while somebody writes there. */
  makeReadOnly(): boolean {
    return works('mount', '-o', 'remount,ro', this.path)
  }

  makeWritable(): void {
    must('mount', '-o', 'remount,rw', this.path)
  }

  remove(): void {
    for (const path of [this.path, this.#thin]) if (path !== undefined) while (works('umount', '-l', path));
    if (this.#image !== undefined) rmSync(this.#image, { force: true })
  }
}
