import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { RecoverIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { beginRescue } from '../rescue/rescue-store.ts'
import { ClinicName } from './clinic-name.tsx'
import { goOnFrom, keepTeam, setupStore } from './setup-store.ts'
import { Step } from './step.tsx'
import { NOBODY, TeamPart, withNewcomer } from './team-part.tsx'

/** The clinic's name and its people; and the other way, for whoever has lost everything. */
export function ClinicStep() {
  const { t } = useTranslation(['firstSteps', 'common', 'rescue'])
  const { engine } = useServices()
  const { clinicName, team } = useStore(setupStore)
  const [isAsked, setIsAsked] = useState(false)
  const [newcomer, setNewcomer] = useState(NOBODY)
  const goOn = useAction(async () => {
    setIsAsked(true)
    if (clinicName.trim() === '') return
    // A name that was typed is meant, also by who goes on without the button beside it.
    const whole = withNewcomer(team, newcomer)
    if (whole !== team) await keepTeam(engine, whole)
    goOnFrom('clinic')
  })
  return (
    <Step
      name="clinic"
      title={t('clinic.title')}
      lead={t('clinic.lead')}
      next={t('common:next')}
      onNext={() => goOn.run()}
    >
      <ClinicName isAsked={isAsked} />
      <TeamPart newcomer={newcomer} onNewcomer={setNewcomer} />
      {goOn.state.kind === 'failed' && <Trouble error={goOn.state.error} />}
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
