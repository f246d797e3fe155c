import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { CopiesStep } from './copies-step.tsx'
import { PlaceStep } from './place-step.tsx'
import { type RescueStep, rescueStore } from './rescue-store.ts'
import { TakeOverStep } from './take-over-step.tsx'
import { WordsStep } from './words-step.tsx'

const steps = {
  place: PlaceStep,
  words: WordsStep,
  copies: CopiesStep,
  'take-over': TakeOverStep,
} as const satisfies Record<Exclude<RescueStep, 'off'>, () => ReactNode>

/** From nothing: where copies are, the paper, what there is, and whether this is the clinic's computer from now on. */
export function Rescue() {
  const step = useStore(rescueStore, (state) => state.step)
  if (step === 'off') return null
  const Step = steps[step]
  return <Step />
}
