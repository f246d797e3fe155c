import { setTimeout } from 'node:timers/promises'
import { isFar, type Session } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import { sharesDisk } from '#engine/setup/index.ts'
import { hearingOf } from '#engine/watch/index.ts'
import type { ReplicaId } from '#shared/domain/index.ts'

/** Whether a disk of the vault answers, and how much room it has. Never throws. */
async function lookAtDisk(session: Session, replica: VaultPlace) {
  try {
    const backend = await session.openPlace(replica.place)
    try {
      const config = await backend.stat({ kind: 'config', name: '' })
      const freeBytes = config === undefined ? undefined : await backend.freeBytes()
      return { isReachable: config !== undefined, freeBytes: freeBytes ?? null }
    } finally {
      await backend.close()
    }
  } catch {
    return { isReachable: false, freeBytes: null }
  }
}

/** Whether a place lies on a disk with what is protected. A folder of a share that hangs holds nobody up. */
async function isBesideSources(session: Session, { place }: VaultPlace): Promise<boolean | undefined> {
  if (place.kind !== 'local') return false
  const paths = (session.settings?.sources ?? []).flatMap((source) => ('path' in source ? [source.path] : []))
  const asked = sharesDisk(place.path, paths).catch(() => undefined)
  return Promise.race([asked, setTimeout(LONGEST_LOOK_MS, undefined, { ref: false })])
}
const LONGEST_LOOK_MS = 2000

export type DiskState = {
  readonly isReachable: boolean
  readonly isNetwork: boolean
  /** Undefined while nobody could look. */
  readonly isOnSourceDisk?: boolean | undefined
  readonly freeBytes: number | null
  readonly sinceMs: number
}

/**
 * Remembers of each place whether it answered when it was last asked, and since when it does.
 *
 * Far places are asked without waiting for them: a cloud that takes a minute to say nothing must hold nobody up.
 */
export class DiskWatch {
  readonly #states = new Map<ReplicaId, DiskState>()
  readonly #asking = new Map<ReplicaId, Promise<void>>()
  readonly #onFarChange: () => void

  constructor(onFarChange: () => void = () => undefined) {
    this.#onFarChange = onFarChange
  }

  /** True when a near one came or went. */
  async look(session: Session, replicas: readonly VaultPlace[], nowMs: number): Promise<boolean> {
    for (const replica of replicas.filter(isFar)) void this.#askFar(session, replica, nowMs)
    const near = replicas.filter((replica) => !isFar(replica))
    return (await Promise.all(near.map((replica) => this.#ask(session, replica, nowMs)))).includes(true)
  }

  /** What a place was found to be, asked now where it is near; a far one is waited for only the first time, and not for long. */
  async see(session: Session, replica: VaultPlace, nowMs: number): Promise<DiskState | undefined> {
    if (!isFar(replica)) await this.#ask(session, replica, nowMs)
    else if (!this.#states.has(replica.id))
      await Promise.race([
        this.#askFar(session, replica, nowMs),
        setTimeout(FIRST_ANSWER_MS, undefined, { ref: false }),
      ])
    return this.#states.get(replica.id)
  }

  /** Work that could not reach a disk knows it first. */
  isGone(replicaId: ReplicaId, nowMs: number): void {
    const { isNetwork, isOnSourceDisk } = this.of(replicaId)
    this.#states.set(replicaId, { isNetwork, isOnSourceDisk, isReachable: false, freeBytes: null, sinceMs: nowMs })
  }

  /** One that was never asked is taken to be there: the work tells. */
  of(replicaId: ReplicaId): DiskState {
    return this.#states.get(replicaId) ?? { isReachable: true, isNetwork: false, freeBytes: null, sinceMs: 0 }
  }

  #askFar(session: Session, replica: VaultPlace, nowMs: number): Promise<void> {
    const under = this.#asking.get(replica.id)
    if (under) return under
    const asking = this.#ask(session, replica, nowMs)
      .then((isNew) => isNew && this.#onFarChange())
      .finally(() => this.#asking.delete(replica.id))
      .then(() => undefined)
    this.#asking.set(replica.id, asking)
    return asking
  }

  async #ask(session: Session, replica: VaultPlace, nowMs: number): Promise<boolean> {
    const { id, place } = replica
    const { isReachable, freeBytes } = await lookAtDisk(session, replica)
    const known = this.#states.get(id)
    const isNew = known?.isReachable !== isReachable
    const isNetwork =
      place.kind !== 'local' ||
      (isReachable && isNew ? (await hearingOf(place.path)) !== 'all' : (known?.isNetwork ?? false))
    const isOnSourceDisk = isReachable && isNew ? await isBesideSources(session, replica) : known?.isOnSourceDisk
    const state = { isReachable, isNetwork, isOnSourceDisk, freeBytes }
    this.#states.set(id, { ...state, sinceMs: isNew ? nowMs : (known?.sinceMs ?? nowMs) })
    return isNew
  }
}

/** So long the first look at a far place may keep a screen waiting. */
const FIRST_ANSWER_MS = 4000
