import { Button } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RescueSource } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { BackIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { addFolder } from '../first-steps/choices.ts'
import { ClinicName } from '../first-steps/clinic-name.tsx'
import { ProtectChoices, useAddFolder, useIsAnythingChosen } from '../first-steps/protect-step.tsx'
import { chosenSources, forgetSetup, setupStore } from '../first-steps/setup-store.ts'
import classes from './rescue.module.css'
import { endRescue, goToRescueStep, rescueStore } from './rescue-store.ts'

/** This is the clinic's computer from now on: its name, and what is protected here, proposed from what was protected before. */
export function TakeOverStep() {
  const { t } = useTranslation(['rescue', 'common', 'firstSteps'])
  const { engine, known, route } = useServices()
  const { computer } = useStore(rescueStore)
  const clinicName = useStore(setupStore, (state) => state.clinicName)
  const isAnything = useIsAnythingChosen()
  const [isAsked, setIsAsked] = useState(false)
  const adding = useAddFolder()
  const adder = useRef<HTMLButtonElement>(null)
  const { sources, proposing } = useProposals(computer)
  const take = useAction(async (withoutKeychain: boolean) => {
    await engine.takeOver({ computer, clinicName: clinicName.trim(), sources: chosenSources(), withoutKeychain })
    route.goTo('home')
    await known.refresh()
    forgetSetup()
    endRescue()
  })
  const isBusy = take.state.kind === 'busy'
  const isKeychainMissing = take.state.kind === 'failed' && take.state.error.code === 'KEY_103'
  const missing = sources.filter(({ isHere }) => !isHere)
  return (
    <form
      className={classes.page}
      aria-label={t('title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setIsAsked(true)
        if (clinicName.trim() === '') return
        if (isAnything) take.run(false)
        else adder.current?.focus()
      }}
    >
      <ScreenTitle aside={t('title')} lead={t('takeOver.lead', { computer: computer || t('copies.unnamed') })}>
        {t('takeOver.title')}
      </ScreenTitle>
      {proposing.kind === 'busy' && <Busy>{t('takeOver.looking')}</Busy>}
      {missing.length > 0 && (
        <Note tone="attention" title={t('takeOver.missing')}>
          <ul className={classes.paths}>
            {missing.map(({ path }) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
          <p>{t('takeOver.missingWhy')}</p>
        </Note>
      )}
      <ClinicName isAsked={isAsked} />
      <ProtectChoices isAsked={isAsked} adding={adding} adder={adder} />
      <Note tone="none" title={t('takeOver.what')}>
        <p>{t('takeOver.whatOld')}</p>
        <p>{t('takeOver.whatNot')}</p>
      </Note>
      {isKeychainMissing && (
        <Trouble error={{ code: 'KEY_103', params: {} }}>
          <p>
            <Button variant="default" onClick={() => take.run(true)}>
              {t('firstSteps:start.keychainAccept')}
            </Button>
          </p>
        </Trouble>
      )}
      {!isKeychainMissing && take.state.kind === 'failed' && <Trouble error={take.state.error} />}
      <div className={classes.foot}>
        <Button
          size="lg"
          variant="default"
          leftSection={<BackIcon />}
          disabled={isBusy}
          onClick={() => goToRescueStep('copies')}
        >
          {t('common:back')}
        </Button>
        <Button
          size="lg"
          variant={isAnything ? 'filled' : 'default'}
          type="submit"
          loading={isBusy}
          disabled={adding.looking.kind === 'busy'}
        >
          {t('takeOver.submit')}
        </Button>
      </div>
    </form>
  )
}

/** What was protected before, and of it the folders that are here already chosen. */
function useProposals(computer: string) {
  const { engine } = useServices()
  const [sources, setSources] = useState<readonly RescueSource[]>([])
  const load = useAction(
    useCallback(async () => {
      const before = await engine.rescueSources({ computer })
      setSources(before)
      for (const { path } of before.filter(({ isHere }) => isHere)) {
        // A database is found in its folder; as a folder it cannot be looked into.
        const findings = await engine.inspectFolder({ path }).catch(() => undefined)
        if (findings === undefined) continue
        const added = addFolder(setupStore.getState().folders, findings)
        if (added.kind !== 'already-inside') setupStore.setState({ folders: added.folders })
      }
    }, [engine, computer]),
  )
  const { run } = load
  useEffect(() => run(), [run])
  return { sources, proposing: load.state }
}
