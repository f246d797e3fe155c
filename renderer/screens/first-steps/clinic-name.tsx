import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ClinicIcon } from '../../parts/icons/index.ts'
import { setupStore } from './setup-store.ts'

/** The clinic's name; once it was asked for and is missing, that is said and the field takes the focus. */
export function ClinicName({ isAsked }: { isAsked: boolean }) {
  const { t } = useTranslation('firstSteps')
  const { clinicName } = useStore(setupStore)
  const field = useRef<HTMLInputElement>(null)
  const isMissing = isAsked && clinicName.trim() === ''
  useEffect(() => {
    if (isMissing) field.current?.focus()
  }, [isMissing])
  return (
    <TextInput
      ref={field}
      label={t('clinic.name')}
      description={t('clinic.nameHint')}
      leftSection={<ClinicIcon />}
      value={clinicName}
      maxLength={80}
      autoComplete="off"
      onChange={(event) => setupStore.setState({ clinicName: event.currentTarget.value })}
      error={isMissing ? t('clinic.nameMissing') : undefined}
    />
  )
}
