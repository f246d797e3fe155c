import { isAppError } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { inParallel } from '../documents.ts'
import type { Id } from '../types.ts'
import type { Decision } from './decide.ts'
import { repack } from './repack.ts'
import { replaceIndexes } from './replace-indexes.ts'
import { releaseReserve } from './reserve.ts'
import type { IndexFile, PruneOutcome, PruneProgress } from './types.ts'

/** Room that new index files may take, per blob named. */
const INDEX_BYTES_PER_BLOB = 100

/**
 * Carries a decision out, in rounds that each leave a whole vault behind after every single step (restic-format 10):
 * needed blobs into new packs → new index files → old index files out → doomed packs out.
 *
 * One round where there is room. On a full disk the packs that nobody needs go first, then as many are rewritten at a time as fit.
 */
export class CarryOut {
  readonly #core: VaultCore
  readonly #decision: Decision
  readonly #proceed: () => void
  readonly #onProgress: (progress: PruneProgress) => void
  #indexFiles: readonly IndexFile[]
  #smallIndexFiles: readonly IndexFile[]
  #movedBytes = 0
  #newPacks = 0
  #deletedPacks = 0
  #leftPacks = 0
  #leftBytes = 0
  #leftUntilMs: number | null = null

  /** `proceed` throws when the work is to stop: aborted, or the lock lost. */
  constructor(core: VaultCore, decision: Decision, proceed: () => void, onProgress: (progress: PruneProgress) => void) {
    this.#core = core
    this.#decision = decision
    this.#proceed = proceed
    this.#onProgress = onProgress
    this.#indexFiles = decision.found.indexFiles
    this.#smallIndexFiles = decision.smallIndexFiles
  }

  async run(): Promise<PruneOutcome> {
    const { found, choice, unindexed, plan } = this.#decision
    // Entries first: one that outlives its data would promise a copy that is gone.
    for (const name of found.expiredTrash) {
      this.#proceed()
      await this.#core.backend.remove({ kind: 'trash', name })
    }
    this.#proceed()
    // Of no use to anybody, and nothing else would ever remove them; a place that refuses keeps them.
    await this.#core.backend.clearLeftovers().catch(() => undefined)
    await this.#deletePacks(unindexed)
    if (await this.#hasRoomFor([...choice.toRepack.keys()])) await this.#round(choice.toDelete, choice.toRepack.keys())
    else await this.#runOnFullDisk()
    return {
      deletedPacks: this.#deletedPacks,
      repackedPacks: choice.toRepack.size,
      newPacks: this.#newPacks,
      freedBytes: Math.max(0, plan.freedBytes - this.#leftBytes),
      expiredCopies: found.expiredTrash.length,
      leftPacks: this.#leftPacks,
      leftBytes: this.#leftBytes,
      leftUntilMs: this.#leftUntilMs,
    }
  }

  async #runOnFullDisk(): Promise<void> {
    const { toDelete, toRepack } = this.#decision.choice
    await releaseReserve(this.#core.backend)
    await this.#round(toDelete, [])
    const waiting = [...toRepack.keys()]
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 1)
      while (waiting[0] !== undefined && (await this.#hasRoomFor([...batch, waiting[0]])))
        batch.push(...waiting.splice(0, 1))
      await this.#round(new Set(), batch)
    }
  }

  async #round(toDelete: ReadonlySet<Id>, toRepack: Iterable<Id>): Promise<void> {
    const { found, choice, plan } = this.#decision
    const rewritten = new Set(toRepack)
    const added = await repack(this.#core, found.index, choice.keptIn, rewritten, (bytes) => {
      this.#proceed()
      this.#movedBytes += bytes
      this.#onProgress({ phase: 'repacking', doneBytes: this.#movedBytes, totalBytes: plan.repackBytes })
    })
    this.#newPacks += added.length
    const doomed = new Set([...toDelete, ...rewritten])
    const replaced = this.#namingAny(doomed)
    this.#smallIndexFiles = []
    this.#indexFiles = await replaceIndexes(this.#core, found.index, this.#indexFiles, {
      replaced,
      doomed,
      added,
      proceed: this.#proceed,
    })
    await this.#deletePacks([...doomed])
  }

  #namingAny(doomed: ReadonlySet<Id>): readonly IndexFile[] {
    const small = new Set(this.#smallIndexFiles)
    return this.#indexFiles.filter((file) => small.has(file) || file.packIds.some((id) => doomed.has(id)))
  }

  /** Room for the new packs and the new index files, and as much again as one pack. */
  async #hasRoomFor(packIds: readonly Id[]): Promise<boolean> {
    const freeBytes = await this.#core.backend.freeBytes()
    if (freeBytes === undefined) return true
    const { choice } = this.#decision
    const packBytes = packIds.reduce((sum, id) => sum + (choice.toRepack.get(id) ?? 0), 0)
    const blobs = this.#namingAny(new Set([...packIds, ...choice.toDelete])).reduce((sum, file) => sum + file.blobs, 0)
    return packBytes + blobs * INDEX_BYTES_PER_BLOB + this.#core.packTargetBytes <= freeBytes
  }

  /** No index names them any more: one that cannot be deleted is garbage for the next time. */
  async #deletePacks(ids: readonly Id[]): Promise<void> {
    let doneBytes = 0
    const sizeOf = (id: Id) => this.#decision.found.packSizes.get(id) ?? 0
    const totalBytes = ids.reduce((sum, id) => sum + sizeOf(id), 0)
    await inParallel(this.#core, ids, async (id) => {
      this.#proceed()
      try {
        await this.#core.backend.remove({ kind: 'pack', name: id })
        this.#deletedPacks += 1
      } catch (error) {
        // A place that is gone altogether is worth telling; a file that somebody holds open is not.
        if (isAppError(error) && error.code === 'DEST_101') throw error
        this.#leftPacks += 1
        this.#leftBytes += sizeOf(id)
        const untilMs = isAppError(error) ? error.params.untilMs : undefined
        if (typeof untilMs === 'number') this.#leftUntilMs = Math.max(this.#leftUntilMs ?? 0, untilMs)
      }
      doneBytes += sizeOf(id)
      this.#onProgress({ phase: 'removing', doneBytes, totalBytes })
    })
  }
}
