import * as nodeFs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemClock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Backend, ByteRange, FileEntry, FileKind, FileRef } from '../backend.ts'
import {
  type FolderKind,
  folderOf,
  isForeignThing,
  isLeftover,
  isSingle,
  isSpreadFolder,
  isVaultFileName,
  KIND_FOLDERS,
  pathPartsOf,
} from '../file-kind.ts'
import { type LocalFs, removeFile, syncFolder, writeDurably } from './durable-file.ts'
import { errnoOf, failFs } from './fs-failure.ts'

export type LocalBackendOptions = {
  readonly removable?: boolean
  readonly fs?: LocalFs
  readonly platform?: NodeJS.Platform
}

const STATS_AT_ONCE = 16
/** A folder may be missing; and who sleeps between writing and naming a file finds it cleared away by another computer. */
const WRITE_TRIES = 3
/** Longer than anybody writes at a lock; then its writer was killed. */
const LOCK_WRITING_MS = 60 * 60_000
/** Not there, or something is in it. */
const NOT_TO_REMOVE = new Set(['ENOENT', 'ENOTEMPTY', 'EEXIST'])
const REMOVED_IN_ANY_ORDER: ReadonlySet<FileKind> = new Set(['lock', 'pack'])

/** A vault in a folder: an external disk, a mounted share, any path. `rootPath` is touched by the first call. */
export function localBackend(rootPath: string, options: LocalBackendOptions = {}): Backend {
  return new LocalBackend(rootPath, options)
}

class LocalBackend implements Backend {
  readonly capabilities
  readonly #root: string
  readonly #fs: LocalFs
  readonly #platform: NodeJS.Platform
  #modes: Promise<{ readonly fileMode: number; readonly folderMode: number }> | undefined

  constructor(root: string, options: LocalBackendOptions) {
    this.#root = root
    this.#fs = options.fs ?? nodeFs
    this.#platform = options.platform ?? process.platform
    this.capabilities = { removable: options.removable ?? true, parallelCalls: 4 }
  }

  async create(): Promise<void> {
    await this.#guard(async () => {
      // Only the last folder is made: a missing parent is a disk that is not there.
      const parent = dirname(this.#root)
      await this.#fs.stat(parent).catch((error: unknown) => fail('DEST_101', {}, { cause: error }))
      for (const folder of [this.#root, ...KIND_FOLDERS.map((name) => join(this.#root, name))])
        await this.#makeFolder(folder, 0o700)
    })
  }

  async write(file: FileRef, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(file)
    const folder = dirname(path)
    await this.#guard(async () => {
      const { fileMode, folderMode } = await this.#readModes()
      for (let triesLeft = WRITE_TRIES; ; )
        try {
          return await writeDurably(folder, path, bytes, { fs: this.#fs, platform: this.#platform, fileMode })
        } catch (error) {
          triesLeft -= 1
          if (errnoOf(error) !== 'ENOENT' || isSingle(file.kind) || triesLeft === 0) throw error
          await this.#makeMissingFolders(file.kind, folder, folderMode, error)
        }
    })
  }

  async #makeMissingFolders(kind: FolderKind, folder: string, mode: number, cause: unknown): Promise<void> {
    const kindFolder = join(this.#root, folderOf(kind))
    if (!(await this.#isThere(kindFolder))) {
      await this.#requireVault(cause)
      await this.#makeFolder(kindFolder, mode)
    }
    await this.#makeFolder(folder, mode)
  }

  async read(file: FileRef, range?: ByteRange, room?: Uint8Array): Promise<Uint8Array | undefined> {
    return this.#orUndefined(async () => {
      const handle = await this.#fs.open(this.#pathOf(file), 'r')
      try {
        const { size } = await handle.stat()
        const start = Math.min(range?.offset ?? 0, size)
        const length = Math.min(range?.length ?? size, size - start)
        const bytes = room && room.length >= length ? room.subarray(0, length) : new Uint8Array(length)
        let done = 0
        while (done < length) {
          const { bytesRead } = await handle.read(bytes, done, length - done, start + done)
          if (bytesRead === 0) break
          done += bytesRead
        }
        return done === length ? bytes : bytes.subarray(0, done)
      } finally {
        await handle.close()
      }
    })
  }

  async stat(file: FileRef): Promise<{ readonly sizeBytes: number } | undefined> {
    return this.#orUndefined(async () => ({ sizeBytes: (await this.#fs.stat(this.#pathOf(file))).size }))
  }

  async list(kind: FileKind): Promise<readonly FileEntry[]> {
    if (isSingle(kind)) {
      const single = await this.stat({ kind, name: '' })
      return single ? [{ name: '', sizeBytes: single.sizeBytes }] : []
    }
    const folder = join(this.#root, folderOf(kind))
    if (kind !== 'pack') return this.#listFolder(folder, isVaultFileName)
    const spread = (await this.#orUndefined(() => this.#fs.readdir(folder))) ?? []
    const entries: FileEntry[] = []
    // A pack in the folder of another prefix is not where a reader looks for it: passed over, so that it counts as missing.
    for (const prefix of spread.filter(isSpreadFolder))
      entries.push(
        ...(await this.#listFolder(join(folder, prefix), (name) => isVaultFileName(name) && name.startsWith(prefix))),
      )
    return entries
  }

  async remove(file: FileRef): Promise<void> {
    const path = this.#pathOf(file)
    await this.#guard(async () => {
      await this.#fs.stat(this.#root)
      const options = { fs: this.#fs, platform: this.#platform }
      await removeFile(path, options)
      // A clean-up relies on this order: an index that came back after a power cut would name packs that are gone.
      if (!REMOVED_IN_ANY_ORDER.has(file.kind)) await syncFolder(dirname(path), options)
    })
  }

  async clearLeftovers(): Promise<void> {
    await this.#guard(async () => {
      const options = { fs: this.#fs, platform: this.#platform }
      const data = join(this.#root, folderOf('pack'))
      const spread = ((await this.#orUndefined(() => this.#fs.readdir(data))) ?? []).filter(isSpreadFolder)
      const locks = join(this.#root, folderOf('lock'))
      const kinds = KIND_FOLDERS.map((name) => join(this.#root, name))
      for (const folder of [this.#root, ...kinds, ...spread.map((name) => join(data, name))]) {
        const names = (await this.#orUndefined(() => this.#fs.readdir(folder))) ?? []
        for (const name of names.filter(isLeftover)) {
          const path = join(folder, name)
          // Somebody may be at the door right now, who writes a lock without having the vault yet.
          if (folder !== locks || (await this.#isOld(path))) await removeFile(path, options)
        }
      }
    })
  }

  async #isOld(path: string): Promise<boolean> {
    const stats = await this.#orUndefined(() => this.#fs.stat(path))
    return stats !== undefined && systemClock.nowMs() - stats.mtimeMs > LOCK_WRITING_MS
  }

  async removeEmptyFolders(): Promise<void> {
    await this.#guard(async () => {
      const data = join(this.#root, folderOf('pack'))
      const spread = ((await this.#orUndefined(() => this.#fs.readdir(data))) ?? []).filter(isSpreadFolder)
      const kinds = KIND_FOLDERS.map((name) => join(this.#root, name))
      for (const folder of [...spread.map((name) => join(data, name)), ...kinds, this.#root])
        await this.#fs.rmdir(folder).catch((error: unknown) => {
          if (!NOT_TO_REMOVE.has(errnoOf(error))) throw error
        })
    })
  }

  async holdsForeignThings(): Promise<boolean> {
    const names = (await this.#orUndefined(() => this.#fs.readdir(this.#root))) ?? []
    return names.some(isForeignThing)
  }

  async freeBytes(): Promise<number | undefined> {
    return this.#guard(async () => {
      const { bavail, bsize } = await this.#fs.statfs(this.#root)
      return bavail * bsize
    })
  }

  async close(): Promise<void> {}

  #pathOf(file: FileRef): string {
    return join(this.#root, ...pathPartsOf(file))
  }

  async #listFolder(folder: string, isOurs: (name: string) => boolean): Promise<FileEntry[]> {
    const names = ((await this.#orUndefined(() => this.#fs.readdir(folder))) ?? []).filter(isOurs)
    const entries: FileEntry[] = []
    for (let start = 0; start < names.length; start += STATS_AT_ONCE) {
      const found = await Promise.all(
        names.slice(start, start + STATS_AT_ONCE).map(async (name) => {
          const stats = await this.#orUndefined(() => this.#fs.stat(join(folder, name)))
          return stats?.isFile() ? { name, sizeBytes: stats.size } : undefined
        }),
      )
      entries.push(...found.filter((entry) => entry !== undefined))
    }
    return entries
  }

  async #makeFolder(folder: string, mode: number): Promise<void> {
    try {
      await this.#fs.mkdir(folder, { mode })
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error
      return
    }
    await syncFolder(dirname(folder), { fs: this.#fs, platform: this.#platform })
  }

  /** Folders are only added to a vault: an empty mount point of an unplugged disk must stay empty. */
  async #requireVault(cause: unknown): Promise<void> {
    if (!(await this.#isThere(join(this.#root, 'config')))) fail('DEST_101', {}, { cause })
  }

  async #isThere(path: string): Promise<boolean> {
    return this.#fs.stat(path).then(
      () => true,
      () => false,
    )
  }

  /** restic's rule: a config that its group may read means a vault shared by that group. */
  #readModes() {
    this.#modes ??= this.#fs.stat(join(this.#root, 'config')).then(
      ({ mode }) => ((mode & 0o040) === 0 ? PRIVATE_MODES : GROUP_MODES),
      () => {
        this.#modes = undefined
        return PRIVATE_MODES
      },
    )
    return this.#modes
  }

  async #orUndefined<T>(step: () => Promise<T>): Promise<T | undefined> {
    return this.#guard(async () => {
      try {
        return await step()
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT' || !(await this.#rootIsThere())) throw error
        return undefined
      }
    })
  }

  async #guard<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step()
    } catch (error) {
      return failFs(error, await this.#rootIsThere())
    }
  }

  async #rootIsThere(): Promise<boolean> {
    return this.#fs.stat(this.#root).then(
      (stats) => stats.isDirectory(),
      (error: unknown) => errnoOf(error) === 'EACCES' || errnoOf(error) === 'EPERM',
    )
  }
}

const PRIVATE_MODES = { fileMode: 0o400, folderMode: 0o700 }
const GROUP_MODES = { fileMode: 0o440, folderMode: 0o770 }
