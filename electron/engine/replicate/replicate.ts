import { systemClock } from '#engine/kernel/index.ts'
import {
  copyFile,
  type Id,
  type IndexedPack,
  nameInIndex,
  PackFiller,
  putPack,
  readContents,
  readPackByName,
  readUnderLock,
  type Snapshot,
  type Vault,
} from '#engine/vault/index.ts'
import { Pace } from './pace.ts'
import { visitReachable } from './reach.ts'
import { type BlobRef, type Survey, survey } from './survey.ts'
import type { ReplicateOptions, ReplicationOutcome, ReplicationPlan } from './types.ts'
import { withLock } from './with-lock.ts'

/** An index file is written at least this often, so that an interrupted run leaves few packs that must be looked into. */
const BLOBS_PER_INDEX = 20_000
const BYTES_PER_INDEX = 1024 ** 3

/**
 * Brings a replica up to the copies of a plan: packs byte for byte, then its own index, then the snapshot files.
 *
 * What has to be copied is worked out anew under the locks. May be repeated after any failure and goes on where it was.
 * A damaged pack holds back only the copies that need it. Throws VAULT_113, VAULT_106, VAULT_110, APP_001, DEST_….
 */
export async function replicate(
  source: Vault,
  target: Vault,
  plan: Pick<ReplicationPlan, 'snapshots'>,
  options: ReplicateOptions = {},
): Promise<ReplicationOutcome> {
  const planned = new Set(plan.snapshots)
  return readUnderLock(source, options.signal, (outer) =>
    withLock(target, 'shared', outer, async (signal) => {
      const found = await survey(source, target, { signal, wants: ({ id }) => planned.has(id) })
      return new Replication(source, target, found, { ...options, signal }).run()
    }),
  )
}

class Replication {
  readonly #source: Vault
  readonly #target: Vault
  readonly #survey: Survey
  readonly #options: ReplicateOptions
  readonly #signal: AbortSignal
  readonly #pace: Pace
  readonly #damaged: Id[] = []
  #unnamed: IndexedPack[] = []
  #unnamedBlobs = 0
  #unnamedBytes = 0
  #doneBytes = 0
  /** False once something that was needed could not be read. */
  #isComplete = true

  constructor(
    source: Vault,
    target: Vault,
    found: Survey,
    options: ReplicateOptions & { readonly signal: AbortSignal },
  ) {
    this.#source = source
    this.#target = target
    this.#survey = found
    this.#options = options
    this.#signal = options.signal
    this.#pace = new Pace(options.clock ?? systemClock, options.bytesPerSecond)
  }

  async run(): Promise<ReplicationOutcome> {
    const { copy, found, lift, keys, snapshots, damagedSnapshots } = this.#survey
    if (this.#options.withKeys ?? true) for (const id of keys) await copyFile(this.#source, this.#target, 'key', id)
    this.#unnamed.push(...found)
    const toLift = [...lift]
    for (const pack of copy) if (!(await this.#copyPack(pack.id, pack.blobs))) toLift.push(...wantedOf(pack))
    await this.#lift(toLift)
    await this.#nameAll()
    const whole = await this.#wholeSnapshots()
    const copied: Id[] = []
    for (const { id } of whole) {
      this.#signal.throwIfAborted()
      if (await copyFile(this.#source, this.#target, 'snapshot', id)) copied.push(id)
    }
    return {
      snapshots: copied,
      heldBack: [...damagedSnapshots, ...snapshots.map(({ id }) => id).filter((id) => !copied.includes(id))],
      damagedPacks: this.#damaged,
      packs: copy.length - this.#damaged.length,
      foundPacks: found.length,
      liftedBlobs: toLift.length,
      bytes: this.#doneBytes,
    }
  }

  /** False for a pack that is not what its name says. */
  async #copyPack(id: Id, blobs: IndexedPack['blobs']): Promise<boolean> {
    this.#signal.throwIfAborted()
    const bytes = await readPackByName(this.#source, id)
    if (!bytes) {
      this.#damaged.push(id)
      return false
    }
    this.#signal.throwIfAborted()
    await putPack(this.#target, id, bytes)
    this.#unnamed.push({ id, blobs })
    this.#unnamedBlobs += blobs.length
    this.#unnamedBytes += bytes.length
    if (this.#unnamedBlobs >= BLOBS_PER_INDEX || this.#unnamedBytes >= BYTES_PER_INDEX) await this.#nameAll()
    await this.#passed(bytes.length)
    return true
  }

  /** Takes single blobs over, sealed as they are and verified with the key. */
  async #lift(blobs: readonly BlobRef[]): Promise<void> {
    const filler = new PackFiller(this.#target)
    for (const { type, id } of blobs) {
      this.#signal.throwIfAborted()
      const blob = await this.#survey.source?.readBlob(type, id)
      if (!blob) {
        this.#isComplete = false
        continue
      }
      await filler.addSealed(type, id, blob)
      await this.#passed(blob.sealed.length)
    }
    this.#signal.throwIfAborted()
    this.#unnamed.push(...(await filler.finish()))
  }

  async #nameAll(): Promise<void> {
    this.#signal.throwIfAborted()
    const packs = this.#unnamed
    await nameInIndex(this.#target, packs)
    this.#unnamed = []
    this.#unnamedBlobs = 0
    this.#unnamedBytes = 0
  }

  async #passed(bytes: number): Promise<void> {
    this.#doneBytes += bytes
    this.#options.onProgress?.({
      doneBytes: this.#doneBytes,
      totalBytes: Math.max(this.#doneBytes, this.#survey.bytes),
    })
    await this.#pace.passed(bytes, this.#signal)
  }

  /** The copies whose blobs the target all has, oldest first; looked up in its own index once anything was amiss. */
  async #wholeSnapshots(): Promise<readonly Snapshot[]> {
    if (this.#isComplete && this.#survey.isComplete) return this.#survey.snapshots
    const there = await readContents(this.#target)
    const whole: Snapshot[] = []
    for (const snapshot of this.#survey.snapshots) {
      let isWhole = true
      await visitReachable(
        [snapshot],
        {
          blob: (type, id) => {
            isWhole &&= there.hasBlob(type, id)
          },
          readTree: async (id) => {
            const nodes = isWhole ? await there.readTree(id) : []
            isWhole &&= nodes !== undefined
            return nodes
          },
        },
        this.#signal,
      )
      if (isWhole) whole.push(snapshot)
    }
    return whole
  }
}

const wantedOf = ({ blobs }: IndexedPack): readonly BlobRef[] =>
  blobs.map(({ type, id, length }) => ({ type, id, bytes: length }))
