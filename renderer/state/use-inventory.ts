import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { InventoryView } from '#shared/contracts/index.ts'
import { useServices } from './services.tsx'

/** What the clinic has. Asked again when copies came or what is protected changed; null until the first answer. */
export function useInventory(): { inventory: InventoryView | null; show: (view: InventoryView) => void } {
  const { engine, known } = useServices()
  const turn = useStore(known, ({ overview }) =>
    overview ? `${overview.copies} ${overview.sources.length} ${overview.lastCheck?.atMs}` : '',
  )
  const [inventory, setInventory] = useState<InventoryView | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new copy or source is why it is asked again
  useEffect(() => {
    let isGone = false
    // Where somebody may not see it, and while the engine is away, there is nothing to show.
    engine.inventory({}).then(
      (view) => !isGone && setInventory(view),
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [engine, turn])
  return { inventory, show: useCallback((view) => setInventory(view), []) }
}
