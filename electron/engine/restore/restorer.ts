import type { FileSystem } from '#engine/sources/index.ts'
import { isSystemError } from '#engine/sources/index.ts'
import type { TreeNode, Vault } from '#engine/vault/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'
import { attributesOf } from './attributes.ts'
import { LinkedFiles } from './hard-links.ts'
import type { Chunks } from './journal/fingerprint.ts'
import { fileBytes, isRestorable } from './node-facts.ts'
import { type FedFile, PieceFeed } from './piece-feed.ts'
import { safeName } from './safe-name.ts'
import type { SelectedEntry, SelectionVisitor } from './selection.ts'
import { endsRecovery, targetFailure } from './target-failure.ts'
import type { RestorePlan, RestoreProgress, RestoreSkip } from './types.ts'
import type { UnderWay } from './under-way.ts'
import type { Order, Place } from './writer/orders.ts'
import type { WriterThread } from './writer/writer-thread.ts'

/** Entries that were begun and not ended: so many are kept in memory. */
const MOST_UNDER_WAY = 2048
/** What lies in a folder that could not be made; said once, of the folder. */
const DROPPED = new Error('dropped')

/** A folder that is being filled, by the number the writer knows it by. `entry` is absent for one that leaves no trace in the target. */
type Frame = {
  readonly number: number
  readonly entry: SelectedEntry | undefined
  readonly pending: Set<Promise<unknown>>
  isLost: boolean
}

export type RestorerOptions = {
  readonly vault: Vault
  readonly plan: RestorePlan
  readonly fileSystem: FileSystem
  /** Real path, prepared. */
  readonly targetFolder: string
  readonly underWay: UnderWay
  readonly writer: WriterThread
  /** Some of it may be there already. */
  readonly looksFirst: boolean
  readonly onProgress: ((progress: RestoreProgress) => void) | undefined
}

/** Orders what a selection visits from the thread that writes; the walk goes ahead of it, and many entries are under way at once. */
export class Restorer implements SelectionVisitor {
  readonly skips: RestoreSkip[] = []
  readonly landed: string[]
  readonly told = { renamed: 0, plain: 0, unchanged: 0 }
  doneFiles = 0
  doneBytes = 0
  readonly #options: RestorerOptions
  readonly #feed: PieceFeed
  readonly #linked = new LinkedFiles()
  readonly #stack: Frame[] = [{ number: 0, entry: undefined, pending: new Set(), isLost: false }]
  #nextNumber = 1
  /** Somebody waits for files to end, so nothing may wait for more of them. */
  #isWaitedFor = false

  constructor(options: RestorerOptions) {
    this.#options = options
    const { vault, plan, writer, underWay, targetFolder } = options
    this.landed = plan.request.include.map(() => targetFolder)
    this.#feed = new PieceFeed(vault, writer, underWay, (file, count) => {
      if (file.isLost) return
      file.doneBytes += count
      this.doneBytes += count
      this.#report()
    })
  }

  /** Nothing more will be visited. */
  async finish(): Promise<void> {
    this.#isWaitedFor = true
    await this.#feed.flush()
    this.#options.writer.flush()
  }

  async enter(entry: SelectedEntry): Promise<boolean> {
    const place = this.#placeOf(entry)
    if (place === undefined) return false
    const { request } = this.#options.plan
    const above = this.#top
    if (entry.isWay && request.layout === 'flat') {
      this.#stack.push({ ...above, entry: undefined })
      return true
    }
    await this.#roomForMore()
    // A folder a person asked for stays apart from one that is there already; what leads to it may be shared.
    const mayJoin = !(entry.isAskedFor && request.layout === 'flat' && request.onConflict === 'rename')
    const frame: Frame = { number: place.number, entry, pending: new Set(), isLost: false }
    this.#follow(
      this.#order(entry, { ...place, kind: 'folder', mayJoin }).catch((error: unknown) => {
        frame.isLost = true
        this.#skipFor(error, entry)
      }),
    )
    this.#stack.push(frame)
    return true
  }

  async leave(): Promise<void> {
    const frame = this.#stack.pop()
    const entry = frame?.entry
    if (!frame || !entry) return
    const finish = () => {
      const attributes = attributesOf(entry.node)
      return this.#order(entry, { kind: 'finish', number: this.#newNumber(), folder: frame.number, attributes })
    }
    // Writing into a folder changes its time, so its own come last.
    this.#follow(
      Promise.all(frame.pending)
        .then(finish)
        .catch((error: unknown) => this.#skipFor(error, entry)),
    )
  }

  async item(entry: SelectedEntry): Promise<void> {
    const { node } = entry
    const place = this.#placeOf(entry)
    if (place === undefined) return
    await this.#roomForMore()
    if (!isRestorable(node)) this.#skip('SRC_105', entry)
    else if (node.type === 'file') await this.#startFile(entry, place)
    else if (node.type === 'symlink') {
      const to = node.linkTargetRaw ? Uint8Array.from(node.linkTargetRaw) : (node.linkTarget ?? '')
      this.#make(entry, { ...place, kind: 'symlink', to, attributes: attributesOf(node) })
    } else if (node.type === 'fifo') this.#make(entry, { ...place, kind: 'fifo', attributes: attributesOf(node) })
  }

  unreadable(entry: SelectedEntry): void {
    this.#skip('VAULT_105', entry)
  }

  get #top(): Frame {
    const frame = this.#stack.at(-1)
    if (!frame) throw new TypeError('left more folders than were entered')
    return frame
  }

  #newNumber(): number {
    return this.#nextNumber++
  }

  /** Undefined where nothing is to be made. */
  #placeOf(entry: SelectedEntry): Place | undefined {
    const name = safeName(entry.node.name, this.#options.fileSystem.kind)
    if (name === undefined) this.#skip('REST_101', entry)
    if (name === undefined || this.#top.isLost) return undefined
    const bytes = Buffer.from(name.buffer, name.byteOffset, name.length)
    const wantsPath = entry.requestIndexes.length > 0
    return { number: this.#newNumber(), folder: this.#top.number, name: bytes.toString('latin1'), wantsPath }
  }

  async #startFile(entry: SelectedEntry, place: Place): Promise<void> {
    if (await this.#isThere(entry, place)) return
    let gathered: Promise<void> | undefined
    let number = place.number
    const write = () => {
      const { file, whole } = this.#beginFile(entry, { ...place, number })
      gathered = this.#gather(file, entry.node.content ?? [])
      return whole
    }
    const link = async (first: number) => {
      await this.#order(entry, { ...place, kind: 'link', first })
      return first
    }
    const linkOrWrite = (first: number) => {
      // A number stands for one order: should the file be written all the same, that is another.
      number = this.#newNumber()
      return link(first)
    }
    const restored = this.#linked.restore(entry.node, write, linkOrWrite).then(
      () => {
        this.doneFiles++
        this.#report()
      },
      (error: unknown) => this.#skipFor(error, entry),
    )
    this.#follow(restored)
    await gathered
  }

  /** Whether an earlier run has brought the file, or what stands there is equal and may stay. Then nothing is read for it. */
  async #isThere(entry: SelectedEntry, { number: _, ...place }: Place): Promise<boolean> {
    const { plan, writer } = this.#options
    if (!this.#options.looksFirst) return false
    const chunks = this.#chunksOf(entry.node)
    if (chunks === undefined) return false
    const number = this.#newNumber()
    const sizeBytes = fileBytes(this.#options.vault, entry.node)
    const looked = this.#order(entry, { ...place, number, kind: 'look', sizeBytes, chunks })
    writer.flush()
    const isDone = await looked.catch((error: unknown) => {
      this.#skipFor(error, entry)
      return true
    })
    if (!isDone) return false
    this.#linked.remember(entry.node, number)
    this.doneFiles++
    this.doneBytes = Math.min(this.doneBytes + sizeBytes, plan.bytes)
    this.#report()
    return true
  }

  #chunksOf(node: TreeNode): Chunks | undefined {
    const ids = node.content ?? []
    const lengthsBytes: number[] = []
    for (const id of ids) {
      const lengthBytes = this.#options.vault.blobLengthBytes('data', id)
      if (lengthBytes === undefined) return undefined
      lengthsBytes.push(lengthBytes)
    }
    return { ids, lengthsBytes }
  }

  /** Throws VAULT_105 where the vault cannot have the file whole. `whole` gives its number once it has its name. */
  #beginFile(entry: SelectedEntry, place: Place): { readonly file: FedFile; readonly whole: Promise<number> } {
    const { node } = entry
    const sizeBytes = this.#sizeOf(node)
    const file: FedFile = { number: place.number, doneBytes: 0, isLost: false }
    const order = {
      ...place,
      kind: 'file',
      sizeBytes,
      pieces: node.content?.length ?? 0,
      attributes: attributesOf(node),
      isLinked: (node.links ?? 0n) > 1n,
    } as const
    const whole = this.#order(entry, order).then(
      () => place.number,
      (error: unknown) => {
        file.isLost = true
        this.doneBytes -= file.doneBytes
        throw error
      },
    )
    return { file, whole }
  }

  /** What the chunks come to, which has to be what the copy says. */
  #sizeOf(node: TreeNode): number {
    const { vault } = this.#options
    let sum = 0
    for (const id of node.content ?? []) sum += vault.blobLengthBytes('data', id) ?? fail('VAULT_105')
    return sum === fileBytes(vault, node) ? sum : fail('VAULT_105')
  }

  async #gather(file: FedFile, content: readonly string[]): Promise<void> {
    await this.#feed.add(file, content)
    if (this.#isWaitedFor) await this.#feed.flush()
  }

  #make(entry: SelectedEntry, order: Exclude<Order, { readonly kind: 'drop' }>): void {
    this.#follow(this.#order(entry, order).catch((error: unknown) => this.#skipFor(error, entry)))
  }

  /** False when a look found nothing. */
  async #order(entry: SelectedEntry, order: Exclude<Order, { readonly kind: 'drop' }>): Promise<boolean> {
    const placed = await this.#options.writer.order(order)
    if (placed.kind === 'dropped') throw DROPPED
    if (placed.kind === 'absent') return false
    if (placed.path !== undefined) for (const index of entry.requestIndexes) this.landed[index] = placed.path
    if (placed.isRenamed && order.kind !== 'finish') this.told.renamed++
    if (placed.isPlain) this.told.plain++
    if (placed.isUnchanged) this.told.unchanged++
    return true
  }

  async #roomForMore(): Promise<void> {
    const { underWay, writer } = this.#options
    if (underWay.size < MOST_UNDER_WAY) return
    this.#isWaitedFor = true
    await this.#feed.flush()
    writer.flush()
    await underWay.olderHalf()
    this.#isWaitedFor = false
  }

  /** Keeps the folder above open until this is done. */
  #follow(work: Promise<unknown>): void {
    const { pending } = this.#top
    pending.add(work)
    work.then(
      () => pending.delete(work),
      () => pending.delete(work),
    )
    this.#options.underWay.add(work)
  }

  #skip(code: RestoreSkip['code'], entry: SelectedEntry): void {
    this.skips.push({ code, path: entry.path })
  }

  /** A failure about one entry becomes a skip; one about the target or the vault ends the recovery. */
  #skipFor(error: unknown, entry: SelectedEntry): void {
    if (error === DROPPED) return
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
