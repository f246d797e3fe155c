import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Category, categorySchema, type SchedulePolicy } from '#shared/domain/index.ts'
import { GoalConflicts } from '../../parts/goal-conflicts.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useInventory } from '../../state/use-inventory.ts'
import { clockOf, minuteOf } from './clock.ts'
import { Section } from './section.tsx'
import { type SectionProps, withCurrent } from './use-settings.ts'

const GOALS = [5, 15, 30, 60, 120, 240, 480, 1440]
const BACK = [30, 60, 120, 240, 480, 1440]
const PROOF_DAYS = [7, 14, 30, 60, 90, 180]

/** Goals as outcomes: how many minutes of work may be lost, by what it is, and how soon the clinic is to be back; what contradicts them is told. */
export function GoalsSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation(['settings', 'protectedThings'])
  const units = useUnits()
  const { engine } = useServices()
  const { inventory, show } = useInventory()
  const [goals, setGoals] = useState(() => goalsOf(all.schedule))
  // Quiet hours are saved by a section of their own.
  const policy: SchedulePolicy = { ...all.schedule, ...goals }
  const setPolicy = (next: SchedulePolicy) => setGoals(goalsOf(next))
  const [proofDays, setProofDays] = useState(all.proofDays)
  const save = useAction(async () => {
    const schedule = await engine.setSchedulePolicy(policy)
    const { everyDays } = await engine.setProofPolicy({ everyDays: proofDays })
    onSaved({ schedule, proofDays: everyDays })
    // Saved is saved, also where what contradicts it cannot be told just now.
    await engine.inventory({}).then(show, () => undefined)
  })
  const goal = (minutes: number) => ({ value: String(minutes), label: units.span(minutes * 60_000) })
  const choices = (current: number | undefined) => withCurrent(GOALS, current).map(goal)
  const setGoal = (category: Category, value: string) => {
    const { [category]: _former, ...rest } = policy.goalMinutes
    setPolicy({ ...policy, goalMinutes: value === '' ? rest : { ...rest, [category]: Number(value) } })
  }
  return (
    <Section
      name="goals"
      title={t('goals.title')}
      lead={t('goals.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={JSON.stringify(policy) !== JSON.stringify(all.schedule) || proofDays !== all.proofDays}
    >
      <NativeSelect
        size="md"
        label={t('goals.standard')}
        value={String(policy.standardGoalMinutes)}
        onChange={(event) => setPolicy({ ...policy, standardGoalMinutes: Number(event.currentTarget.value) })}
        data={choices(policy.standardGoalMinutes)}
      />
      {categorySchema.options.map((category) => (
        <NativeSelect
          key={category}
          size="md"
          label={t(`protectedThings:categories.${category}`)}
          value={String(policy.goalMinutes[category] ?? '')}
          onChange={(event) => setGoal(category, event.currentTarget.value)}
          data={[{ value: '', label: t('goals.same') }, ...choices(policy.goalMinutes[category])]}
        />
      ))}
      <NativeSelect
        size="md"
        label={t('goals.back')}
        description={t('goals.backHint')}
        value={String(policy.standardBackMinutes)}
        onChange={(event) => setPolicy({ ...policy, standardBackMinutes: Number(event.currentTarget.value) })}
        data={withCurrent(BACK, policy.standardBackMinutes).map(goal)}
      />
      <TextInput
        size="md"
        type="time"
        label={t('goals.daily')}
        value={clockOf(policy.dailyAtMinute)}
        onChange={(event) => {
          const minute = minuteOf(event.currentTarget.value)
          if (minute !== undefined) setPolicy({ ...policy, dailyAtMinute: minute })
        }}
      />
      <NativeSelect
        size="md"
        label={t('goals.proof')}
        value={String(proofDays)}
        onChange={(event) => setProofDays(Number(event.currentTarget.value))}
        data={withCurrent(PROOF_DAYS, proofDays).map((count) => ({
          value: String(count),
          label: t('goals.days', { count }),
        }))}
      />
      <GoalConflicts inventory={inventory} />
    </Section>
  )
}

const goalsOf = ({ standardGoalMinutes, goalMinutes, standardBackMinutes, dailyAtMinute }: SchedulePolicy) => ({
  standardGoalMinutes,
  goalMinutes,
  standardBackMinutes,
  dailyAtMinute,
})
