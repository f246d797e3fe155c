import { link, symlink } from 'node:fs/promises'
import { createLimiter, systemClock } from '#engine/kernel/index.ts'
import { type FileSystem, isSystemError, type NativePath } from '#engine/sources/index.ts'
import type { TreeNode, Vault } from '#engine/vault/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { setFolderAttributes, setLinkAttributes } from './attributes.ts'
import { LinkedFiles } from './hard-links.ts'
import { makeFifo } from './make-fifo.ts'
import { isRestorable } from './node-facts.ts'
import { oldLogsOf } from './old-logs.ts'
import { makeAt, type Placement, placeFile, placeFolder } from './place.ts'
import { safeName } from './safe-name.ts'
import type { SelectedEntry, SelectionVisitor } from './selection.ts'
import { temporaryName } from './target.ts'
import { endsRecovery, targetFailure } from './target-failure.ts'
import type { RestorePlan, RestoreProgress, RestoreSkip } from './types.ts'
import { UnderWay } from './under-way.ts'
import { writeTemporaryFile } from './write-file.ts'

const FILES_IN_FLIGHT = 4
/** Disks stamp files with a clock that ticks more slowly than ours. */
const FILE_CLOCK_LAG_MS = 50

/** A folder that is being filled. `made` is absent for folders that leave no trace in the target. */
type Frame = {
  readonly path: NativePath
  readonly made: TreeNode | undefined
  readonly pending: Set<Promise<void>>
}

export type RestorerOptions = {
  readonly vault: Vault
  readonly plan: RestorePlan
  readonly fileSystem: FileSystem
  /** Real path, prepared. */
  readonly targetFolder: string
  readonly signal: AbortSignal
  readonly onProgress: ((progress: RestoreProgress) => void) | undefined
}

/** Writes what a selection visits: the walk makes folders and goes ahead while a few files are being written. */
export class Restorer implements SelectionVisitor {
  readonly skips: RestoreSkip[] = []
  readonly landed: string[]
  readonly underWay: UnderWay
  doneFiles = 0
  doneBytes = 0
  readonly #options: RestorerOptions
  readonly #limiter = createLimiter(FILES_IN_FLIGHT)
  readonly #linked = new LinkedFiles()
  readonly #beganAtMs = systemClock.nowMs() - FILE_CLOCK_LAG_MS
  readonly #stack: Frame[]

  constructor(options: RestorerOptions) {
    this.#options = options
    this.underWay = new UnderWay(options.signal)
    const { request } = options.plan
    this.landed = request.include.map(() => options.targetFolder)
    const root = options.fileSystem.native(options.targetFolder)
    this.#stack = [{ path: root, made: undefined, pending: new Set() }]
  }

  async enter(entry: SelectedEntry): Promise<boolean> {
    const placement = this.#placementOf(entry)
    if (placement === undefined) return false
    const { request } = this.#options.plan
    if (entry.isWay && request.layout === 'flat') {
      this.#stack.push({ path: placement.folder, made: undefined, pending: this.#top.pending })
      return true
    }
    try {
      // A folder a person asked for stays apart from one that is there already; what leads to it may be shared.
      const mayJoin = !(entry.isAskedFor && request.layout === 'flat' && request.onConflict === 'rename')
      const { path, isNew } = await placeFolder(placement, mayJoin)
      this.#land(entry, path)
      const isOurs = isNew || request.onConflict === 'overwrite'
      this.#stack.push({ path, made: isOurs ? entry.node : undefined, pending: new Set() })
      return true
    } catch (error) {
      this.#skipFor(error, entry)
      return false
    }
  }

  async leave(): Promise<void> {
    const frame = this.#stack.pop()
    if (frame?.made === undefined) {
      for (const work of frame?.pending ?? []) this.#follow(work)
      return
    }
    const { path, made, pending } = frame
    // Writing into a folder changes its time, so its own come last.
    this.#follow(Promise.all(pending).then(() => setFolderAttributes(path, made)))
  }

  async item(entry: SelectedEntry): Promise<void> {
    const { node } = entry
    const placement = this.#placementOf(entry)
    if (placement === undefined) return
    if (!isRestorable(node)) this.#skip('SRC_105', entry)
    else if (node.type === 'file') await this.#startFile(entry, placement)
    else if (node.type === 'symlink') await this.#make(entry, placement, (path) => this.#makeLink(path, node))
    else if (node.type === 'fifo')
      await this.#make(entry, placement, (path) => makeFifo(this.#options.targetFolder, path, node))
  }

  unreadable(entry: SelectedEntry): void {
    this.#skip('VAULT_105', entry)
  }

  get #top(): Frame {
    const frame = this.#stack.at(-1)
    if (!frame) throw new TypeError('left more folders than were entered')
    return frame
  }

  #placementOf(entry: SelectedEntry): Placement | undefined {
    const { fileSystem, plan } = this.#options
    const name = safeName(entry.node.name, fileSystem.kind)
    if (name !== undefined) return { fileSystem, folder: this.#top.path, name, onConflict: plan.request.onConflict }
    this.#skip('REST_101', entry)
    return undefined
  }

  async #startFile(entry: SelectedEntry, placement: Placement): Promise<void> {
    const leave = await this.#limiter.enter()
    this.#follow(
      this.#writeFile(entry, placement)
        .catch((error: unknown) => this.#skipFor(error, entry))
        .finally(leave),
    )
  }

  async #writeFile(entry: SelectedEntry, placement: Placement): Promise<void> {
    const { vault } = this.#options
    const { signal } = this.underWay
    signal.throwIfAborted()
    const temporary = this.#temporaryIn(placement.folder)
    let bytes = 0
    const write = async () => {
      const onBytes = (count: number) => {
        bytes += count
        this.doneBytes += count
        this.#report()
      }
      await writeTemporaryFile({ vault, signal, onBytes }, temporary, entry.node)
      return placeFile(placement, temporary, (path) => oldLogsOf(path, temporary, this.#beganAtMs))
    }
    try {
      const path = await this.#linked.restore(entry.node, write, (first) => this.#linkTo(first, placement, temporary))
      this.#land(entry, path)
    } catch (error) {
      this.doneBytes -= bytes
      throw error
    }
    this.doneFiles++
    this.#report()
  }

  async #linkTo(first: NativePath, placement: Placement, temporary: NativePath): Promise<NativePath> {
    return makeAt(placement, temporary, (path) => link(first, path))
  }

  async #make(entry: SelectedEntry, placement: Placement, make: (path: NativePath) => Promise<void>): Promise<void> {
    try {
      this.#land(entry, await makeAt(placement, this.#temporaryIn(placement.folder), make))
    } catch (error) {
      this.#skipFor(error, entry)
    }
  }

  async #makeLink(path: NativePath, node: TreeNode): Promise<void> {
    const target = node.linkTargetRaw ? Buffer.from(node.linkTargetRaw) : (node.linkTarget ?? '')
    await symlink(target, path)
    await setLinkAttributes(path, node)
  }

  #temporaryIn(folder: NativePath): NativePath {
    const { fileSystem } = this.#options
    return fileSystem.system(fileSystem.join(folder, Buffer.from(temporaryName())))
  }

  /** Keeps the folder above open until this is done. */
  #follow(work: Promise<void>): void {
    const { pending } = this.#top
    pending.add(work)
    work.then(
      () => pending.delete(work),
      () => pending.delete(work),
    )
    this.underWay.add(work)
  }

  #land(entry: SelectedEntry, path: NativePath): void {
    for (const index of entry.requestIndexes) this.landed[index] = this.#options.fileSystem.text(path)
  }

  #skip(code: RestoreSkip['code'], entry: SelectedEntry): void {
    this.skips.push({ code, path: entry.path })
  }

  /** A failure about one entry becomes a skip; one about the target or the vault ends the recovery. */
  #skipFor(error: unknown, entry: SelectedEntry): void {
    const isDamaged = isAppError(error) && error.code === 'VAULT_105'
    if (!isDamaged && !isSystemError(error)) throw error
    if (endsRecovery(error)) throw targetFailure(error)
    this.#skip(isDamaged ? 'VAULT_105' : 'REST_105', entry)
  }

  #report(): void {
    const { plan, onProgress } = this.#options
    onProgress?.({
      doneBytes: Math.min(this.doneBytes, plan.bytes),
      totalBytes: plan.bytes,
      doneFiles: Math.min(this.doneFiles, plan.files),
      totalFiles: plan.files,
    })
  }
}
