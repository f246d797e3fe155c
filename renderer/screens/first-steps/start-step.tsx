import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { codeOf } from '#shared/errors/index.ts'
import { ClinicIcon, DiskIcon, GuardedIcon, type Icon, KitIcon } from '../../parts/icons/index.ts'
import { PlaceName } from '../../parts/place-name.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { sourcesOf } from './choices.ts'
import { FoundWords } from './folder-card.tsx'
import { PilotPart } from './pilot-part.tsx'
import { changeStep, forgetSetup, goToStep, loseKit, pilotOf, type StepName, setupStore } from './setup-store.ts'
import classes from './step.module.css'
import { Step } from './step.tsx'

/** Everything once more, and the button that makes the vault. */
export function StartStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { clinicName, folders, databases, place } = useStore(setupStore)
  const { begin, beginning, isKeychainMissing } = useBegin()
  const names = [
    ...sourcesOf(folders).flatMap((source) => (source.kind === 'sqlite' ? [placeWords(source.path).name] : [])),
    ...databases.map(({ label }) => label),
  ]
  const isBusy = beginning.kind === 'busy'
  return (
    <Step
      name="start"
      title={t('start.title')}
      lead={t('start.lead')}
      onBack={() => goToStep('kit')}
      next={isKeychainMissing ? t('common:tryAgain') : t('start.begin')}
      onNext={() => begin(false)}
      isBusy={isBusy}
    >
      <div className={classes.summary}>
        <Line icon={ClinicIcon} title={t('start.clinic')} step="clinic" isBusy={isBusy}>
          <strong>{clinicName.trim()}</strong>
        </Line>
        <Line icon={GuardedIcon} title={t('start.protected')} step="protect" isBusy={isBusy}>
          {folders.map(({ findings }) => (
            <div key={findings.path}>
              <PlaceName path={findings.path} />
              <FoundWords findings={findings} />
            </div>
          ))}
          {names.length > 0 && (
            <p>
              {t('common:databases', { count: names.length })}: {names.join(', ')}
            </p>
          )}
        </Line>
        <Line icon={DiskIcon} title={t('start.place')} step="place" isBusy={isBusy}>
          {place && <PlaceName path={place.path} />}
        </Line>
        <Line icon={KitIcon} title={t('start.kit')} step="kit" isBusy={isBusy}>
          {t('start.kitProven')}
        </Line>
      </div>
      <PilotPart />
      {isKeychainMissing && (
        <Trouble error={{ code: 'KEY_103', params: {} }}>
          <p>{t('start.keychainWhy')}</p>
          <p>
            <Button variant="default" onClick={() => begin(true)}>
              {t('start.keychainAccept')}
            </Button>
          </p>
        </Trouble>
      )}
      {!isKeychainMissing && beginning.kind === 'failed' && <Trouble error={beginning.error} />}
    </Step>
  )
}

/** Makes the vault. A kit that the engine no longer knows or does not believe leads back to the kit. */
function useBegin() {
  const { engine, known, route } = useServices()
  const { state: beginning, run: begin } = useAction(async (withoutKeychain: boolean) => {
    try {
      const { proof, goals } = setupStore.getState()
      const pilot = pilotOf()
      await engine.finishSetup({ proof: [...(proof ?? [])], withoutKeychain, goals, ...(pilot && { pilot }) })
    } catch (error) {
      const code = codeOf(error)
      if (code === 'SET_101' || code === 'KEY_105') loseKit()
      // Another window or an answer that got lost: the overview below knows better.
      if (code !== 'SET_102') throw error
    }
    route.goTo('home')
    await known.refresh()
    forgetSetup()
  })
  const isKeychainMissing = beginning.kind === 'failed' && beginning.error.code === 'KEY_103'
  return { begin, beginning, isKeychainMissing }
}

type LineProps = { icon: Icon; title: string; step: StepName; isBusy: boolean; children: ReactNode }

function Line({ icon: LineIcon, title, step, isBusy, children }: LineProps) {
  const { t } = useTranslation(['firstSteps', 'common'])
  return (
    <div className={classes.card}>
      <LineIcon size="2rem" />
      <div className={classes.words}>
        <h2 className={classes.caption}>{title}</h2>
        {children}
      </div>
      <Button
        variant="subtle"
        disabled={isBusy}
        aria-label={t('start.changeWhat', { what: title })}
        onClick={() => changeStep(step)}
      >
        {t('start.change')}
      </Button>
    </div>
  )
}
