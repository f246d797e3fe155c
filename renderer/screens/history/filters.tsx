import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type AccountId, auditGroupSchema } from '#shared/domain/index.ts'
import { SearchIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { type Filter, NO_FILTER } from './filter.ts'
import classes from './history.module.css'

type FiltersProps = {
  filter: Filter
  people: readonly { readonly accountId: AccountId; readonly name: string }[]
  onChange: (filter: Filter) => void
}

/** Which lines are shown: by subject, person and days. */
export function Filters({ filter, people, onChange }: FiltersProps) {
  const { t } = useTranslation('history')
  const groups = auditGroupSchema.options.map((value) => ({ value, label: t(`groups.${value}`) }))
  const who = [
    { value: '', label: t('filter.everyone') },
    { value: 'system', label: t('filter.byItself') },
    ...people.map(({ accountId, name }) => ({ value: accountId, label: name })),
  ]
  const isFiltered = Object.values(filter).some((value) => value !== '')
  return (
    <Panel icon={SearchIcon} title={t('filter.title')}>
      <div className={classes.filters}>
        <NativeSelect
          size="md"
          label={t('filter.group')}
          value={filter.group}
          onChange={({ currentTarget }) =>
            onChange({ ...filter, group: auditGroupSchema.safeParse(currentTarget.value).data ?? '' })
          }
          data={[{ value: '', label: t('filter.all') }, ...groups]}
        />
        <NativeSelect
          size="md"
          label={t('filter.who')}
          value={filter.actor}
          onChange={({ currentTarget }) => onChange({ ...filter, actor: currentTarget.value })}
          data={who}
        />
        <TextInput
          type="date"
          size="md"
          label={t('filter.from')}
          value={filter.fromDay}
          onChange={({ currentTarget }) => onChange({ ...filter, fromDay: currentTarget.value })}
        />
        <TextInput
          type="date"
          size="md"
          label={t('filter.to')}
          value={filter.toDay}
          onChange={({ currentTarget }) => onChange({ ...filter, toDay: currentTarget.value })}
        />
      </div>
      {isFiltered && (
        <div className={classes.actions}>
          <Button variant="default" onClick={() => onChange(NO_FILTER)}>
            {t('filter.clear')}
          </Button>
        </div>
      )}
    </Panel>
  )
}
