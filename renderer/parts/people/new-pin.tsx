import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './people.module.css'

type NewPin = { readonly first: string; readonly again: string }

/** A PIN that is typed twice: good for nothing before both are the same. */
export function useNewPin() {
  const [typed, setTyped] = useState<NewPin>({ first: '', again: '' })
  const isReady = typed.first !== '' && typed.first === typed.again
  return { typed, setTyped, secret: typed.first, isReady }
}

export function NewPinFields({ typed, onChange }: { typed: NewPin; onChange: (typed: NewPin) => void }) {
  const { t } = useTranslation('people')
  const isOther = typed.again !== '' && !typed.first.startsWith(typed.again)
  return (
    <div className={classes.fields}>
      <PasswordInput
        size="md"
        label={t('choose.first')}
        description={t('choose.hint')}
        value={typed.first}
        autoComplete="new-password"
        maxLength={200}
        onChange={(event) => onChange({ ...typed, first: event.currentTarget.value })}
      />
      <PasswordInput
        size="md"
        label={t('choose.again')}
        value={typed.again}
        error={isOther ? t('choose.differ') : undefined}
        autoComplete="new-password"
        maxLength={200}
        onChange={(event) => onChange({ ...typed, again: event.currentTarget.value })}
      />
    </div>
  )
}
