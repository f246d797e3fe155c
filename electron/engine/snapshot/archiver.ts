import {
  type EntryFacts,
  type Exclusions,
  type FileSystem,
  type FolderWalk,
  isSystemError,
  type ListedEntry,
  type NativePath,
  nameKey,
  skipCodeOf,
  throwSystemFailure,
} from '#engine/sources/index.ts'
import { type TreeNode, timestampNs, type Vault } from '#engine/vault/index.ts'
import { BOOKS_KEY, isSameTop } from './books.ts'
import { isOwnVault } from './own-vault.ts'
import { isUnchanged, type PreviousFolder, previousFolder } from './parent.ts'
import { isFileAsRecorded, isSameFolder } from './same-node.ts'
import { FileSaver, type SavedFile } from './save-file.ts'
import { besides } from './server-dumps.ts'
import { type Change, changeOf, type Tally } from './tally.ts'
import { type DatedStandIn, namesToVisit, type PlannedPlace } from './target-plan.ts'
import { toNode } from './to-node.ts'
import type { SnapshotSkip } from './types.ts'

/** Many, because their small files are read in batches. */
const FOLDERS_IN_FLIGHT = 512

type Unseen = {
  /** From the top of the copy, its own name last. */
  readonly names: readonly Uint8Array[]
  readonly name: Uint8Array
  /** Undefined for the server of a Windows share. */
  readonly path: NativePath | undefined
  readonly place: PlannedPlace | undefined
  /** A folder above it was chosen with everything in it. */
  readonly isInside: boolean
  readonly previous: TreeNode | undefined
  /** Undefined for what was asked for by name: links are followed there. */
  readonly listed: ListedEntry | undefined
}
type Visit = Unseen & { readonly path: NativePath }
/** `isLink`: a link that a person named; the facts are those of the folder it leads to. */
type Seen = { readonly facts: EntryFacts; readonly isLink: boolean }
/** `node`, at once or later, is undefined when the entry stays out of the copy. Never rejects unheard. */
type Slot = { readonly node: TreeNode | undefined | Promise<TreeNode | undefined> }

/** What is in a folder, and what was in it before. */
type Contents = { readonly slots: readonly Slot[]; readonly previous: PreviousFolder }

export type ArchiverOptions = {
  readonly vault: Vault
  readonly fileSystem: FileSystem
  readonly folders: FolderWalk
  readonly isExcluded: Exclusions
  readonly tally: Tally
  readonly signal: AbortSignal
  /** Folders that lead to something chosen keep their date while nothing in them changed: it tells of other things, dumps among them. */
  readonly keepWays?: boolean
}

/**
 * Puts folders into the vault, depth first: the walk goes ahead while a few files are being read,
 * and a folder is saved as soon as all in it is.
 */
export class Archiver {
  readonly #options: ArchiverOptions
  readonly #saver: FileSaver
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #failed = new AbortController()
  readonly #signal: AbortSignal
  #foldersUnderWay = 0

  constructor(options: ArchiverOptions) {
    this.#options = options
    this.#signal = AbortSignal.any([options.signal, this.#failed.signal])
    this.#saver = new FileSaver({ ...options, signal: this.#signal })
  }

  /**
   * Saves what was asked for and resolves to the id of the top tree; `extra` stands beside it there, and so do the app's own books, which
   * are made from those of the copy before. Nothing is under way any more when it settles.
   */
  async save(
    root: PlannedPlace,
    parentTree: string | undefined,
    extra: readonly TreeNode[] = [],
    books?: (before: TreeNode | undefined) => Promise<TreeNode>,
  ): Promise<string> {
    try {
      const found = await this.#visitAll(root, [], root.path, root.take.kind === 'all', false, parentTree)
      const own = await nodesOf(found?.slots ?? [])
      const nodes = [...own, ...extra.map((node) => besides(node, own))]
      if (!books) return await this.#saveTree(nodes, found?.previous)
      const before = found?.previous.get(BOOKS_KEY)
      // What the app keeps has grown since, and that alone makes no copy.
      if (this.#options.keepWays && before && isSameTop([...nodes, before], found?.previous))
        return found?.previous.tree ?? (await this.#saveTree([...nodes, before], found?.previous))
      return await this.#saveTree([...nodes, besides(await books(before), nodes)], found?.previous)
    } catch (error) {
      this.#failed.abort(error)
      // What failed first tells the truth; the rest are its echoes.
      throw this.#signal.reason
    } finally {
      await Promise.allSettled(this.#underWay)
    }
  }

  /** Undefined when the folder stays out. */
  async #visitAll(
    place: PlannedPlace | undefined,
    names: readonly Uint8Array[],
    path: NativePath | undefined,
    isInside: boolean,
    isAhead: boolean,
    previousTree: string | undefined,
  ): Promise<Contents | undefined> {
    const { fileSystem, folders, vault, tally } = this.#options
    const listed = isInside && path !== undefined ? await folders.list({ path, names }, isAhead) : []
    if (path !== undefined && (await isOwnVault(vault, fileSystem, path, listed))) return undefined
    if (isInside) tally.hasReadFolder = true
    const previous = await previousFolder(vault, previousTree)
    const slots: Slot[] = []
    for (const { name, listed: entry, place: child } of namesToVisit(fileSystem, listed, place)) {
      const visit = {
        names: [...names, name],
        name,
        path: child ? child.path : path && fileSystem.join(path, name),
        place: child,
        isInside,
        previous: previous.get(nameKey(name)),
        listed: child ? undefined : entry,
      }
      if (!child && this.#options.isExcluded(visit.names)) continue
      this.#signal.throwIfAborted()
      // Entries of one folder do not wait for each other, so this cannot block for ever.
      if (this.#foldersUnderWay > FOLDERS_IN_FLIGHT) await nodesOf(slots)
      const slot = visit.path === undefined ? this.#visitServer(visit) : this.#visit({ ...visit, path: visit.path })
      // Most files are unchanged, and a promise for each would cost more than looking at it.
      slots.push(slot instanceof Promise ? await slot : slot)
    }
    return { slots, previous }
  }

  /** Undefined for a kind that has no place in a copy, and for what is not read from its own path. */
  async #lookAt({ path, place }: Pick<Unseen, 'path' | 'place'>): Promise<Seen | undefined> {
    const { fileSystem } = this.#options
    if (path === undefined || place?.take.kind === 'nothing' || place?.take.kind === 'database') return undefined
    const facts = await fileSystem.facts(path)
    // A folder that a person named, or one on the way to it, may be a link; what is found by walking is never followed.
    if (facts?.kind !== 'symlink' || !place) return facts && { facts, isLink: false }
    const target = await fileSystem.factsThroughLinks(path).catch(() => undefined)
    return target?.kind === 'dir' ? { facts: target, isLink: true } : { facts, isLink: false }
  }

  #visit(visit: Visit): Slot | Promise<Slot> {
    const { place, listed, path } = visit
    if (place?.take.kind === 'nothing') return absent
    if (place?.take.kind === 'kept') return { node: this.#keep(place.take.node) }
    if (place?.take.kind === 'database')
      return place.take.standIn ? this.#startStandIn(visit, place.take.standIn) : absent
    if (!listed) return this.#visitNamed(visit)
    try {
      if ('syscall' in listed.stats) throwSystemFailure(listed.stats)
      const facts = this.#options.fileSystem.factsOf(listed.stats)
      return this.#visitSeen(visit, facts && { facts, isLink: false })
    } catch (error) {
      return this.#skipFor(error, path)
    }
  }

  async #visitNamed(visit: Visit): Promise<Slot> {
    try {
      return await this.#visitSeen(visit, await this.#lookAt(visit))
    } catch (error) {
      return this.#skipFor(error, visit.path)
    }
  }

  #visitSeen(visit: Visit, seen: Seen | undefined): Slot | Promise<Slot> {
    if (seen === undefined) {
      this.#skip('SRC_105', visit.path)
      return absent
    }
    const { facts } = seen
    if (facts.kind === 'dir') return this.#enterFolder(visit, seen)
    if (facts.kind === 'file') return this.#startFile(visit, facts)
    if (facts.kind === 'symlink') return this.#visitLink(visit, facts)
    return { node: toNode(visit.name, facts, { kind: 'other' }) }
  }

  async #visitLink({ name, path }: Visit, facts: EntryFacts): Promise<Slot> {
    try {
      const target = await this.#options.fileSystem.readLink(path)
      return { node: toNode(name, facts, { kind: 'symlink', target }) }
    } catch (error) {
      return this.#skipFor(error, path)
    }
  }

  async #enterFolder(visit: Visit, { facts, isLink }: Seen): Promise<Slot> {
    const { place, previous } = visit
    const isFound = visit.isInside && !isLink && !(place && this.#options.isExcluded(visit.names))
    const isWanted = place?.take.kind === 'all' || isFound
    const isAhead = visit.listed?.isAhead ?? false
    const contents = await this.#openFolder(visit, isWanted, isAhead, previous?.subtree)
    if (contents === undefined) return absent
    this.#foldersUnderWay++
    const node = this.#saveFolder(visit, facts, contents).finally(() => this.#foldersUnderWay--)
    return { node: this.#track(node) }
  }

  /** What is in a folder; undefined when it stays out. */
  async #openFolder(
    { place, names, path }: Visit,
    isWanted: boolean,
    isAhead: boolean,
    previousTree: string | undefined,
  ): Promise<Contents | undefined> {
    try {
      return await this.#visitAll(place, names, path, isWanted, isAhead, previousTree)
    } catch (error) {
      if (!isSystemError(error)) throw error
      this.#skip(skipCodeOf(error), path)
      return undefined
    }
  }

  async #saveFolder(
    visit: Pick<Visit, 'name' | 'previous' | 'place'>,
    facts: EntryFacts,
    contents: Contents | undefined,
  ): Promise<TreeNode> {
    const subtree = await this.#saveTree(await nodesOf(contents?.slots ?? []), contents?.previous)
    const { previous } = visit
    const isWay = visit.place?.take.kind === 'way' && this.#options.keepWays
    const now = toNode(visit.name, facts, { kind: 'dir', subtree })
    const isSame = previous && (isSameFolder(previous, now) || (isWay && isSameButForTimes(previous, now)))
    const node = isSame ? previous : now
    this.#options.tally.folder(changeOf(node, visit.previous))
    return node
  }

  /** The server of a Windows share is no folder; it borrows the looks of the share. */
  async #visitServer({ name, names, place, previous }: Unseen): Promise<Slot> {
    const [share] = place?.children.values() ?? []
    const seen = share && (await this.#lookAt({ path: share.path, place: share }).catch(() => undefined))
    if (!seen) return absent
    const contents = await this.#visitAll(place, names, undefined, false, false, previous?.subtree)
    return { node: this.#track(this.#saveFolder({ name, previous, place }, seen.facts, contents)) }
  }

  #startFile(visit: Visit, facts: EntryFacts): Slot | Promise<Slot> {
    const { vault, tally } = this.#options
    const { previous } = visit
    if (isUnchanged(vault, facts, previous)) {
      tally.doneBytes += Number(facts.sizeBytes)
      if (isFileAsRecorded(previous, facts)) return { node: this.#fileTold(previous, 'unmodified', facts.sizeBytes) }
      const content = previous.content ?? []
      return { node: this.#fileDone(visit, facts, content, facts.sizeBytes) }
    }
    return this.#start(visit.path, facts.sizeBytes, visit.path, (saved) => {
      if (saved) return this.#fileDone(visit, saved.facts, saved.content, saved.sizeBytes)
      this.#skip('SRC_103', visit.path)
      return undefined
    })
  }

  async #startStandIn(visit: Visit, standIn: DatedStandIn): Promise<Slot> {
    const { fileSystem, tally } = this.#options
    const dump = fileSystem.native(standIn.file.path)
    return this.#start(dump, BigInt(standIn.file.sizeBytes), undefined, async (saved) => {
      if (!saved) throw new TypeError('the private copy of a database changed while it was read')
      // Mode and owner of the live file, so that a recovery gives back a usable one; no inode or links, which would tie it to that file.
      const live = (await fileSystem.facts(visit.path).catch(() => undefined)) ?? saved.facts
      const { inode, deviceId, links, ...looks } = live
      // A database that did not change keeps its date: then a copy of an unchanged clinic is the copy before.
      const isSame = visit.previous?.type === 'file' && visit.previous.content?.join() === saved.content.join()
      const takenAtNs = (isSame ? timestampNs(visit.previous?.mtime ?? '') : undefined) ?? standIn.takenAtNs
      const facts = { ...looks, kind: 'file', mtimeNs: takenAtNs, ctimeNs: takenAtNs } as const
      tally.databases++
      return this.#fileDone(visit, facts, saved.content, saved.sizeBytes)
    })
  }

  #keep(node: TreeNode): TreeNode {
    const { tally } = this.#options
    const bytes = Number(node.sizeBytes ?? 0n)
    tally.databases++
    tally.doneBytes += bytes
    tally.doneFiles++
    tally.file('unmodified', bytes)
    return node
  }

  #fileDone(visit: Visit, facts: EntryFacts, content: readonly string[], sizeBytes: bigint): TreeNode {
    const node = toNode(visit.name, facts, { kind: 'file', content, sizeBytes })
    return this.#fileTold(node, changeOf(node, visit.previous), sizeBytes)
  }

  #fileTold(node: TreeNode, change: Change, sizeBytes: bigint): TreeNode {
    const { tally } = this.#options
    tally.file(change, Number(sizeBytes))
    tally.doneFiles++
    tally.report('reading')
    return node
  }

  /** Begins to save a file as soon as there is room. A failure of the system makes `skipPath` a skip. */
  async #start(
    path: NativePath,
    sizeBytes: bigint,
    skipPath: NativePath | undefined,
    done: (saved: SavedFile | undefined) => TreeNode | undefined | Promise<TreeNode | undefined>,
  ): Promise<Slot> {
    const begun = await this.#saver.begin(path, Number(sizeBytes))
    const finish = async () => {
      try {
        return await done(await begun.saved)
      } catch (error) {
        if (skipPath === undefined) throw error
        this.#skipFor(error, skipPath)
        return undefined
      }
    }
    return { node: this.#track(finish()) }
  }

  async #saveTree(nodes: readonly TreeNode[], previous: PreviousFolder | undefined): Promise<string> {
    this.#signal.throwIfAborted()
    // Each entry is the one of the copy before, so this folder is, too; its own chunks and folders were looked up one by one.
    if (previous?.tree !== undefined && previous.nodes.length === nodes.length)
      if (nodes.every((node, at) => node === previous.nodes[at])) return previous.tree
    const { vault, tally } = this.#options
    const saved = await vault.saveTree(nodes)
    if (saved.isNew)
      tally.blob('tree', vault.blobLengthBytes('tree', saved.id) ?? 0, Promise.resolve(saved.storedBytes))
    return saved.id
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    work.then(
      () => this.#underWay.delete(work),
      (error: unknown) => {
        this.#underWay.delete(work)
        this.#failed.abort(error)
      },
    )
    return work
  }

  #skip(code: SnapshotSkip['code'], path: NativePath): void {
    this.#options.tally.skips.push({ code, path: this.#options.fileSystem.text(path) })
  }

  #skipFor(error: unknown, path: NativePath): Slot {
    if (!isSystemError(error)) throw error
    this.#skip(skipCodeOf(error), path)
    return absent
  }
}

const isSameButForTimes = (left: TreeNode, right: TreeNode): boolean =>
  left.type === right.type &&
  left.subtree === right.subtree &&
  left.mode === right.mode &&
  left.uid === right.uid &&
  left.gid === right.gid

const absent: Slot = { node: undefined }

async function nodesOf(slots: readonly Slot[]): Promise<readonly TreeNode[]> {
  const nodes: TreeNode[] = []
  for (const { node: slot } of slots) {
    const node = slot instanceof Promise ? await slot : slot
    if (node) nodes.push(node)
  }
  return nodes
}
