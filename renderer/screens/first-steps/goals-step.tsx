import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { goalConflictsOf, goalsSchema, neverDelete, schedulePolicySchema } from '#shared/domain/index.ts'
import { GoalConflicts } from '../../parts/goal-conflicts.tsx'
import { GoalFields } from '../../parts/goal-fields.tsx'
import { useInventory } from '../../state/use-inventory.ts'
import { goOnFrom, goToStep, setupStore } from './setup-store.ts'
import { Step } from './step.tsx'

const SUGGESTED = goalsSchema.parse({})

/** What may be lost of each sector, and how soon the clinic is to be back; what is suggested holds where nobody chooses. */
export function GoalsStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { goals } = useStore(setupStore)
  const { inventory } = useInventory()
  const items = inventory?.items ?? []
  const conflicts = goalConflictsOf({
    schedule: schedulePolicySchema.parse(goals),
    retention: neverDelete,
    diskSet: undefined,
    standingPlaces: 1,
    standingOutside: 0,
    items: items.map(({ item }) => item),
  })
  return (
    <Step
      name="goals"
      title={t('goals.title')}
      lead={t('goals.lead')}
      onBack={() => goToStep('have')}
      onLater={() => {
        setupStore.setState({ goals: SUGGESTED })
        goOnFrom('goals')
      }}
      next={t('common:next')}
      onNext={() => goOnFrom('goals')}
    >
      <GoalFields goals={goals} onGoals={(next) => setupStore.setState({ goals: goalsSchema.parse(next) })} />
      <GoalConflicts inventory={{ conflicts, items }} />
    </Step>
  )
}
