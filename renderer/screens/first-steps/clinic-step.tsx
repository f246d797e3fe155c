import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { RecoverIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { beginRescue } from '../rescue/rescue-store.ts'
import { ClinicName } from './clinic-name.tsx'
import { goOnFrom, setupStore } from './setup-store.ts'
import { Step } from './step.tsx'
import { TeamPart } from './team-part.tsx'

/** The clinic's name and its people; and the other way, for whoever has lost everything. */
export function ClinicStep() {
  const { t } = useTranslation(['firstSteps', 'common', 'rescue'])
  const { clinicName } = useStore(setupStore)
  const [isAsked, setIsAsked] = useState(false)
  function goOn() {
    setIsAsked(true)
    if (clinicName.trim() !== '') goOnFrom('clinic')
  }
  return (
    <Step name="clinic" title={t('clinic.title')} lead={t('clinic.lead')} next={t('common:next')} onNext={goOn}>
      <ClinicName isAsked={isAsked} />
      <TeamPart />
      <Note
        tone="none"
        title={t('rescue:begin.title')}
        action={
          <Button variant="default" leftSection={<RecoverIcon />} onClick={beginRescue}>
            {t('rescue:begin.button')}
          </Button>
        }
      >
        <p>{t('rescue:begin.body')}</p>
      </Note>
    </Step>
  )
}
