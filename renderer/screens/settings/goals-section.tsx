import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { goalsOfSchedule, type SchedulePolicy } from '#shared/domain/index.ts'
import { GoalConflicts } from '../../parts/goal-conflicts.tsx'
import { GoalFields } from '../../parts/goal-fields.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useInventory } from '../../state/use-inventory.ts'
import { clockOf, minuteOf } from './clock.ts'
import { Section } from './section.tsx'
import { type SectionProps, withCurrent } from './use-settings.ts'

const PROOF_DAYS = [7, 14, 30, 60, 90, 180]

/** Goals as outcomes: how many minutes of work may be lost, by what it is, and how soon the clinic is to be back; what contradicts them is told. */
export function GoalsSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('settings')
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
  return (
    <Section
      name="goals"
      title={t('goals.title')}
      lead={t('goals.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={JSON.stringify(policy) !== JSON.stringify(all.schedule) || proofDays !== all.proofDays}
    >
      <GoalFields goals={policy} onGoals={(next) => setPolicy({ ...policy, ...next })} />
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

const goalsOf = (schedule: SchedulePolicy) => ({
  ...goalsOfSchedule(schedule),
  dailyAtMinute: schedule.dailyAtMinute,
})
