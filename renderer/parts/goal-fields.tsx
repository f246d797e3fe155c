import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Category, categorySchema, type Goals } from '#shared/domain/index.ts'
import classes from './goal-fields.module.css'
import { useUnits } from './use-units.ts'

const LOSS = [5, 15, 30, 60, 120, 240, 480, 1440]
const BACK = [30, 60, 120, 240, 480, 1440]

type GoalFieldsProps = { goals: Goals; onGoals: (goals: Goals) => void }

/** How much may be lost and how soon it is to be back, of each sector; what has no goal of its own goes with the rest. */
export function GoalFields({ goals, onGoals }: GoalFieldsProps) {
  const { t } = useTranslation(['settings', 'protectedThings'])
  return (
    <div className={classes.all}>
      <fieldset className={classes.sector}>
        <legend className={classes.name}>{t('goals.standard')}</legend>
        <Minutes
          label={t('goals.loss')}
          usual={LOSS}
          value={goals.standardGoalMinutes}
          onMinutes={(standardGoalMinutes = goals.standardGoalMinutes) => onGoals({ ...goals, standardGoalMinutes })}
        />
        <Minutes
          label={t('goals.back')}
          usual={BACK}
          value={goals.standardBackMinutes}
          onMinutes={(standardBackMinutes = goals.standardBackMinutes) => onGoals({ ...goals, standardBackMinutes })}
        />
      </fieldset>
      {categorySchema.options.map((category) => (
        <fieldset key={category} className={classes.sector}>
          <legend className={classes.name}>{t(`protectedThings:categories.${category}`)}</legend>
          <Minutes
            label={t('goals.loss')}
            usual={LOSS}
            value={goals.goalMinutes[category]}
            standard={goals.standardGoalMinutes}
            onMinutes={(minutes) => onGoals({ ...goals, goalMinutes: withOne(goals.goalMinutes, category, minutes) })}
          />
          <Minutes
            label={t('goals.back')}
            usual={BACK}
            value={goals.backMinutes[category]}
            standard={goals.standardBackMinutes}
            onMinutes={(minutes) => onGoals({ ...goals, backMinutes: withOne(goals.backMinutes, category, minutes) })}
          />
        </fieldset>
      ))}
      <p className={classes.soft}>{t('goals.backHint')}</p>
    </div>
  )
}

type ByCategory = Goals['goalMinutes']

function withOne(all: ByCategory, category: Category, minutes: number | undefined): ByCategory {
  const { [category]: _former, ...rest } = all
  return minutes === undefined ? rest : { ...rest, [category]: minutes }
}

type MinutesProps = {
  label: string
  usual: readonly number[]
  value: number | undefined
  /** What holds where nothing is chosen; without it something always is. */
  standard?: number
  onMinutes: (minutes: number | undefined) => void
}

function Minutes({ label, usual, value, standard, onMinutes }: MinutesProps) {
  const { t } = useTranslation('settings')
  const units = useUnits()
  const span = (minutes: number) => units.span(minutes * 60_000)
  // What is set now is always among the choices.
  const choices = [...new Set([...usual, ...(value === undefined ? [] : [value])])].sort((a, b) => a - b)
  return (
    <NativeSelect
      size="md"
      classNames={{ label: classes.label ?? '' }}
      label={label}
      value={String(value ?? '')}
      onChange={({ currentTarget }) => onMinutes(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      data={[
        ...(standard === undefined ? [] : [{ value: '', label: t('goals.same', { span: span(standard) }) }]),
        ...choices.map((minutes) => ({ value: String(minutes), label: span(minutes) })),
      ]}
    />
  )
}
