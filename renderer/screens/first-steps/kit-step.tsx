import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { KitProof } from './kit-proof.tsx'
import { KitWords } from './kit-words.tsx'
import { goToStep, makeKit, setupStore } from './setup-store.ts'

/** The kit: its words for the paper, then three of them typed back from it. */
export function KitStep() {
  const { engine } = useServices()
  const { proof } = useStore(setupStore)
  const [isProving, setIsProving] = useState(false)
  const { state: making, run: make } = useAction(useCallback(() => makeKit(engine), [engine]))
  useEffect(() => make(), [make])
  if (isProving) return <KitProof onLook={() => setIsProving(false)} />
  return <KitWords making={making} onRetry={make} onReady={() => (proof ? goToStep('start') : setIsProving(true))} />
}
