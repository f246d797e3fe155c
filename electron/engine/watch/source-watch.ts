import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { type Clock, markOf } from '#engine/kernel/index.ts'
import { compileExclusions, inspectFolder } from '#engine/sources/index.ts'
import { FolderWatch, type FolderWatchEnd } from './folder-watch.ts'
import { type Hearing, hearingOf } from './share.ts'
import type { Coverage, SourceEvents, WatchedSource } from './types.ts'

/** As many files of a share may be asked for again and again; a larger one waits for the next look at everything. */
const MOST_POLLED_FILES = 2000
const POLL_EVERY_MS = 10_000
/** When the system could not tell, it is asked again after so long, and then after twice as long each time: taking folders in costs something. */
const FIRST_PAUSE_MS = 10 * 60_000
const LONGEST_PAUSE_MS = 6 * 60 * 60_000
/** While a source is marked anyway, an event more says nothing new. */
const DEAF_MS = 1000

export type SourceWatchParts = SourceEvents & {
  readonly source: WatchedSource
  readonly clock: Clock
  /** Files that belong to another source: it judges them. */
  readonly isOthers: (file: string) => boolean
  readonly hearing?: (path: string) => Promise<Hearing>
  readonly isRecursive?: boolean
  readonly mostFolders?: number
  /** How often the files of a share are asked for; every ten seconds by default. */
  readonly pollEveryMs?: number
}

/** Watches one source through everything that can happen to its folder. */
export class SourceWatch {
  readonly #parts: SourceWatchParts
  readonly #isJunk = compileExclusions([], process.platform === 'win32' ? 'win32' : 'posix')
  #folder: FolderWatch | undefined
  #poller: FSWatcher | undefined
  #identity = ''
  #mark = ''
  #isAsking = false
  #isAskedAgain = false
  #deafUntilMs = 0
  #isClosed = false
  /** Counts what was begun: an end that is told late is not the end of what came after it. */
  #begun = 0
  /** Set while the system cannot tell. */
  #againAtMs: number | undefined
  #pauseMs = FIRST_PAUSE_MS
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: SourceWatchParts) {
    this.#parts = parts
  }

  /** Looks whether the folder is there and still the same, and begins to watch when it is there anew or the system may tell again. */
  async look(): Promise<void> {
    const turn = this.#turn.then(() => this.#look())
    this.#turn = turn.catch(() => undefined)
    await turn
  }

  /** Takes the next event for news, however soon it comes. */
  hearAnew(): void {
    this.#deafUntilMs = 0
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#turn
    await this.#end()
  }

  async #look(): Promise<void> {
    if (this.#isClosed) return
    const identity = await this.#identityNow()
    if (identity === this.#identity) return this.#tryAgain()
    const isFirst = this.#identity === ''
    this.#identity = identity
    this.#againAtMs = undefined
    this.#pauseMs = FIRST_PAUSE_MS
    await this.#end()
    // Gone, there again, or another folder: in any case something changed.
    if (!isFirst) this.#parts.onChange()
    if (identity === MISSING) this.#parts.onCoverage({ kind: 'looks', code: 'SRC_101' })
    else await this.#begin()
  }

  /** Handles come free when another program ends: nobody should have to start us anew for that. */
  async #tryAgain(): Promise<void> {
    const againAtMs = this.#againAtMs
    const nowMs = this.#parts.clock.nowMs()
    const isTooEarly = againAtMs === undefined || (nowMs < againAtMs && nowMs >= againAtMs - this.#pauseMs)
    if (isTooEarly) return
    this.#againAtMs = undefined
    await this.#begin('again')
  }

  /** The folder's own number: a folder that was put there in its stead has another. */
  async #identityNow(): Promise<string> {
    const facts = await stat(this.#root, { bigint: true }).catch(() => undefined)
    return facts?.isDirectory() ? `${facts.dev}:${facts.ino}` : MISSING
  }

  get #root(): string {
    const { kind, path: place } = this.#parts.source
    return kind === 'folder' ? place : path.dirname(place)
  }

  /** `again`: nothing is said until it went well. */
  async #begin(which: 'first' | 'again' = 'first'): Promise<void> {
    const { clock, source, hearing = hearingOf, isRecursive, mostFolders } = this.#parts
    if (which === 'first') this.#parts.onCoverage({ kind: 'starting' })
    const heard = await hearing(this.#root)
    if (heard === 'own') return this.#beginAsking()
    if (source.kind === 'files') this.#mark = await markOf(source.files ?? [])
    // The folder itself may be a link that somebody chose; nothing below it is followed.
    const root = await realpath(this.#root).catch(() => this.#root)
    const begun = this.#begun
    const covered: Coverage = { kind: 'events', isTrusted: heard === 'all' }
    this.#folder = new FolderWatch({
      root,
      clock,
      isDeep: source.kind === 'folder',
      onEvent: (folder, name) => this.#hear(root, folder, name),
      onReady: () => {
        this.#pauseMs = FIRST_PAUSE_MS
        // What was written while nobody told.
        if (which === 'again') this.#parts.onChange()
        this.#parts.onCoverage(covered)
      },
      onEnd: (why) => this.#ended(why, which, begun),
      ...(isRecursive !== undefined && { isRecursive }),
      ...(mostFolders !== undefined && { mostFolders }),
    })
  }

  #ended(why: FolderWatchEnd, which: 'first' | 'again', begun: number): void {
    const begunAnew = this.#turn.then(async () => {
      if (begun !== this.#begun) return
      await this.#end()
      if (this.#isClosed) return
      if (why !== 'begin-anew') {
        this.#againAtMs = this.#parts.clock.nowMs() + this.#pauseMs
        this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS)
        if (which === 'again') return
      }
      this.#parts.onChange()
      if (why === 'begin-anew') await this.#begin()
      else this.#parts.onCoverage({ kind: 'looks', code: why === 'limit' ? 'WATCH_101' : 'WATCH_103' })
    })
    this.#turn = begunAnew.catch(() => undefined)
  }

  /** A share tells nothing of what other computers write: a small one is asked, a large one looked at with each copy. */
  async #beginAsking(): Promise<void> {
    const { source } = this.#parts
    const code = 'WATCH_102'
    if (source.kind === 'folder') {
      const { files, isPartial } = await inspectFolder(source.path, { limitFiles: MOST_POLLED_FILES, limitMs: 10_000 })
      if (isPartial || files > MOST_POLLED_FILES) return this.#parts.onCoverage({ kind: 'looks', code })
    }
    const { pollEveryMs = POLL_EVERY_MS } = this.#parts
    const poller = watch(source.kind === 'folder' ? source.path : [...(source.files ?? [])], {
      backend: 'polling',
      pollingInterval: pollEveryMs,
      pollingBinaryInterval: pollEveryMs,
      ignoreInitial: true,
      ignorePermissionErrors: true,
      followSymlinks: false,
    })
    this.#poller = poller
    poller.on('all', (_event, name) => this.#hear(source.path, path.dirname(name), path.basename(name)))
    poller.on('error', () => undefined)
    poller.on('ready', () => this.#parts.onCoverage({ kind: 'polling', code }))
  }

  #hear(root: string, folder: string, name: string | null): void {
    const { clock, source } = this.#parts
    const nowMs = clock.nowMs()
    if (nowMs < this.#deafUntilMs && nowMs >= this.#deafUntilMs - DEAF_MS) return
    if (source.kind === 'files') {
      this.#ask(folder, name)
      return
    }
    if (name !== null) {
      const names = name.split(path.sep)
      if (names.some((_, length) => this.#isJunk(names.slice(0, length + 1).map((one) => Buffer.from(one))))) return
      // The person's spelling of the folder, under which other sources know their files.
      if (this.#parts.isOthers(path.join(source.path, path.relative(root, folder), name))) return
    }
    this.#deafUntilMs = nowMs + DEAF_MS
    this.#parts.onChange()
  }

  /** A reader of a database leaves traces too, and we are one: only its written state decides. Asked once at a time. */
  #ask(folder: string, name: string | null): void {
    const { files = [], path: place } = this.#parts.source
    if (name !== null && !files.some((file) => path.basename(file) === path.basename(name))) return
    if (folder !== '' && path.basename(folder) !== path.basename(path.dirname(place))) return
    this.#isAskedAgain = this.#isAsking
    if (this.#isAsking) return
    this.#isAsking = true
    markOf(files)
      .then((mark) => {
        if (mark === this.#mark) return
        this.#mark = mark
        this.#parts.onChange()
      })
      .catch(() => undefined)
      .finally(() => {
        this.#isAsking = false
        if (this.#isAskedAgain) this.#ask(folder, name)
      })
  }

  async #end(): Promise<void> {
    this.#begun += 1
    const [folder, poller] = [this.#folder, this.#poller]
    this.#folder = undefined
    this.#poller = undefined
    await Promise.all([folder?.close(), poller?.close()])
  }
}

const MISSING = 'missing'
