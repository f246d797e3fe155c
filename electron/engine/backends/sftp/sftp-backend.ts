import { type Clock, type Random, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { codeOf, fail, isAppError } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import type { Backend, ByteRange, FileEntry, FileKind, FileRef } from '../backend.ts'
import {
  folderOf,
  isForeignThing,
  isLeftover,
  isSingle,
  isSpreadFolder,
  isVaultFileName,
  KIND_FOLDERS,
  pathPartsOf,
} from '../file-kind.ts'
import { writeDurably } from './durable-write.ts'
import { Pieces } from './pieces.ts'
import { RemoteFiles } from './remote-files.ts'
import { openSession, type Patience } from './session.ts'
import { ConnectionLost, codeOfAnswer, failSftp, isMissing, status, statusOf } from './sftp-failure.ts'

export type SftpOptions = {
  readonly clock?: Clock
  readonly random?: Random
  readonly patience?: Patience
  /** Waits before a request is tried again on a new connection. */
  readonly retryMs?: readonly number[]
}

const PATIENCE: Patience = { connectMs: 20_000, answerMs: 120_000, idleMs: 60_000 }
/** A router that dials in again is back by the last one; what takes longer waits for the next run. */
const RETRY_MS: readonly number[] = [500, 2_000, 8_000]
/** A server that throws away what a lost connection left unfinished may never come to an end of one file. */
const MOST_TRIES = 100
const FOLDERS_AT_ONCE = 16

/** A vault on a server that speaks SFTP, in restic's layout. Connects at the first call. */
export function sftpBackend(place: PlaceOf<'sftp'>, access: PlaceAccess = {}, options: SftpOptions = {}): Backend {
  return new SftpBackend(place, access, options)
}

class SftpBackend implements Backend {
  readonly capabilities = { removable: false, parallelCalls: 4, givesUp: true } as const
  readonly #place: PlaceOf<'sftp'>
  readonly #access: PlaceAccess
  readonly #options: Required<SftpOptions>
  readonly #root: string
  #files: Promise<RemoteFiles> | undefined
  #modes: typeof PRIVATE_MODES | undefined
  #acrossBytes = 0

  constructor(place: PlaceOf<'sftp'>, access: PlaceAccess, options: SftpOptions) {
    this.#place = place
    this.#access = access
    this.#options = { clock: systemClock, random: systemRandom, patience: PATIENCE, retryMs: RETRY_MS, ...options }
    this.#root = place.folder.length > 1 ? place.folder.replace(/\/+$/, '') : place.folder
  }

  async create(): Promise<void> {
    await this.#run(async (files) => {
      // only the last folder is made: a missing parent is a mistyped folder
      await files.makeFolder(this.#root, PRIVATE_MODES.folderMode).catch((error: unknown) => {
        if (isMissing(error)) fail('DEST_109', {}, { cause: error })
        throw error
      })
      for (const name of KIND_FOLDERS) await files.makeFolder(this.#join(name), PRIVATE_MODES.folderMode)
    })
  }

  async write(file: FileRef, bytes: Uint8Array): Promise<void> {
    const parts = pathPartsOf(file)
    const pieces = new Pieces()
    const upload = {
      path: this.#join(...parts),
      bytes,
      pieces,
      mark: Buffer.from(this.#options.random.bytes(6)).toString('hex'),
      isNamedByHash: !isSingle(file.kind),
    }
    await this.#run(async (files) => {
      const { fileMode, folderMode } = await this.#readModes(files)
      const put = () => writeDurably(files, { ...upload, fileMode })
      try {
        try {
          await put()
        } catch (error) {
          if (!isMissing(error) || parts.length === 1) throw error
          // folders are only added to a vault: what stands where one is expected may be another disk's empty mount point
          if (!(await files.find(this.#join('config')))) {
            if (!(await files.find(this.#join(parts[0] ?? '')))) fail('DEST_101', {}, { cause: error })
          }
          for (let depth = 1; depth < parts.length; depth++)
            await files.makeFolder(this.#join(...parts.slice(0, depth)), folderMode)
          await put()
        }
      } catch (error) {
        await failWrite(files, this.#root, error, bytes.length)
      }
    })
  }

  async read(file: FileRef, range?: ByteRange, room?: Uint8Array): Promise<Uint8Array | undefined> {
    const path = this.#pathOf(file)
    const pieces = new Pieces()
    let into: Uint8Array | undefined
    return this.#orUndefined(async (files) => {
      const handle = await files.openExisting(path)
      try {
        const length = range?.length ?? (await files.sizeOf(handle))
        // files of a vault never change: what came before the connection was lost is still good
        if (into?.length !== length) {
          into = room && room.length >= length ? room.subarray(0, length) : new Uint8Array(length)
          pieces.restart(0)
        }
        const count = await files.read(handle, range?.offset ?? 0, into, pieces)
        return count === length ? into : into.subarray(0, count)
      } finally {
        await files.close(handle).catch(() => undefined)
      }
    })
  }

  async stat(file: FileRef): Promise<{ readonly sizeBytes: number } | undefined> {
    const path = this.#pathOf(file)
    return this.#orUndefined(async (files) => ({ sizeBytes: (await files.stat(path)).sizeBytes }))
  }

  async list(kind: FileKind): Promise<readonly FileEntry[]> {
    if (isSingle(kind)) {
      const single = await this.stat({ kind, name: '' })
      return single ? [{ name: '', sizeBytes: single.sizeBytes }] : []
    }
    const folder = folderOf(kind)
    const listed = await this.#orUndefined(async (files) => {
      if (kind !== 'pack') return await this.#listFiles(files, folder, isVaultFileName)
      const spread = await this.#spreadFolders(files)
      return await this.#each(spread, (prefix) =>
        // a pack in the folder of another prefix is not where a reader looks for it: passed over, so that it counts as missing
        this.#listFiles(files, `${folder}/${prefix}`, (name) => isVaultFileName(name) && name.startsWith(prefix)).catch(
          nothingIfMissing,
        ),
      )
    })
    return listed ?? []
  }

  async remove(file: FileRef): Promise<void> {
    const path = this.#pathOf(file)
    await this.#orUndefined((files) => this.#unlink(files, path))
  }

  async clearLeftovers(): Promise<void> {
    await this.#run(async (files) => {
      const data = folderOf('pack')
      const spread = await this.#spreadFolders(files).catch(nothingIfMissing)
      // not among the locks: somebody may be at the door right now
      const kinds = KIND_FOLDERS.filter((name) => name !== folderOf('lock'))
      const folders = ['', ...kinds, ...spread.map((prefix) => `${data}/${prefix}`)]
      await this.#each(folders, async (folder) => {
        const at = folder === '' ? this.#root : this.#join(folder)
        const entries = await files.list(at).catch(nothingIfMissing)
        for (const { name } of entries) if (isLeftover(name)) await this.#unlink(files, `${at}/${name}`)
        return []
      })
    })
  }

  async removeEmptyFolders(): Promise<void> {
    await this.#run(async (files) => {
      const spread = await this.#spreadFolders(files).catch(nothingIfMissing)
      const folders = [...spread.map((prefix) => `${folderOf('pack')}/${prefix}`), ...KIND_FOLDERS]
      for (const folder of [...folders.map((name) => this.#join(name)), this.#root])
        await files.removeFolder(folder).catch((error: unknown) => {
          // servers of version 3 have no number for "something is in it"
          if (!isMissing(error) && statusOf(error) !== status.failure) throw error
        })
    })
  }

  async holdsForeignThings(): Promise<boolean> {
    const entries = (await this.#orUndefined((files) => files.list(this.#root))) ?? []
    return entries.some(({ name }) => isForeignThing(name))
  }

  async freeBytes(): Promise<number | undefined> {
    return this.#run(async (files) => (await files.roomAt(this.#root))?.freeBytes)
  }

  async close(): Promise<void> {
    const files = await this.#files?.catch(() => undefined)
    this.#files = undefined
    files?.session.end()
  }

  #join(...parts: readonly string[]): string {
    return [this.#root === '/' ? '' : this.#root, ...parts].join('/')
  }

  #pathOf(file: FileRef): string {
    return this.#join(...pathPartsOf(file))
  }

  async #spreadFolders(files: RemoteFiles): Promise<string[]> {
    return (await files.list(this.#join(folderOf('pack')))).map(({ name }) => name).filter(isSpreadFolder)
  }

  async #listFiles(files: RemoteFiles, folder: string, isOurs: (name: string) => boolean): Promise<FileEntry[]> {
    const entries = await files.list(this.#join(folder))
    return entries
      .filter(({ name, stat }) => isOurs(name) && stat.isFile)
      .map(({ name, stat }) => ({ name, sizeBytes: stat.sizeBytes }))
  }

  async #each<T>(folders: readonly string[], step: (folder: string) => Promise<readonly T[]>): Promise<T[]> {
    const all: T[] = []
    for (let start = 0; start < folders.length; start += FOLDERS_AT_ONCE)
      for (const found of await Promise.all(folders.slice(start, start + FOLDERS_AT_ONCE).map(step))) all.push(...found)
    return all
  }

  async #unlink(files: RemoteFiles, path: string): Promise<void> {
    try {
      await files.unlink(path)
    } catch (error) {
      if (statusOf(error) !== status.permissionDenied) throw error
      // other programs leave vault files read-only, which on Windows' servers keeps them from being removed
      await files.chmod(path, PRIVATE_MODES.fileMode)
      await files.unlink(path)
    }
  }

  /** restic's rule: a config that its group may read means a vault shared by that group. */
  async #readModes(files: RemoteFiles): Promise<typeof PRIVATE_MODES> {
    if (this.#modes) return this.#modes
    const config = await files.find(this.#join('config'))
    if (!config) return PRIVATE_MODES
    this.#modes = (config.mode & 0o040) === 0 ? PRIVATE_MODES : GROUP_MODES
    return this.#modes
  }

  async #orUndefined<T>(step: (files: RemoteFiles) => Promise<T>): Promise<T | undefined> {
    return this.#run(async (files) => {
      try {
        return await step(files)
      } catch (error) {
        if (!isMissing(error) || !(await files.find(this.#root))) throw error
        return undefined
      }
    })
  }

  /**
   * Does something on the kept connection, again on a new one when it got lost on the way: every step may be repeated.
   * As long as more and more gets across, by this call or another, tries are not counted.
   */
  async #run<T>(step: (files: RemoteFiles) => Promise<T>): Promise<T> {
    const { retryMs, clock } = this.#options
    let used: RemoteFiles | undefined
    let wasConnected = false
    let across = this.#acrossBytes
    for (let tries = 0, all = 0; ; tries++, all++) {
      try {
        used = undefined
        used = await this.#connect()
        wasConnected = true
        return await this.#attempt(used, step)
      } catch (error) {
        if (this.#acrossBytes > across && all < MOST_TRIES) {
          across = this.#acrossBytes
          tries = 0
        }
        const waitMs = retryMs[tries]
        wasConnected ||= isAppError(error) && error.cause instanceof ConnectionLost
        // who never answered is not waited for
        if (!wasConnected || waitMs === undefined || codeOf(error) !== 'DEST_101') throw error
        if (used && !used.session.isLost) throw error
        await clock.sleep(waitMs)
      }
    }
  }

  async #attempt<T>(files: RemoteFiles, step: (files: RemoteFiles) => Promise<T>): Promise<T> {
    try {
      return await step(files)
    } catch (error) {
      return failSftp(error, !isMissing(error) || (await this.#rootIsThere(files)))
    }
  }

  /** One connection for all calls, also for those that find it lost at the same time. */
  async #connect(): Promise<RemoteFiles> {
    const asked = this.#files
    const kept = await asked
    if (kept && !kept.session.isLost) return kept
    if (this.#files === asked) this.#files = this.#open()
    return this.#files ?? this.#connect()
  }

  async #open(): Promise<RemoteFiles> {
    const { host, port, user, hostKey, login } = this.#place
    const { secret, network } = this.#access
    try {
      const asked = { host, port, user, hostKey, kind: login, secret, proxyUrl: network?.proxyUrl }
      const session = await openSession(asked, this.#options.patience)
      return new RemoteFiles(session, {
        spend: network?.spend,
        onAcross: (bytes) => {
          this.#acrossBytes += bytes
        },
      })
    } catch (error) {
      this.#files = undefined
      throw error
    }
  }

  async #rootIsThere(files: RemoteFiles): Promise<boolean> {
    return files.find(this.#root).then(
      (stat) => stat !== undefined,
      (error: unknown) => statusOf(error) === status.permissionDenied,
    )
  }
}

/** Where the server said only "failure", what it tells of its disk may be the reason. */
async function failWrite(files: RemoteFiles, root: string, error: unknown, neededBytes: number): Promise<never> {
  if (statusOf(error) !== status.failure || codeOfAnswer(error) !== undefined) throw error
  const room = await files.roomAt(root).catch(() => undefined)
  if (room?.isReadOnly) fail('DEST_103', {}, { cause: error })
  if (room && (room.freeBytes < neededBytes || room.freeFiles === 0)) fail('DEST_102', {}, { cause: error })
  throw error
}

const nothingIfMissing = (error: unknown): never[] => {
  if (isMissing(error)) return []
  throw error
}

const PRIVATE_MODES = { fileMode: 0o600, folderMode: 0o700 }
const GROUP_MODES = { fileMode: 0o640, folderMode: 0o770 }
