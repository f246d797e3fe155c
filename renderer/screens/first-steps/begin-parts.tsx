import { Checkbox, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { type Category, categorySchema } from '#shared/domain/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import { keyOf } from './choices.ts'
import { chosenSources, setupStore } from './setup-store.ts'
import classes from './step.module.css'

const LOSS = [5, 15, 30, 60, 240, 1440]
const BACK = [30, 60, 120, 240, 480, 1440]

/** What may be lost of each sector, and how soon the clinic is to be back; what is suggested holds where nobody chooses. */
export function GoalsPart() {
  const { t } = useTranslation(['firstSteps', 'settings', 'protectedThings'])
  const units = useUnits()
  const { goals } = useStore(setupStore)
  const choices = (all: readonly number[]) =>
    all.map((minutes) => ({ value: String(minutes), label: units.span(minutes * 60_000) }))
  const setLoss = (category: Category, value: string) => {
    const { [category]: _former, ...rest } = goals.goalMinutes
    const goalMinutes = value === '' ? rest : { ...rest, [category]: Number(value) }
    setupStore.setState({ goals: { ...goals, goalMinutes } })
  }
  return (
    <details className={classes.more}>
      <summary>{t('goals.title')}</summary>
      <p className={classes.soft}>{t('goals.lead')}</p>
      <div className={classes.fields}>
        {categorySchema.options.map((category) => (
          <NativeSelect
            key={category}
            size="md"
            label={t(`protectedThings:categories.${category}`)}
            value={String(goals.goalMinutes[category] ?? '')}
            onChange={(event) => setLoss(category, event.currentTarget.value)}
            data={[
              { value: '', label: t('goals.usual', { span: units.span(goals.standardGoalMinutes * 60_000) }) },
              ...choices(LOSS),
            ]}
          />
        ))}
        <NativeSelect
          size="md"
          label={t('goals.back')}
          value={String(goals.standardBackMinutes)}
          onChange={(event) =>
            setupStore.setState({ goals: { ...goals, standardBackMinutes: Number(event.currentTarget.value) } })
          }
          data={choices(BACK)}
        />
      </div>
    </details>
  )
}

/** With what to begin: one area, proven, and then the rest; or everything at once. */
export function PilotPart() {
  const { t } = useTranslation('firstSteps')
  const { pilot } = useStore(setupStore)
  const sources = chosenSources()
  if (sources.length < 2) return null
  const chosen = pilot ?? sources.map(keyOf)
  return (
    <details className={classes.more}>
      <summary>{t('pilot.title')}</summary>
      <p className={classes.soft}>{t('pilot.lead')}</p>
      <Checkbox.Group
        aria-label={t('pilot.title')}
        value={[...chosen]}
        onChange={(keys) => {
          if (keys.length === 0) return
          setupStore.setState({ pilot: keys.length === sources.length ? null : keys })
        }}
      >
        <div className={classes.group}>
          {sources.map((source) => (
            <Checkbox key={keyOf(source)} value={keyOf(source)} label={source.label} />
          ))}
        </div>
      </Checkbox.Group>
    </details>
  )
}
