import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { InventoryView } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from './services.tsx'
import { toWireError } from './wire-error.ts'

/**
 * What the clinic has. Asked again when copies came or what is protected changed; null until the first answer. `trouble` says why there is
 * none; not where somebody may not see it.
 */
export function useInventory(): {
  inventory: InventoryView | null
  trouble: WireError | null
  show: (view: InventoryView) => void
} {
  const { engine, known } = useServices()
  const turn = useStore(known, ({ overview }) =>
    overview ? `${overview.copies} ${overview.sources.length} ${overview.lastCheck?.atMs}` : '',
  )
  const [inventory, setInventory] = useState<InventoryView | null>(null)
  const [trouble, setTrouble] = useState<WireError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new copy or source is why it is asked again
  useEffect(() => {
    let isGone = false
    engine.inventory({}).then(
      (view) => {
        if (isGone) return
        setInventory(view)
        setTrouble(null)
      },
      (error: unknown) => {
        if (!isGone) setTrouble(toWireError(error))
      },
    )
    return () => {
      isGone = true
    }
  }, [engine, turn])
  const isForbidden = trouble?.code === 'PEOPLE_105'
  return { inventory, trouble: isForbidden ? null : trouble, show: useCallback((view) => setInventory(view), []) }
}
