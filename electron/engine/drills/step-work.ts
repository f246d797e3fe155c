import type { Clock, Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import type { AppStep, Place, ReplicaId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { works } from './works/all.ts'
import { type Done, takenAtMs } from './works/work.ts'

/** A vault that was opened with the paper, and nothing of this computer. */
export type OpenByKit = { readonly vault: Vault; close(): Promise<void> }
export type FromNothing = (asked: {
  /** What the make-believe computer keeps of its own. */
  readonly folder: string
  readonly place: Place
  readonly secret: string | undefined
  readonly words: string
}) => Promise<OpenByKit>

type Parts = {
  readonly session: Session
  readonly clock: Clock
  readonly random: Random
  readonly fromNothing: FromNothing
  readonly maySee: (path: string) => boolean
}
export type StepRequest = {
  readonly stepId: AppStep
  /** An empty private folder. */
  readonly folder: string
  readonly replicaId: ReplicaId
  /** All steps of this drill do without what this computer knows. */
  readonly usesKit: boolean
  readonly kit: OpenByKit | undefined
  readonly typed: { readonly words?: string | undefined; readonly secret?: string | undefined }
  readonly signal: AbortSignal
  readonly onProgress: (doneShare: number) => void
}

/** One app step: the vault opened the way the scenario asks for, and its work done in the sandbox. */
export class StepWork {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Throws DRILL_102 before the paper was typed, KIT_…, KEY_102, DEST_…, and what the works throw. */
  async run(request: StepRequest): Promise<{ readonly done: Done; readonly kit: OpenByKit | undefined }> {
    const { session } = this.#parts
    const { replicaId, stepId } = request
    if (!request.usesKit) {
      const { planTag, sources } = session.requireSettings()
      const done = await session.withVault((vault) => this.#work(request, vault, sources, planTag), { replicaId })
      return { done, kit: undefined }
    }
    if (stepId !== 'open-with-kit') {
      const kit = request.kit ?? fail('DRILL_102')
      return { done: await this.#work(request, kit.vault, undefined), kit }
    }
    await request.kit?.close()
    const kit = await this.#open(request)
    try {
      return { done: await this.#work(request, kit.vault, undefined), kit }
    } catch (error) {
      await kit.close()
      throw error
    }
  }

  async #open({ replicaId, typed, folder }: StepRequest): Promise<OpenByKit> {
    const { session, fromNothing } = this.#parts
    const settings = session.requireSettings()
    const replica = [settings.vault, ...settings.replicas].find(({ id }) => id === replicaId) ?? fail('VAULT_113')
    const reached = await session.reachPlace(replica.place)
    // A person would see a folder on a disk; what this computer knows of the disk stays out.
    const place: Place = reached.kind === 'local' ? { kind: 'local', path: reached.path } : reached
    const kit = await fromNothing({ folder, place, secret: typed.secret, words: typed.words ?? '' })
    if (kit.vault.config.id === replicaId) return kit
    await kit.close()
    return fail('DEST_111')
  }

  async #work(
    { stepId, folder, signal, onProgress }: StepRequest,
    vault: Vault,
    sources: Parameters<(typeof works)[AppStep]>[0]['sources'],
    planTag?: string,
  ): Promise<Done> {
    const { random, clock, maySee } = this.#parts
    await vault.loadIndex()
    const snapshots = oneComputers(await vault.listSnapshots(), planTag)
    if (snapshots.length === 0) fail('VAULT_109')
    return works[stepId]({
      ...{ vault, snapshots, sources, maySee, sandbox: folder, random, nowMs: clock.nowMs(), signal },
      onProgress: (done, total) => onProgress(total > 0 ? Math.min(1, done / total) : 0),
    })
  }
}

/** Newest first: the plan's own copies or, where no plan is known, those of the computer with the newest one. */
export function oneComputers(all: readonly Snapshot[], planTag?: string): readonly Snapshot[] {
  const sorted = all.toSorted((one, other) => takenAtMs(other) - takenAtMs(one))
  const own = sorted.filter(({ tags }) => planTag !== undefined && tags?.includes(planTag))
  return own.length > 0 ? own : sorted.filter(({ hostname }) => hostname === sorted[0]?.hostname)
}
