import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import { type DrillSource, drillSourceSchema, isOutside, type ReplicaId } from '#shared/domain/index.ts'
import type { Scenario } from './drill.ts'

export type DrillPlace = { readonly replica: VaultPlace; readonly source: DrillSource }
/** A drill that used a place, silent or not. */
export type PlaceUse = { readonly replicaId: ReplicaId | null; readonly atMs: number }

/** All places that keep copies, with what kind of place each is for taking turns. */
export function drillPlaces({ vault, replicas, diskSet }: Settings): readonly DrillPlace[] {
  const ofMonth = new Set(diskSet?.disks.map(({ replicaId }) => replicaId))
  return [vault, ...replicas].map((replica) => ({
    replica,
    source: ofMonth.has(replica.id) ? 'disk-of-month' : replica.place.kind === 'local' ? 'disk' : 'network',
  }))
}

/**
 * Whose turn it is: the place that was tried longest ago, never-tried ones first, ties in the order disk, network, disk of the month.
 *
 * Uses are counted by their order, not by their dates: a clock that was moved back cannot bring the same place again and again.
 */
export function inTurn(
  places: readonly DrillPlace[],
  uses: readonly PlaceUse[],
  from: Scenario['from'] = 'any',
): readonly DrillPlace[] {
  const order = drillSourceSchema.options
  const lastUse = ({ replica }: DrillPlace) => uses.findLastIndex(({ replicaId }) => replicaId === replica.id)
  return places
    .filter(({ replica, source }) =>
      from === 'any' ? true : from === 'near' ? source !== 'network' : isOutside(replica) || source === 'disk-of-month',
    )
    .toSorted((one, other) => lastUse(one) - lastUse(other) || order.indexOf(one.source) - order.indexOf(other.source))
}
