import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { schedulePolicySchema } from '#shared/domain/index.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { clockOf, minuteOf } from './clock.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'
import type { SectionProps } from './use-settings.ts'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const USUAL = { fromMinute: 12 * 60, toMinute: 13 * 60, days: EVERY_DAY }

/** When nothing may begin by itself. */
export function QuietSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  const [quiet, setQuiet] = useState(all.schedule.quiet)
  const [hours] = quiet
  const wanted = schedulePolicySchema.safeParse({ ...all.schedule, quiet })
  const save = useAction(async () => {
    if (wanted.success) onSaved({ schedule: await engine.setSchedulePolicy(wanted.data) })
  })
  return (
    <Section
      name="quiet"
      title={t('quiet.title')}
      lead={t('quiet.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={wanted.success && JSON.stringify(quiet) !== JSON.stringify(all.schedule.quiet)}
      wrong={wanted.success ? undefined : t('quiet.tooLong')}
    >
      <Switch
        className={classes.wide ?? ''}
        label={t('quiet.isOn')}
        checked={hours !== undefined}
        onChange={(event) => setQuiet(event.currentTarget.checked ? [USUAL] : [])}
      />
      {hours &&
        (['fromMinute', 'toMinute'] as const).map((end) => (
          <TextInput
            key={end}
            size="md"
            type="time"
            label={end === 'fromMinute' ? t('quiet.from') : t('quiet.to')}
            value={clockOf(hours[end])}
            onChange={(event) => {
              const minute = minuteOf(event.currentTarget.value)
              if (minute !== undefined) setQuiet([{ ...hours, [end]: minute }, ...quiet.slice(1)])
            }}
          />
        ))}
    </Section>
  )
}
