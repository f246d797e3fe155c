import { createLimiter } from '#engine/kernel/index.ts'
import {
  type EntryFacts,
  type Exclusions,
  type FileSystem,
  isSystemError,
  lookAhead,
  type NativePath,
  nameKey,
  skipCodeOf,
} from '#engine/sources/index.ts'
import { Chunker, type TreeNode, type Vault } from '#engine/vault/index.ts'
import { isOwnVault } from './own-vault.ts'
import { isUnchanged, previousFolder } from './parent.ts'
import { saveFile } from './save-file.ts'
import { changeOf, type Tally } from './tally.ts'
import { type DatedStandIn, namesToVisit, type PlannedPlace } from './target-plan.ts'
import { toNode } from './to-node.ts'
import type { SnapshotSkip } from './types.ts'

const FILES_IN_FLIGHT = 3
const FOLDERS_IN_FLIGHT = 64

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
}
type Visit = Unseen & { readonly path: NativePath }
/** `isLink`: a link that a person named; the facts are those of the folder it leads to. */
type Seen = { readonly facts: EntryFacts; readonly isLink: boolean }
/** `node` settles later; undefined when the entry stays out of the copy. Never rejects unheard. */
type Slot = { readonly node: Promise<TreeNode | undefined> }

export type ArchiverOptions = {
  readonly vault: Vault
  readonly fileSystem: FileSystem
  readonly isExcluded: Exclusions
  readonly tally: Tally
  readonly signal: AbortSignal
}

/**
 * Puts folders into the vault, depth first: the walk goes ahead while a few files are being read,
 * and a folder is saved as soon as all in it is.
 */
export class Archiver {
  readonly #options: ArchiverOptions
  readonly #limiter = createLimiter(FILES_IN_FLIGHT)
  readonly #chunkers: Chunker[] = []
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #failed = new AbortController()
  readonly #signal: AbortSignal
  #foldersUnderWay = 0

  constructor(options: ArchiverOptions) {
    this.#options = options
    this.#signal = AbortSignal.any([options.signal, this.#failed.signal])
  }

  /** Saves what was asked for and resolves to the id of the top tree. Nothing is under way any more when it settles. */
  async save(root: PlannedPlace, parentTree: string | undefined): Promise<string> {
    try {
      const slots = await this.#visitAll(root, [], root.path, root.take.kind === 'all', parentTree)
      return await this.#saveTree(await nodesOf(slots ?? []))
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
    previousTree: string | undefined,
  ): Promise<readonly Slot[] | undefined> {
    const { fileSystem, vault, tally } = this.#options
    const listed = isInside && path !== undefined ? await fileSystem.listNames(path) : []
    if (path !== undefined && (await isOwnVault(vault, fileSystem, path, listed))) return undefined
    if (isInside) tally.hasReadFolder = true
    const previous = await previousFolder(vault, previousTree)
    const visits = namesToVisit(fileSystem, listed, place)
      .map(({ name, place: child }) => ({
        names: [...names, name],
        name,
        path: child ? child.path : path && fileSystem.join(path, name),
        place: child,
        isInside,
        previous: previous.get(nameKey(name)),
      }))
      .filter((visit) => visit.place || !this.#options.isExcluded(visit.names))
    const slots: Slot[] = []
    for (const [visit, answer] of lookAhead(visits, (next) => this.#lookAt(next))) {
      this.#signal.throwIfAborted()
      // Entries of one folder do not wait for each other, so this cannot block for ever.
      if (this.#foldersUnderWay > FOLDERS_IN_FLIGHT) await nodesOf(slots)
      slots.push(
        visit.path === undefined
          ? await this.#visitServer(visit)
          : await this.#visit({ ...visit, path: visit.path }, answer),
      )
    }
    return slots
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

  async #visit(visit: Visit, answer: Promise<Seen | undefined>): Promise<Slot> {
    const { fileSystem } = this.#options
    const { path, place } = visit
    if (place?.take.kind === 'nothing') return absent
    if (place?.take.kind === 'database')
      return place.take.standIn ? this.#startStandIn(visit, place.take.standIn) : absent
    try {
      const seen = await answer
      if (seen === undefined) {
        this.#skip('SRC_105', path)
        return absent
      }
      const { facts } = seen
      if (facts.kind === 'dir') return await this.#enterFolder(visit, seen)
      if (facts.kind === 'file') return await this.#startFile(visit, facts)
      if (facts.kind !== 'symlink') return present(toNode(visit.name, facts, { kind: 'other' }))
      return present(toNode(visit.name, facts, { kind: 'symlink', target: await fileSystem.readLink(path) }))
    } catch (error) {
      return this.#skipFor(error, path)
    }
  }

  async #enterFolder(visit: Visit, { facts, isLink }: Seen): Promise<Slot> {
    const { place, previous } = visit
    const isFound = visit.isInside && !isLink && !(place && this.#options.isExcluded(visit.names))
    const isWanted = place?.take.kind === 'all' || isFound
    const slots = await this.#visitAll(place, visit.names, visit.path, isWanted, previous?.subtree)
    if (slots === undefined) return absent
    this.#foldersUnderWay++
    const node = this.#saveFolder(visit, facts, slots).finally(() => this.#foldersUnderWay--)
    return { node: this.#track(node) }
  }

  async #saveFolder(
    visit: Pick<Visit, 'name' | 'previous'>,
    facts: EntryFacts,
    slots: readonly Slot[],
  ): Promise<TreeNode> {
    const subtree = await this.#saveTree(await nodesOf(slots))
    const node = toNode(visit.name, facts, { kind: 'dir', subtree })
    this.#options.tally.folder(changeOf(node, visit.previous))
    return node
  }

  /** The server of a Windows share is no folder; it borrows the looks of the share. */
  async #visitServer({ name, names, place, previous }: Unseen): Promise<Slot> {
    const [share] = place?.children.values() ?? []
    const seen = share && (await this.#lookAt({ path: share.path, place: share }).catch(() => undefined))
    if (!seen) return absent
    const slots = await this.#visitAll(place, names, undefined, false, previous?.subtree)
    return { node: this.#track(this.#saveFolder({ name, previous }, seen.facts, slots ?? [])) }
  }

  async #startFile(visit: Visit, facts: EntryFacts): Promise<Slot> {
    const { vault, tally } = this.#options
    const { previous } = visit
    if (isUnchanged(vault, facts, previous)) {
      tally.doneBytes += Number(facts.sizeBytes)
      const content = previous.content ?? []
      return present(this.#fileDone(visit, facts, content, facts.sizeBytes))
    }
    return this.#start(async (chunker) => {
      const saved = await saveFile({ ...this.#options, signal: this.#signal }, chunker, visit.path)
      if (saved) return this.#fileDone(visit, saved.facts, saved.content, saved.sizeBytes)
      this.#skip('SRC_103', visit.path)
      return undefined
    }, visit.path)
  }

  async #startStandIn(visit: Visit, standIn: DatedStandIn): Promise<Slot> {
    const { fileSystem, tally } = this.#options
    return this.#start(async (chunker) => {
      const dump = fileSystem.native(standIn.file.path)
      const saved = await saveFile({ ...this.#options, signal: this.#signal }, chunker, dump)
      if (!saved) throw new TypeError('the private copy of a database changed while it was read')
      // Mode and owner of the live file, so that a recovery gives back a usable one; no inode or links, which would tie it to that file.
      const live = (await fileSystem.facts(visit.path).catch(() => undefined)) ?? saved.facts
      const { inode, deviceId, links, ...looks } = live
      const facts = { ...looks, kind: 'file', mtimeNs: standIn.takenAtNs, ctimeNs: standIn.takenAtNs } as const
      tally.databases++
      return this.#fileDone(visit, facts, saved.content, saved.sizeBytes)
    }, undefined)
  }

  #fileDone(visit: Visit, facts: EntryFacts, content: readonly string[], sizeBytes: bigint): TreeNode {
    const { tally } = this.#options
    const node = toNode(visit.name, facts, { kind: 'file', content, sizeBytes })
    tally.file(changeOf(node, visit.previous), Number(sizeBytes))
    tally.doneFiles++
    tally.report('reading')
    return node
  }

  /** Begins work as soon as one of the few places is free. A failure of the system about `path` makes it a skip. */
  async #start(work: (chunker: Chunker) => Promise<TreeNode | undefined>, path: NativePath | undefined): Promise<Slot> {
    const leave = await this.#limiter.enter()
    const chunker = this.#chunkers.pop() ?? new Chunker(this.#options.vault.config.chunkerPolynomial)
    const run = async () => {
      try {
        this.#signal.throwIfAborted()
        return await work(chunker)
      } catch (error) {
        if (path === undefined) throw error
        return this.#skipFor(error, path).node
      } finally {
        this.#chunkers.push(chunker)
        leave()
      }
    }
    return { node: this.#track(run()) }
  }

  async #saveTree(nodes: readonly TreeNode[]): Promise<string> {
    this.#signal.throwIfAborted()
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

const absent: Slot = { node: Promise.resolve(undefined) }
const present = (node: TreeNode): Slot => ({ node: Promise.resolve(node) })

async function nodesOf(slots: readonly Slot[]): Promise<readonly TreeNode[]> {
  const nodes = await Promise.all(slots.map((slot) => slot.node))
  return nodes.filter((node) => node !== undefined)
}
