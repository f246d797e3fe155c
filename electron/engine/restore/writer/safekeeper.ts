import { lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync } from 'node:fs'
import type { FileSystem, NativePath } from '#engine/sources/index.ts'
import { hasBytes, isStillThat } from '../journal/fingerprint.ts'
import { Journal } from '../journal/journal.ts'
import { encodePath } from '../journal/lines.ts'
import { numberedName } from '../safe-name.ts'
import { isTemporaryOf } from '../target.ts'
import type { Safekeeping } from '../types.ts'
import type { Order } from './orders.ts'
import { isThere } from './place.ts'

/** A folder of the target, as far as things of it are set aside. */
export type KeptFolder = {
  readonly path: NativePath
  readonly above?: KeptFolder | undefined
  readonly name?: Uint8Array
  aside?: NativePath
}
type Look = Extract<Order, { readonly kind: 'look' }>

/** Writes down what a recovery makes, knows again what an earlier run of it made, and moves away what stands in its way. */
export class Safekeeper {
  readonly #fileSystem: FileSystem
  readonly #options: Safekeeping
  readonly #journal: Journal
  readonly #isResumed: boolean

  constructor(options: Safekeeping, fileSystem: FileSystem) {
    this.#fileSystem = fileSystem
    this.#options = options
    this.#journal = new Journal(options.journalFile)
    this.#isResumed = this.#journal.isBegun
  }

  /** A folder that an earlier run made for this entry. */
  knownFolder(wanted: NativePath): NativePath | undefined {
    return this.#journal.take('folder', wanted, (_line, path) => isFolder(path))
  }

  /** A link or pipe that an earlier run made for this entry. */
  knownOther(kind: 'symlink' | 'fifo', wanted: NativePath, target: string): NativePath | undefined {
    if (kind === 'fifo') return this.#journal.take('fifo', wanted, (_line, path) => isFifo(path))
    return this.#journal.take('symlink', wanted, (_line, path) => linkTargetOf(path) === target)
  }

  /** The file, where an earlier run made it, or where it has stood all the time if that is enough. */
  find(
    wanted: NativePath,
    { sizeBytes, chunks }: Look,
    mayBeTheirs: boolean,
  ): { readonly path: NativePath; readonly isOurs: boolean } | undefined {
    const ours = this.#journal.take(
      'file',
      wanted,
      // A power cut may have left the name without the bytes.
      (line, path) => isStillThat(path, line) && hasBytes(path, sizeBytes, chunks),
    )
    if (ours !== undefined) return { path: ours, isOurs: true }
    if (!mayBeTheirs || this.#journal.isOwn(wanted) || !hasBytes(wanted, sizeBytes, chunks)) return undefined
    return { path: wanted, isOurs: false }
  }

  willMakeFile(wanted: NativePath, path: NativePath, now: { size: bigint; mtimeNs: bigint; ino: bigint }): void {
    this.#journal.write({
      kind: 'file',
      wanted: encodePath(wanted),
      path: encodePath(path),
      sizeBytes: Number(now.size),
      modifiedNs: String(now.mtimeNs),
      inode: String(now.ino),
    })
  }

  willMake(kind: 'folder' | 'fifo', wanted: NativePath, path: NativePath): void {
    this.#journal.write({ kind, wanted: encodePath(wanted), path: encodePath(path) })
  }

  willLink(wanted: NativePath, path: NativePath, target: string): void {
    this.#journal.write({ kind: 'symlink', wanted: encodePath(wanted), path: encodePath(path), target })
  }

  /** The file has its name and will not be touched by us any more. */
  placed(path: NativePath): void {
    const { ctimeNs } = lstatSync(path, { bigint: true })
    this.#journal.write({ kind: 'placed', path: encodePath(path), changedNs: String(ctimeNs) })
  }

  /** A folder of a person's gets entries, or one of an earlier run does: what that left unfinished goes. */
  enter(folder: NativePath, isNew: boolean): void {
    if (isNew) return
    this.#journal.write({ kind: 'joined', path: encodePath(folder) })
    if (!this.#isResumed) return
    for (const name of readdirSync(folder, { encoding: 'buffer' }))
      if (isTemporaryOf(this.#options.mark, name.toString('latin1')))
        rmSync(this.#fileSystem.system(this.#fileSystem.join(folder, name)), { force: true })
  }

  /** Moves what stands at `path` to the folder for that, and gives the way back. Undefined for what this recovery made itself. */
  setAside(path: NativePath, folder: KeptFolder, name: Uint8Array): (() => void) | undefined {
    if (this.#journal.isOwn(path)) return undefined
    const to = this.#freeIn(this.#asideOf(folder), name)
    this.#journal.write({ kind: 'aside', path: encodePath(path), to: encodePath(to) }, true)
    renameSync(path, to)
    return () => {
      if (!isThere(path)) renameSync(to, path)
    }
  }

  close(): void {
    this.#journal.sync()
    this.#journal.close()
  }

  #asideOf(folder: KeptFolder): NativePath {
    if (folder.aside !== undefined) return folder.aside
    const { above, name, path } = folder
    const parent = above ? this.#asideOf(above) : path
    const own = above && name ? name : Buffer.from(this.#options.asideName)
    const aside = this.#fileSystem.system(this.#fileSystem.join(parent, own))
    if (!isThere(aside)) {
      this.#journal.write({ kind: 'aside-folder', path: encodePath(aside) })
      mkdirSync(aside, { mode: 0o700 })
    }
    folder.aside = aside
    return aside
  }

  #freeIn(folder: NativePath, name: Uint8Array): NativePath {
    for (let number = 1; ; number++) {
      const path = this.#fileSystem.system(this.#fileSystem.join(folder, numberedName(name, number, false)))
      if (!isThere(path)) return path
    }
  }
}

function isFolder(path: NativePath): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
function isFifo(path: NativePath): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false
}

/** Where a link leads, as the journal writes it; undefined for what is no link. */
export function linkTargetOf(path: NativePath): string | undefined {
  try {
    return encodePath(readlinkSync(path, { encoding: 'buffer' }))
  } catch {
    return undefined
  }
}
