import { basename, dirname, join } from 'node:path'
import type { LocalBackendOptions } from '#engine/backends/index.ts'
import type { Dice } from './dice.ts'

type LocalFs = NonNullable<LocalBackendOptions['fs']>
type Inode = { readonly kind: 'file'; written: Buffer; durable: Buffer } | Folder
type Folder = {
  readonly kind: 'folder'
  readonly names: Map<string, Inode>
  durable: Map<string, Inode>
  pending: Step[]
}
/** One change of a folder's names; a rename is one, as on every journalled file system. */
type Step = (names: Map<string, Inode>) => void

export type PowerDiskOptions = {
  /** A disk that says yes to a sync and does nothing: to see that the tests would notice a sync we forgot. */
  readonly lies?: 'about files' | 'about folders'
  /** The power goes before this operation, counted from 1. */
  readonly cutAt?: number
}

const errno = (code: string) => Object.assign(new Error(code), { code })
const newFolder = (): Folder => ({ kind: 'folder', names: new Map(), durable: new Map(), pending: [] })

/**
 * A file system in memory that knows what a power cut leaves of it: what was synced, and of the rest whatever chance wants.
 *
 * Bytes of a file last once the file is synced; until then they may be missing, cut off, zeros or torn. Names last once
 * their folder is synced; until then any of the changes may be there and any other not, in no order.
 */
export class PowerDisk {
  readonly #root: Folder
  readonly #options: PowerDiskOptions
  #operations = 0

  constructor(options: PowerDiskOptions = {}, root: Folder = newFolder()) {
    this.#options = options
    this.#root = root
  }

  /** Operations so far: where a power cut can come. */
  get operations(): number {
    return this.#operations
  }

  get isOff(): boolean {
    return this.#operations >= (this.#options.cutAt ?? Number.POSITIVE_INFINITY)
  }

  /** Files that are there from the beginning, durable. */
  put(path: string, bytes: Uint8Array): void {
    const folder = this.putFolder(dirname(path))
    const durable = Buffer.from(bytes)
    const inode: Inode = { kind: 'file', written: durable, durable }
    folder.names.set(basename(path), inode)
    folder.durable.set(basename(path), inode)
  }

  putFolder(path: string): Folder {
    let folder = this.#root
    for (const part of path.split('/').filter(Boolean)) {
      const found = folder.names.get(part)
      const next = found?.kind === 'folder' ? found : newFolder()
      folder.names.set(part, next)
      folder.durable.set(part, next)
      folder = next
    }
    return folder
  }

  /** What stands on the disk when the power is back. */
  afterPowerCut(dice: Dice): PowerDisk {
    return new PowerDisk({}, survivorOf(this.#root, dice) as Folder)
  }

  /** All files by their path below a folder. */
  filesBelow(path: string): Map<string, Uint8Array> {
    const files = new Map<string, Uint8Array>()
    const walk = (folder: Folder, prefix: string) => {
      for (const [name, inode] of folder.names)
        if (inode.kind === 'file') files.set(prefix + name, inode.written)
        else walk(inode, `${prefix}${name}/`)
    }
    walk(this.#folderAt(path), '')
    return files
  }

  #find(path: string): Inode | undefined {
    let inode: Inode | undefined = this.#root
    for (const part of path.split('/').filter(Boolean)) {
      if (inode?.kind !== 'folder') return undefined
      inode = inode.names.get(part)
    }
    return inode
  }

  #folderAt(path: string): Folder {
    const found = this.#find(path)
    if (found?.kind !== 'folder') throw errno(found ? 'ENOTDIR' : 'ENOENT')
    return found
  }

  /** One operation of the file system. Nothing happens any more once the power is gone. */
  async #step<T>(work: () => T): Promise<T> {
    // Whoever waits for a disk lets others run.
    await Promise.resolve()
    this.#operations += 1
    if (this.isOff) throw errno('EIO')
    return work()
  }

  #change(folder: Folder, step: Step): void {
    step(folder.names)
    folder.pending.push(step)
  }

  #sync(inode: Inode): void {
    const { lies } = this.#options
    if (inode.kind === 'file' && lies !== 'about files') inode.durable = inode.written
    if (inode.kind === 'folder' && lies !== 'about folders') {
      inode.durable = new Map(inode.names)
      inode.pending = []
    }
  }

  /** The calls of node:fs/promises that the local backend makes. */
  get fs(): LocalFs {
    const statsOf = (inode: Inode) => ({
      size: inode.kind === 'file' ? inode.written.length : 0,
      mode: inode.kind === 'file' ? 0o100400 : 0o040700,
      isFile: () => inode.kind === 'file',
      isDirectory: () => inode.kind === 'folder',
    })
    const get = (path: string) => {
      const inode = this.#find(path)
      if (!inode) throw errno('ENOENT')
      return inode
    }
    const handleOf = (inode: Inode) => ({
      writeFile: (bytes: Uint8Array) =>
        this.#step(() => {
          if (inode.kind === 'file') inode.written = Buffer.from(bytes)
        }),
      sync: () => this.#step(() => this.#sync(inode)),
      stat: () => this.#step(() => statsOf(inode)),
      read: (room: Uint8Array, offset: number, length: number, position: number) =>
        this.#step(() => {
          if (inode.kind === 'folder') throw errno('EISDIR')
          const bytes = inode.written.subarray(position, position + length)
          room.set(bytes, offset)
          return { bytesRead: bytes.length }
        }),
      close: async () => undefined,
    })
    const calls = {
      open: (path: string, flags: string) =>
        this.#step(() => {
          if (flags !== 'wx') return handleOf(get(path))
          const folder = this.#folderAt(dirname(path))
          if (folder.names.has(basename(path))) throw errno('EEXIST')
          const inode: Inode = { kind: 'file', written: Buffer.of(), durable: Buffer.of() }
          this.#change(folder, (names) => names.set(basename(path), inode))
          return handleOf(inode)
        }),
      rename: (from: string, to: string) =>
        this.#step(() => {
          const inode = get(from)
          const folder = this.#folderAt(dirname(to))
          if (folder !== this.#folderAt(dirname(from))) throw new TypeError('only within a folder')
          this.#change(folder, (names) => {
            names.delete(basename(from))
            names.set(basename(to), inode)
          })
        }),
      unlink: (path: string) =>
        this.#step(() => {
          get(path)
          this.#change(this.#folderAt(dirname(path)), (names) => names.delete(basename(path)))
        }),
      mkdir: (path: string) =>
        this.#step(() => {
          const folder = this.#folderAt(dirname(path))
          if (folder.names.has(basename(path))) throw errno('EEXIST')
          const made = newFolder()
          this.#change(folder, (names) => names.set(basename(path), made))
        }),
      readdir: (path: string) => this.#step(() => [...this.#folderAt(path).names.keys()]),
      stat: (path: string) => this.#step(() => statsOf(get(path))),
      statfs: () => this.#step(() => ({ bavail: 1e9, bsize: 4096 })),
      chmod: () => this.#step(() => undefined),
    }
    return calls as unknown as LocalFs
  }
}

function survivorOf(inode: Inode, dice: Dice): Inode {
  if (inode.kind === 'file') {
    const bytes = inode.written === inode.durable ? inode.durable : tornOf(inode, dice)
    return { kind: 'file', written: bytes, durable: bytes }
  }
  const names = new Map(inode.durable)
  // A journal keeps the order; a disk without one keeps what it likes.
  const keepsOrder = dice.oneIn(2)
  const kept = dice.below(inode.pending.length + 1)
  inode.pending.forEach((step, at) => {
    if (keepsOrder ? at < kept : dice.oneIn(2)) step(names)
  })
  const survivors = new Map([...names].map(([name, child]) => [name, survivorOf(child, dice)]))
  return { kind: 'folder', names: survivors, durable: new Map(survivors), pending: [] }
}

function tornOf({ written, durable }: Extract<Inode, { kind: 'file' }>, dice: Dice): Buffer {
  const at = dice.below(written.length + 1)
  const torn = [
    () => durable,
    () => written,
    () => written.subarray(0, at),
    () => Buffer.concat([written.subarray(0, at), Buffer.alloc(written.length - at)]),
    () => Buffer.concat([written.subarray(0, at), dice.bytes(written.length - at)]),
  ]
  return dice.pick(torn)()
}

/** Where a vault lies on a power disk. */
export const DISK_ROOT = join('/', 'HD externo', 'cofre')
