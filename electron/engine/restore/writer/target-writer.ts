import { closeSync, constants, fstatSync, fsyncSync, linkSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs'
import { type FileSystem, type NativePath, openFileSystem } from '#engine/sources/index.ts'
import { AppError, fail, isAppError } from '#shared/errors/index.ts'
import { temporaryName } from '../target.ts'
import { systemCodeOf } from '../target-failure.ts'
import { setAttributes, setFolderAttributes, setLinkAttributes } from './attributes.ts'
import { makeFifo } from './make-fifo.ts'
import { type Connectors, isDatabase, mayHoldOldLogs, oldLogsAt } from './old-logs.ts'
import type { FileOrder, FolderOrder, Order, Piece, Result, WriterFailure, WriterStart } from './orders.ts'
import { firstPath, isThere, makeAt, type Placement, place, placeFolder } from './place.ts'

type Folder = { readonly path: NativePath; readonly isOurs: boolean; readonly mayHoldOldLogs: boolean }
type OpenFile = {
  readonly order: FileOrder
  readonly folder: Folder
  readonly temporary: NativePath
  file: number | undefined
  left: number
}
type Placed = Exclude<Order, { readonly kind: 'drop' | 'finish' }>

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Writes a recovery into its target, one order after the other, with calls that block: for a thread of its own.
 *
 * A file is written under a temporary name beside its place, and named only when it is whole and has its mode and times. Nothing stays of one that fails.
 */
export class TargetWriter {
  readonly #start: WriterStart
  readonly #fileSystem: FileSystem = openFileSystem()
  readonly #folders = new Map<number, Folder>()
  readonly #files = new Map<number, OpenFile>()
  /** Final paths of files that get further names. */
  readonly #linked = new Map<number, NativePath>()
  #connectors: Connectors | undefined
  #results: Result[] = []

  constructor(start: WriterStart) {
    this.#start = start
    const path = this.#fileSystem.native(start.targetFolder)
    this.#folders.set(0, { path, isOurs: false, mayHoldOldLogs: mayHoldOldLogs(path, false) })
  }

  /** Carries out orders, then pieces. What came to its end meanwhile. */
  async work(
    orders: readonly Order[],
    pieces: readonly Piece[],
    memory: readonly Uint8Array[],
  ): Promise<readonly Result[]> {
    for (const order of orders) {
      if (this.#isStopped) break
      await this.#attempt(order)
    }
    for (const piece of pieces) {
      if (this.#isStopped) break
      const open = this.#files.get(piece.file)
      if (open) await this.#attemptPiece(open, piece, memory[piece.memory] as Uint8Array)
    }
    const results = this.#results
    this.#results = []
    return results
  }

  /** Removes what is not whole. */
  discard(): void {
    for (const open of [...this.#files.values()]) this.#drop(open)
  }

  get #isStopped(): boolean {
    return Atomics.load(this.#start.stop, 0) !== 0
  }

  async #attempt(order: Order): Promise<void> {
    if (order.kind === 'drop') {
      const open = this.#files.get(order.file)
      if (open) this.#drop(open)
      return
    }
    const { number } = order
    try {
      if (order.kind === 'finish') return this.#finishFolder(order)
      const folder = this.#folders.get(order.folder)
      if (!folder) this.#results.push({ kind: 'dropped', number })
      else if (order.kind === 'folder') this.#makeFolder(order, folder)
      else if (order.kind === 'file') await this.#beginFile(order, folder)
      else this.#done(order, this.#make(order, folder))
    } catch (error) {
      this.#results.push({ kind: 'failed', number, failure: failureOf(error) })
    }
  }

  #makeFolder(order: FolderOrder, above: Folder): void {
    const { path, isNew } = placeFolder(this.#placementOf(order, above), order.mayJoin)
    const isOurs = isNew || this.#start.onConflict === 'overwrite'
    this.#folders.set(order.number, { path, isOurs, mayHoldOldLogs: mayHoldOldLogs(path, isNew) })
    this.#done(order, path)
  }

  #finishFolder({ number, folder, attributes }: Extract<Order, { kind: 'finish' }>): void {
    const made = this.#folders.get(folder)
    this.#folders.delete(folder)
    if (made?.isOurs) setFolderAttributes(made.path, attributes)
    this.#results.push({ kind: 'done', number })
  }

  #make(order: Exclude<Placed, FileOrder | FolderOrder>, folder: Folder): NativePath {
    return makeAt(this.#placementOf(order, folder), this.#temporaryIn(folder), (path) => {
      switch (order.kind) {
        case 'link': {
          const first = this.#linked.get(order.first)
          if (first === undefined) throw new TypeError('a further name of nothing')
          return linkSync(first, path)
        }
        case 'symlink':
          symlinkSync(typeof order.to === 'string' ? order.to : Buffer.from(order.to), path)
          return setLinkAttributes(path, order.attributes)
        case 'fifo':
          return makeFifo(this.#start.targetFolder, path, order.attributes)
      }
    })
  }

  async #beginFile(order: FileOrder, folder: Folder): Promise<void> {
    const temporary = this.#temporaryIn(folder)
    const open: OpenFile = { order, folder, temporary, file: undefined, left: order.pieces }
    this.#files.set(order.number, open)
    if (order.pieces === 0) await this.#attemptPiece(open, undefined, new Uint8Array(0))
  }

  async #attemptPiece(open: OpenFile, piece: Piece | undefined, memory: Uint8Array): Promise<void> {
    const { order } = open
    try {
      open.file ??= openSync(open.temporary, NEW_FILE, 0o600)
      if (piece) {
        writeWhole(open.file, memory.subarray(piece.from, piece.to), piece.position)
        open.left -= 1
      }
      if (open.left > 0) return
      const path = await this.#finishFile(open, open.file)
      this.#files.delete(order.number)
      if (order.isLinked) this.#linked.set(order.number, path)
      this.#done(order, path)
    } catch (error) {
      this.#drop(open)
      this.#results.push({ kind: 'failed', number: order.number, failure: failureOf(error) })
    }
  }

  async #finishFile(open: OpenFile, file: number): Promise<NativePath> {
    const { order, folder, temporary } = open
    const { onConflict, syncsEach } = this.#start
    const now = fstatSync(file)
    if (now.size !== order.sizeBytes) fail('REST_106')
    setAttributes(file, order.attributes, now)
    const placement = this.#placementOf(order, folder)
    // An old file must not give way to one that a power cut could still empty.
    if (syncsEach || (onConflict === 'overwrite' && isThere(firstPath(placement)))) fsyncSync(file)
    open.file = undefined
    closeSync(file)
    if (!folder.mayHoldOldLogs) return place(placement, temporary)
    const { connectors } = await import('#engine/connectors/index.ts')
    this.#connectors ??= Object.values(connectors)
    return this.#placeBesideOthers(placement, temporary, this.#connectors)
  }

  /** Old logs of a database go with what is replaced, and otherwise make its name a taken one. */
  async #placeBesideOthers(placement: Placement, temporary: NativePath, connectors: Connectors): Promise<NativePath> {
    const logsAt = (path: NativePath) => oldLogsAt(connectors, path, this.#start.beganAtMs)
    let known: boolean | undefined
    const path = firstPath(placement)
    if (placement.onConflict === 'overwrite') {
      const logs = logsAt(path)
      if (logs.length > 0 && (await isDatabase(connectors, temporary)))
        for (const log of logs) rmSync(log, { force: true })
      return place(placement, temporary)
    }
    if (logsAt(path).length > 0) known = await isDatabase(connectors, temporary)
    return place(placement, temporary, (free) => known === false || logsAt(free).length === 0)
  }

  #drop(open: OpenFile): void {
    this.#files.delete(open.order.number)
    try {
      if (open.file !== undefined) closeSync(open.file)
    } catch {
      // It is gone either way.
    }
    try {
      rmSync(open.temporary, { force: true })
    } catch {
      // A disk that went away took it along.
    }
  }

  #done({ number, wantsPath }: Placed, path: NativePath): void {
    this.#results.push({ kind: 'done', number, ...(wantsPath && { path: this.#fileSystem.text(path) }) })
  }

  #placementOf({ name }: Placed, { path }: Folder): Placement {
    const { onConflict } = this.#start
    return { fileSystem: this.#fileSystem, folder: path, name: Buffer.from(name, 'latin1'), onConflict }
  }

  #temporaryIn({ path }: Folder): NativePath {
    return this.#fileSystem.system(this.#fileSystem.join(path, Buffer.from(temporaryName())))
  }
}

function writeWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const count = writeSync(file, bytes, done, bytes.length - done, position + done)
    // A disk that takes nothing would be asked for ever.
    if (count === 0) throw new AppError('REST_106')
    done += count
  }
}

function failureOf(error: unknown): WriterFailure {
  if (isAppError(error)) return { app: error.code }
  const system = systemCodeOf(error)
  return system === undefined ? { other: String(error) } : { system }
}
