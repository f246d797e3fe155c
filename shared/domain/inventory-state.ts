import { z } from 'zod'
import type { Freshness } from './freshness.ts'
import type { InventoryItem, InventoryPlace } from './inventory.ts'
import { isInside } from './paths.ts'
import { type NewSource, pathsOf, type Source, type SourceId } from './sources.ts'
import type { TabletId } from './tablets.ts'

/** How well a thing of the inventory is protected, as the copies say and not as somebody wrote down. */
export const inventoryStateSchema = z.enum([
  /** A copy holds each of its places. */
  'protected',
  /** Each place will be in the next copy; none holds it yet. */
  'waiting',
  /** Some of its places are in no copy. */
  'partly',
  /** No copy holds it, and none will. */
  'unprotected',
])
export type InventoryState = z.infer<typeof inventoryStateSchema>

export type ProtectionFacts = {
  readonly sources: readonly Source[]
  readonly freshness: Pick<Freshness, 'items'>
  /** Tablets that are paired with this computer, and where what they send is put; null while the page was never on. */
  readonly tablets: readonly TabletId[]
  readonly inboxPath: string | null
}

/** How each place of a thing stands, and from that the thing itself. */
export function inventoryStateOf({ places }: Pick<InventoryItem, 'places'>, facts: ProtectionFacts): InventoryState {
  const all = places.map((place) => placeStateOf(place, facts))
  if (all.every((one) => one === 'protected')) return 'protected'
  if (all.every((one) => one === 'unprotected')) return 'unprotected'
  return all.includes('unprotected') ? 'partly' : 'waiting'
}

function placeStateOf(place: InventoryPlace, facts: ProtectionFacts): 'protected' | 'waiting' | 'unprotected' {
  const source = sourceOf(place, facts)
  if (source === undefined) return 'unprotected'
  const item = facts.freshness.items.find(({ sourceId }) => sourceId === source.id)
  return item !== undefined && item.savedAtMs !== null ? 'protected' : 'waiting'
}

/** The protected thing in which a place lies. */
export function sourceOf(place: InventoryPlace, { sources, tablets, inboxPath }: ProtectionFacts): Source | undefined {
  switch (place.kind) {
    case 'source':
      return sources.find(({ id }) => id === place.sourceId)
    case 'folder':
      return sources.find((source) => holds(source, place.path))
    case 'tablet':
      return place.tabletId !== null && inboxPath !== null && tablets.includes(place.tabletId)
        ? sources.find((source) => holds(source, inboxPath))
        : undefined
    case 'paper':
    case 'cloud':
    case 'unknown':
      return undefined
  }
}

const HEAVIEST_FIRST = ['stops', 'hinders', 'waits'] as const
/** How much the clinic misses a protected thing: as the heaviest of what lies in it; `unknown` where nobody wrote anything down. */
export function weightOfSource(
  id: SourceId,
  items: readonly InventoryItem[],
  facts: ProtectionFacts,
): InventoryItem['weight'] {
  const inIt = items.filter(({ places }) => places.some((place) => sourceOf(place, facts)?.id === id))
  return HEAVIEST_FIRST.find((weight) => inIt.some((item) => item.weight === weight)) ?? 'unknown'
}

/** Whether what lies at a path is read for a source. A database is one file; a folder is all that is below it. */
const holds = (source: NewSource, path: string): boolean =>
  pathsOf(source).some((outer) => isInside(path, outer) && (source.kind !== 'sqlite' || isInside(outer, path)))
