import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { Rescue } from '../rescue/rescue.tsx'
import { rescueStore } from '../rescue/rescue-store.ts'
import { ClinicStep } from './clinic-step.tsx'
import { GoalsStep } from './goals-step.tsx'
import { HaveStep } from './have-step.tsx'
import { KitStep } from './kit-step.tsx'
import { PlaceStep } from './place-step.tsx'
import { ProtectStep } from './protect-step.tsx'
import { type StepName, setupStore } from './setup-store.ts'
import { StartStep } from './start-step.tsx'
import { useDraft } from './use-draft.ts'

const steps = {
  clinic: ClinicStep,
  protect: ProtectStep,
  have: HaveStep,
  goals: GoalsStep,
  place: PlaceStep,
  kit: KitStep,
  start: StartStep,
} as const satisfies Record<StepName, () => ReactNode>

/** From a fresh computer to the first copy, in short steps of which each is kept. */
export function FirstSteps() {
  const Step = steps[useStore(setupStore, ({ step }) => step)]
  const isRescue = useStore(rescueStore, ({ step }) => step !== 'off')
  const isLooked = useDraft()
  if (isRescue) return <Rescue />
  return isLooked ? <Step /> : null
}
