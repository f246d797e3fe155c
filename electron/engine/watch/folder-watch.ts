import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import type { Clock } from '#engine/kernel/index.ts'

/** More folders than this cost more memory than looking at everything costs time. */
const MOST_FOLDERS = 60_000
/** New folders that wait to be looked into; with more of them, all is begun anew. */
const MOST_WAITING = 10_000
/** Folders that are taken in at once, and the pause after: starting to watch must not be felt. */
const AT_ONCE = 20
const PAUSE_MS = 10

/** Too much for this computer's limits, or gone: the watch is over and says so once. */
export type FolderWatchEnd = 'limit' | 'failed' | 'begin-anew'

export type FolderWatchParts = {
  readonly root: string
  /** False: only what lies directly in it. */
  readonly isDeep: boolean
  readonly clock: Clock
  /** `name` is null where the system does not say what it was. Told of everything, junk too. */
  readonly onEvent: (folder: string, name: string | null) => void
  readonly onReady: () => void
  readonly onEnd: (why: FolderWatchEnd) => void
  /** One subscription for a whole tree, where the system has it. */
  readonly isRecursive?: boolean
  readonly mostFolders?: number
}

/**
 * Hears of changes in a folder and all below it. Holds nothing for a file: one watch a folder, or one for all where the system has that.
 *
 * chokidar's own walk keeps and asks for every file; so each folder is given to it alone, and what the system says is taken as it comes.
 */
export class FolderWatch {
  readonly #parts: FolderWatchParts
  readonly #watcher: FSWatcher
  readonly #folders = new Set<string>()
  readonly #waiting = new Set<string>()
  readonly #stop = new AbortController()
  #walking: Promise<void> = Promise.resolve()
  #isWalking = false

  constructor(parts: FolderWatchParts) {
    this.#parts = parts
    const isRecursive = parts.isDeep && (parts.isRecursive ?? hasRecursiveWatch)
    this.#watcher = watch([], {
      backend: isRecursive ? 'native-recursive' : 'native',
      ...(isRecursive ? {} : { depth: 0 }),
      ignored: (name) => !this.#folders.has(path.normalize(name)),
      ignoreInitial: true,
      ignorePermissionErrors: true,
      followSymlinks: true,
      atomic: false,
    })
    this.#watcher.on('raw', (event, name, details) => this.#hear(event, name, folderIn(details)))
    this.#watcher.on('unlinkDir', (name) => void this.#folders.delete(path.normalize(name)))
    this.#watcher.on('error', (error) => this.#fail(error))
    if (isRecursive) {
      this.#folders.add(path.normalize(parts.root))
      this.#watcher.add(parts.root)
      this.#watcher.on('ready', () => this.#parts.onReady())
    } else this.#walk(parts.root, () => this.#parts.onReady())
  }

  get folders(): number {
    return this.#folders.size
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#waiting.clear()
    await this.#walking
    await this.#watcher.close().catch(() => undefined)
  }

  #hear(event: string, name: string | null, folder: string): void {
    if (this.#stop.signal.aborted) return
    this.#parts.onEvent(folder, name)
    const isNewPerhaps = event === 'rename' && name !== null && this.#parts.isDeep
    if (!isNewPerhaps || this.#parts.isRecursive === true || hasRecursiveWatch) return
    if (this.#waiting.size < MOST_WAITING) {
      this.#waiting.add(path.join(folder, name))
      if (!this.#isWalking) this.#walk(undefined)
    } else this.#end('begin-anew')
  }

  /** Takes in a folder with all below it, then what came up meanwhile. */
  #walk(root: string | undefined, done: () => void = () => undefined): void {
    this.#isWalking = true
    this.#walking = this.#takeIn(root)
      .then(() => {
        if (!this.#stop.signal.aborted) done()
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#isWalking = false
      })
  }

  async #takeIn(root: string | undefined): Promise<void> {
    const { signal } = this.#stop
    if (root !== undefined) await this.#takeInAll(root)
    await this.#areWatched()
    // Taken one by one, because more come while they are looked at.
    for (const found of this.#waiting) {
      this.#waiting.delete(found)
      if (signal.aborted) return
      const facts = await lstat(found).catch(() => undefined)
      if (!facts?.isDirectory()) continue
      await this.#takeInAll(found)
      await this.#areWatched()
      // Its first files came before it was watched.
      this.#parts.onEvent(found, null)
    }
  }

  async #takeInAll(root: string): Promise<void> {
    const { clock, isDeep, mostFolders = MOST_FOLDERS } = this.#parts
    const { signal } = this.#stop
    const left = [root]
    let taken = 0
    for (let folder = left.pop(); folder !== undefined && !signal.aborted; folder = left.pop()) {
      if (this.#folders.size >= mostFolders) return this.#end('limit')
      this.#folders.add(path.normalize(folder))
      this.#watcher.add(folder)
      if (isDeep) for (const name of await foldersIn(folder)) left.push(path.join(folder, name))
      if (++taken % AT_ONCE === 0) await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
    }
  }

  /** chokidar watches a moment after it was asked to: nobody may count on events before. Its own `ready` comes once in its life. */
  async #areWatched(): Promise<void> {
    await Promise.allSettled(this.#watcher.lifecycle.tasks)
  }

  #fail(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (HARMLESS.has(code)) return
    this.#end(LIMITS.has(code) ? 'limit' : 'failed')
  }

  #end(why: FolderWatchEnd): void {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    this.#parts.onEnd(why)
  }
}

const hasRecursiveWatch = process.platform === 'win32' || process.platform === 'darwin'
/** A watch a folder, a file a watch: where a system has no more of them. */
const LIMITS: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'])
/** A folder that went away while it was taken in, or that nobody may look into: the copy tells of it. */
const HARMLESS: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'])

/** Links are not followed; a folder that cannot be read has none. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (LIMITS.has(code)) throw error
    return []
  }
}

const folderIn = (details: unknown): string =>
  typeof details === 'object' && details !== null && 'watchedPath' in details ? String(details.watchedPath) : ''
