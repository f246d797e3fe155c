import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import { type KitBook, pickProofPositions, plainWord, readKit } from '#engine/kit/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { inOrder, type Session } from '#engine/session/index.ts'
import { pickFiles } from '#engine/snapshot/index.ts'
import { derivedKey, type Vault } from '#engine/vault/index.ts'
import { copyIdSchema, type KitState, type Place } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { newestFirst, takenAtMs } from './computers.ts'
import { openByKit } from './open-by-kit.ts'

const DAY_MS = 86_400_000
/** Two months, and half a year. */
export const PROVE_EVERY_MS = 60 * DAY_MS
export const PRINT_EVERY_MS = 183 * DAY_MS

export type KitParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly book: KitBook
  readonly clock: Clock
  readonly random: Random
  /** A private folder; what is put there is taken away again. */
  readonly temporaryFolder: string
}
type Proof = readonly { readonly position: number; readonly word: string }[]

/** How old the paper and its proof are, and when each is asked for again. `setUpAtMs` stands in where the paper was never seen here. */
export function kitState({ book, catalog }: Pick<KitParts, 'book' | 'catalog'>): KitState {
  const { page } = book
  const [setUp] = catalog.newestFacts('set-up-finished', 1)
  const provenAtMs = page ? (page.provenAtMs ?? page.printedAtMs) : setUp?.atMs
  const printedAtMs = page?.printedAtMs ?? setUp?.atMs
  return {
    paper: page ? { printedAtMs: page.printedAtMs, provenAtMs: page.provenAtMs } : null,
    proofDueAtMs: provenAtMs === undefined ? null : provenAtMs + PROVE_EVERY_MS,
    printDueAtMs: printedAtMs === undefined ? null : printedAtMs + PRINT_EVERY_MS,
  }
}

/** Shows that the paper is there and that what it stands for works: three words of it, then one real file out of the newest copy. */
export class KitProof {
  readonly #parts: KitParts
  #asked: readonly number[] | undefined

  constructor(parts: KitParts) {
    this.#parts = parts
  }

  /** Other words each time. Throws KIT_107 where the paper's words were never typed here. */
  ask(): number[] {
    if (!this.#parts.book.page) fail('KIT_107')
    const positions = pickProofPositions(this.#parts.random)
    this.#asked = positions
    return positions
  }

  /** Throws KEY_105 for words that are not the paper's, KIT_107, VAULT_109 without a copy, VAULT_111 without a file in it. */
  async prove(proof: Proof, signal: AbortSignal) {
    const { book, catalog, clock, session } = this.#parts
    const asked = new Set(this.#asked)
    if (!proof.every(({ position }) => asked.delete(position)) || asked.size > 0) fail('KEY_105')
    const startedAtMs = clock.nowMs()
    const file = await inOrder(session, async (vault) => {
      if (!book.page) fail('KIT_107')
      if (!book.isRight(proof, derivedKey(vault, 'kit-proof'))) fail('KEY_105')
      return this.#bringOneBack(vault, signal)
    })
    const durationMs = Math.max(0, Math.round(clock.nowMs() - startedAtMs))
    await book.proven(clock.nowMs())
    this.#asked = undefined
    catalog.commitFact({ kind: 'kit-proven', bytes: file.bytes, durationMs, copyId: file.copyId })
    const { name, bytes, takenAtMs: copiedAtMs } = file
    return { name, bytes, takenAtMs: copiedAtMs, durationMs }
  }

  /** Throws unless these are all words of the clinic's kit: KEY_102, KIT_101, KIT_102, KIT_103, DEST_…. */
  async require(typed: string): Promise<void> {
    const kit = readKit(typed)
    await inOrder(this.#parts.session, (_vault, _settings, { place }) => this.#openWith(kit.password, place))
  }

  /** The paper that is about to be printed, by all its words. Throws KEY_102, KIT_101, KIT_102, KIT_103. */
  async renew(typed: string): Promise<{ words: string[]; atMs: number }> {
    const { book, catalog, clock, session } = this.#parts
    const kit = readKit(typed)
    const atMs = clock.nowMs()
    await inOrder(session, async (vault, _settings, replica) => {
      await this.#openWith(kit.password, replica.place)
      await book.printed(kit.words.map(plainWord), derivedKey(vault, 'kit-proof'), atMs)
    })
    catalog.commitFact({ kind: 'kit-printed' })
    return { words: [...kit.words], atMs }
  }

  /** Whether the paper opens the vault: it is opened by it, and closed again. */
  async #openWith(password: string, place: Place): Promise<void> {
    const opened = await openByKit(await this.#parts.session.openPlace(place), password, this.#parts)
    await opened.close()
  }

  /** Out of the vault, verified against it while it is written, and away again. */
  async #bringOneBack(vault: Vault, signal: AbortSignal) {
    const { random, temporaryFolder } = this.#parts
    const { planTag } = this.#parts.session.requireSettings()
    const snapshots = newestFirst(await vault.listSnapshots())
    const snapshot = snapshots.find(({ tags }) => tags?.includes(planTag)) ?? snapshots[0] ?? fail('VAULT_109')
    const [chosen] = await pickFiles(vault, snapshot, { count: 1, random, signal })
    if (chosen === undefined) return fail('VAULT_111')
    const targetFolder = await mkdtemp(path.join(temporaryFolder, 'kit-'))
    try {
      const plan = await planRestore(
        vault,
        { snapshot, include: [chosen.path], targetFolder, layout: 'flat', onConflict: 'rename' },
        { signal },
      )
      const { files, bytes, skips } = await applyRestore(vault, plan, { signal })
      if (files !== 1) fail(skips[0]?.code ?? 'VAULT_111')
      const name = path.posix.basename(chosen.path)
      return { name, bytes, takenAtMs: takenAtMs(snapshot), copyId: copyIdSchema.parse(snapshot.id) }
    } finally {
      await rm(targetFolder, { recursive: true, force: true })
    }
  }
}
