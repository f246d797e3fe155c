import { localBackend } from '#engine/backends/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { hearingOf } from '#engine/watch/index.ts'
import type { ReplicaId } from '#shared/domain/index.ts'

export type Disk = Awaited<ReturnType<typeof lookAtDisk>>

/** Whether a disk of the vault answers, and how much room it has. Never throws. */
export async function lookAtDisk({ path, id }: Settings['vault']) {
  const backend = localBackend(path)
  try {
    const config = await backend.stat({ kind: 'config', name: '' })
    const freeBytes = config === undefined ? undefined : await backend.freeBytes()
    return { id, path, isReachable: config !== undefined, freeBytes: freeBytes ?? null }
  } catch {
    return { id, path, isReachable: false, freeBytes: null }
  } finally {
    await backend.close()
  }
}

export type DiskState = { readonly isReachable: boolean; readonly isNetwork: boolean; readonly sinceMs: number }

/** Remembers of each disk whether it answered when it was last asked, and since when it does. */
export class DiskWatch {
  readonly #states = new Map<ReplicaId, DiskState>()

  /** True when one came or went. */
  async look(places: readonly Settings['vault'][], nowMs: number): Promise<boolean> {
    let isNew = false
    for (const place of places) {
      const known = this.#states.get(place.id)
      const { isReachable } = await lookAtDisk(place)
      if (known?.isReachable === isReachable) continue
      const isNetwork = isReachable ? (await hearingOf(place.path)) !== 'all' : (known?.isNetwork ?? false)
      this.#states.set(place.id, { isReachable, isNetwork, sinceMs: nowMs })
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
