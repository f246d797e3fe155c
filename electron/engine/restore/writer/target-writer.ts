import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { basename } from 'node:path'
import { type FileSystem, type NativePath, openFileSystem } from '#engine/sources/index.ts'
import { AppError, fail, isAppError } from '#shared/errors/index.ts'
import { encodePath } from '../journal/lines.ts'
import { temporaryName } from '../target.ts'
import { systemCodeOf } from '../target-failure.ts'
import { setAttributes, setFolderAttributes, setLinkAttributes } from './attributes.ts'
import { makeFifo } from './make-fifo.ts'
import { type Connectors, isDatabase, mayHoldOldLogs, oldLogsAt } from './old-logs.ts'
import type { Done, FileOrder, FolderOrder, Order, Piece, Result, WriterFailure, WriterStart } from './orders.ts'
import { firstPath, isThere, makeAt, type Placement, place, placeFolder } from './place.ts'
import { type KeptFolder, linkTargetOf, Safekeeper } from './safekeeper.ts'

type Folder = KeptFolder & { readonly isOurs: boolean; readonly mayHoldOldLogs: boolean }
type OpenFile = {
  readonly order: FileOrder
  readonly folder: Folder
  readonly temporary: NativePath
  file: number | undefined
  left: number
}
type Placed = Exclude<Order, { readonly kind: 'drop' | 'finish' }>
type LookOrder = Extract<Order, { readonly kind: 'look' }>

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
  readonly #keeper: Safekeeper | undefined
  #connectors: Connectors | undefined
  #results: Result[] = []

  constructor(start: WriterStart) {
    this.#start = start
    const path = this.#fileSystem.native(start.targetFolder)
    this.#keeper = start.safekeeping && new Safekeeper(start.safekeeping, this.#fileSystem)
    this.#keeper?.enter(path, false)
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
    this.#keeper?.close()
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
      else if (order.kind === 'look') this.#look(order, folder)
      else if (order.kind === 'folder') this.#makeFolder(order, folder)
      else if (order.kind === 'file') await this.#beginFile(order, folder)
      else this.#done(order, this.#make(order, folder))
    } catch (error) {
      this.#results.push({ kind: 'failed', number, failure: failureOf(error) })
    }
  }

  #makeFolder(order: FolderOrder, above: Folder): void {
    const placement = this.#placementOf(order, above, (at) => this.#keeper?.willMake('folder', wanted, at))
    const wanted = firstPath(placement)
    const known = this.#keeper?.knownFolder(wanted)
    const { path, isNew } = known === undefined ? placeFolder(placement, order.mayJoin) : { path: known, isNew: false }
    this.#keeper?.enter(path, isNew)
    const isOurs = isNew || known !== undefined || this.#start.onConflict === 'overwrite'
    const name = Buffer.from(order.name, 'latin1')
    this.#folders.set(order.number, { path, above, name, isOurs, mayHoldOldLogs: mayHoldOldLogs(path, isNew) })
    this.#done(order, path)
  }

  #look(order: LookOrder, folder: Folder): void {
    const { number } = order
    const isEqualEnough = this.#start.onConflict === 'set-aside'
    const found = this.#keeper?.find(firstPath(this.#placementOf(order, folder)), order, isEqualEnough)
    if (!found) return void this.#results.push({ kind: 'absent', number })
    if (found.isOurs) this.#linked.set(number, found.path)
    this.#done(order, found.path, found.isOurs ? {} : { isUnchanged: true })
  }

  #finishFolder({ number, folder, attributes }: Extract<Order, { kind: 'finish' }>): void {
    const made = this.#folders.get(folder)
    this.#folders.delete(folder)
    if (made?.isOurs) setFolderAttributes(made.path, attributes)
    this.#results.push({ kind: 'done', number })
  }

  #make(order: Exclude<Placed, FileOrder | FolderOrder | LookOrder>, folder: Folder): NativePath {
    const target = order.kind === 'symlink' ? encodePath(asBytes(order.to)) : ''
    const placement = this.#placementOf(order, folder, (path) => {
      if (order.kind === 'symlink') this.#keeper?.willLink(wanted, path, target)
      else if (order.kind === 'fifo') this.#keeper?.willMake('fifo', wanted, path)
      else this.#willLink(order.first, wanted, path)
    })
    const wanted = firstPath(placement)
    if (order.kind !== 'link') {
      const known = this.#keeper?.knownOther(order.kind, wanted, target)
      if (known !== undefined) return known
      const isTheirs = this.#start.onConflict === 'set-aside' && order.kind === 'symlink'
      if (isTheirs && linkTargetOf(wanted) === target) return wanted
    }
    return makeAt(placement, this.#temporaryIn(folder), (path) => {
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
    } catch (error) {
      this.#drop(open)
      this.#results.push({ kind: 'failed', number: order.number, failure: failureOf(error) })
    }
  }

  async #finishFile(open: OpenFile, file: number): Promise<NativePath> {
    const { order, folder } = open
    const { onConflict, syncsEach } = this.#start
    const now = fstatSync(file)
    if (now.size !== order.sizeBytes) fail('REST_106')
    const hasAll = setAttributes(file, order.attributes, now)
    const facts = this.#keeper && fstatSync(file, { bigint: true })
    const placement = this.#placementOf(order, folder, (path) => {
      if (facts) this.#keeper?.willMakeFile(firstPath(placement), path, facts)
    })
    // An old file must not give way to one that a power cut could still empty.
    if (syncsEach || (onConflict === 'overwrite' && isThere(firstPath(placement)))) fsyncSync(file)
    open.file = undefined
    closeSync(file)
    const path = await this.#placeWhole(open, placement)
    if (!order.isLinked) this.#keeper?.placed(path)
    this.#done(order, path, hasAll ? {} : { isPlain: true })
    return path
  }

  async #placeWhole({ folder, temporary }: OpenFile, placement: Placement): Promise<NativePath> {
    if (!folder.mayHoldOldLogs) return place(placement, temporary)
    const { connectors } = await import('#engine/connectors/index.ts')
    this.#connectors ??= Object.values(connectors)
    return this.#placeBesideOthers(placement, folder, temporary, this.#connectors)
  }

  /** Old logs of a database go with what is replaced, and otherwise make its name a taken one. */
  async #placeBesideOthers(
    placement: Placement,
    folder: Folder,
    temporary: NativePath,
    connectors: Connectors,
  ): Promise<NativePath> {
    const logsAt = (path: NativePath) => oldLogsAt(connectors, path, this.#start.beganAtMs)
    let known: boolean | undefined
    const path = firstPath(placement)
    if (placement.onConflict !== 'rename') {
      const logs = logsAt(path).filter(isThere)
      if (logs.length > 0 && (await isDatabase(connectors, temporary)))
        for (const log of logs)
          if (placement.onConflict === 'overwrite') rmSync(log, { force: true })
          else this.#keeper?.setAside(this.#fileSystem.native(log), folder, Buffer.from(basename(log)))
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

  #done({ number, wantsPath, name }: Placed, path: NativePath, told: Pick<Done, 'isPlain' | 'isUnchanged'> = {}): void {
    const isRenamed = !asBytes(path).subarray(-name.length).equals(Buffer.from(name, 'latin1'))
    this.#results.push({
      kind: 'done',
      number,
      ...(wantsPath && { path: this.#fileSystem.text(path) }),
      ...(isRenamed && { isRenamed }),
      ...told,
    })
  }

  #placementOf({ name: latin1 }: Placed, folder: Folder, onPlace?: (path: NativePath) => void): Placement {
    const { onConflict } = this.#start
    const name = Buffer.from(latin1, 'latin1')
    const keeper = this.#keeper
    const makeRoom =
      keeper && onConflict === 'set-aside' ? (path: NativePath) => keeper.setAside(path, folder, name) : undefined
    return { fileSystem: this.#fileSystem, folder: folder.path, name, onConflict, makeRoom, ...(keeper && { onPlace }) }
  }

  /** A further name of a file that is written down: the same bytes, time and number. */
  #willLink(first: number, wanted: NativePath, path: NativePath): void {
    const file = this.#linked.get(first)
    if (file !== undefined) this.#keeper?.willMakeFile(wanted, path, lstatSync(file, { bigint: true }))
  }

  #temporaryIn({ path }: Folder): NativePath {
    const name = temporaryName(this.#start.safekeeping?.mark)
    return this.#fileSystem.system(this.#fileSystem.join(path, Buffer.from(name)))
  }
}

const asBytes = (text: string | Uint8Array): Buffer =>
  typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.byteLength)

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
