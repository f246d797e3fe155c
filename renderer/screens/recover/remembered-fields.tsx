import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { fileCategorySchema } from '#shared/domain/index.ts'
import { periodOf } from './days.ts'
import classes from './remembered-fields.module.css'
import { NOTHING_MORE, type Remembered } from './use-search.ts'

type RememberedFieldsProps = { value: Remembered; onChange: (value: Remembered) => void }

/** What it was and when it was there, for who does not know the name well. */
export function RememberedFields({ value, onChange }: RememberedFieldsProps) {
  const { t } = useTranslation('look')
  const from = periodOf(value.seenFrom)?.fromMs
  const to = periodOf(value.seenTo)?.toMs
  const isCrossed = from !== undefined && to !== undefined && from > to
  const isUsed = value.category !== null || value.seenFrom !== '' || value.seenTo !== ''
  return (
    <fieldset className={classes.fields}>
      <legend className={classes.legend}>{t('more')}</legend>
      <NativeSelect
        size="md"
        label={t('category')}
        value={value.category ?? ''}
        onChange={(event) =>
          onChange({ ...value, category: fileCategorySchema.safeParse(event.currentTarget.value).data ?? null })
        }
        data={[
          { value: '', label: t('anyCategory') },
          ...fileCategorySchema.options.map((category) => ({ value: category, label: t(`categories.${category}`) })),
        ]}
      />
      <TextInput
        size="md"
        label={t('seenFrom')}
        placeholder={t('dateHint')}
        autoComplete="off"
        maxLength={12}
        value={value.seenFrom}
        error={isOdd(value.seenFrom) ? t('dateOdd') : undefined}
        onChange={(event) => onChange({ ...value, seenFrom: event.currentTarget.value })}
      />
      <TextInput
        size="md"
        label={t('seenTo')}
        placeholder={t('dateHint')}
        autoComplete="off"
        maxLength={12}
        value={value.seenTo}
        error={isOdd(value.seenTo) ? t('dateOdd') : isCrossed ? t('datesCrossed') : undefined}
        onChange={(event) => onChange({ ...value, seenTo: event.currentTarget.value })}
      />
      {isUsed && (
        <Button variant="subtle" className={classes.clear ?? ''} onClick={() => onChange(NOTHING_MORE)}>
          {t('forgetMore')}
        </Button>
      )}
    </fieldset>
  )
}

/** As long as a whole date, or typed to its end otherwise, and still none: while it is being typed nobody is told off. */
const isOdd = (typed: string) => /\d{4}$|.{10}/.test(typed.trim()) && periodOf(typed) === undefined
