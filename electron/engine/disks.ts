import type { Session } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import { hearingOf } from '#engine/watch/index.ts'
import type { ReplicaId } from '#shared/domain/index.ts'

export type Disk = Awaited<ReturnType<typeof lookAtDisk>>

/** Whether a disk of the vault answers, and how much room it has. Never throws. */
export async function lookAtDisk(session: Session, replica: VaultPlace) {
  try {
    const backend = await session.openPlace(replica.place)
    try {
      const config = await backend.stat({ kind: 'config', name: '' })
      const freeBytes = config === undefined ? undefined : await backend.freeBytes()
      return { ...replica, isReachable: config !== undefined, freeBytes: freeBytes ?? null }
    } finally {
      await backend.close()
    }
  } catch {
    return { ...replica, isReachable: false, freeBytes: null }
  }
}

export type DiskState = { readonly isReachable: boolean; readonly isNetwork: boolean; readonly sinceMs: number }

/** Remembers of each disk whether it answered when it was last asked, and since when it does. */
export class DiskWatch {
  readonly #states = new Map<ReplicaId, DiskState>()

  /** True when one came or went. */
  async look(session: Session, replicas: readonly VaultPlace[], nowMs: number): Promise<boolean> {
    let isNew = false
    for (const replica of replicas) {
      const { id, place } = replica
      const known = this.#states.get(id)
      const { isReachable } = await lookAtDisk(session, replica)
      if (known?.isReachable === isReachable) continue
      const isNetwork =
        place.kind !== 'local' || (isReachable ? (await hearingOf(place.path)) !== 'all' : (known?.isNetwork ?? false))
      this.#states.set(id, { isReachable, isNetwork, sinceMs: nowMs })
      isNew = true
    }
    return isNew
  }

  /** Work that could not reach a disk knows it first. */
  isGone(replicaId: ReplicaId, nowMs: number): void {
    const known = this.#states.get(replicaId)
    this.#states.set(replicaId, { isNetwork: known?.isNetwork ?? false, isReachable: false, sinceMs: nowMs })
  }

  /** One that was never asked is taken to be there: the work tells. */
  of(replicaId: ReplicaId): DiskState {
    return this.#states.get(replicaId) ?? { isReachable: true, isNetwork: false, sinceMs: 0 }
  }
}
