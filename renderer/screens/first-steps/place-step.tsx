import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { type DestinationFindings, pathsOf } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { DiskIcon } from '../../parts/icons/index.ts'
import { Note, ToneLine } from '../../parts/note.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { placeOfVault } from '../../parts/place-words.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { beginRescueAt } from '../rescue/rescue-store.ts'
import { bytesOf, type ChosenPlace } from './choices.ts'
import { chosenSources, goOnFrom, goToStep, setupStore } from './setup-store.ts'
import classes from './step.module.css'
import { Step } from './step.tsx'

type Unfit = Exclude<DestinationFindings, ChosenPlace>

/** Where the copies live. */
export function PlaceStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { engine, shell } = useServices()
  const { place } = useStore(setupStore)
  const [unfit, setUnfit] = useState<Unfit | null>(null)
  const [isAsked, setIsAsked] = useState(false)
  const chooser = useRef<HTMLButtonElement>(null)
  const { state: looking, run: choose } = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'keep-copies' })
    if (path === null) return
    setUnfit(null)
    const sourcePaths = chosenSources().flatMap(pathsOf)
    const findings = await engine.inspectDestination({ path, sourcePaths })
    const fits = findings.kind === 'empty' || findings.kind === 'has-other-things'
    setupStore.setState({ place: fits ? findings : null })
    setUnfit(fits ? null : findings)
  })
  const isBusy = looking.kind === 'busy'
  const isVaultFound = unfit !== null && unfit.kind !== 'refused'

  function goOn() {
    if (place) return goOnFrom('place')
    setIsAsked(true)
    chooser.current?.focus()
  }

  return (
    <Step
      name="place"
      title={t('place.title')}
      lead={t('place.lead')}
      onBack={() => goToStep('goals')}
      next={t('common:next')}
      onNext={goOn}
      canGoOn={!isBusy}
      isWanting={!place}
    >
      <div>
        <Button
          ref={chooser}
          size="lg"
          variant={place || isVaultFound ? 'default' : 'filled'}
          leftSection={<DiskIcon />}
          disabled={isBusy}
          onClick={choose}
        >
          {place || unfit ? t('place.chooseOther') : t('place.choose')}
        </Button>
      </div>
      {isBusy && <Busy>{t('place.looking')}</Busy>}
      {!isBusy && place && <PlaceCard place={place} />}
      {!isBusy && unfit && <UnfitNote unfit={unfit} />}
      {looking.kind === 'failed' && <Trouble error={looking.error} />}
      {isAsked && !place && !isBusy && <Note tone="attention" title={t('place.missing')} isUrgent />}
    </Step>
  )
}

function PlaceCard({ place }: { place: ChosenPlace }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { folders } = useStore(setupStore)
  const needed = bytesOf(folders)
  const isTight = place.freeBytes !== null && place.freeBytes < needed
  return (
    <section className={classes.group} aria-label={t('place.chosen')}>
      <div className={classes.card}>
        <DiskIcon size="2rem" />
        <div className={classes.words}>
          <PlaceName path={place.path} size="lg" />
          {!isTight && <Room freeBytes={place.freeBytes} needed={needed} />}
        </div>
        <div className={classes.wide}>
          <ToneLine tone="guarded">{place.kind === 'empty' ? t('place.empty') : t('place.otherThings')}</ToneLine>
        </div>
      </div>
      {isTight && <TightNote freeBytes={place.freeBytes ?? 0} needed={needed} />}
      {place.sameDiskAsSources && (
        <Note tone="attention" title={t('place.sameDisk')}>
          <p>{t('place.sameDiskWhy')}</p>
        </Note>
      )}
      {place.disk?.isFragile && (
        <Note tone="attention" title={t('place.fragile')}>
          <p>{t('place.fragileWhy')}</p>
        </Note>
      )}
    </section>
  )
}

function Room({ freeBytes, needed }: { freeBytes: number | null; needed: number }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const units = useUnits()
  if (freeBytes === null) return <p>{t('place.roomUnknown')}</p>
  const size = units.bytes(freeBytes)
  const times = needed > 0 ? Math.floor(freeBytes / needed) : 0
  // One is said by the size alone; beyond fifty the number says nothing more to anybody.
  return (
    <p>
      {times >= 2 && times <= 50
        ? t('place.roomTimes', { size, times: units.count(times) })
        : t('place.room', { size })}
    </p>
  )
}

function TightNote({ freeBytes, needed }: { freeBytes: number; needed: number }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const units = useUnits()
  return (
    <Note
      tone="attention"
      title={t('place.roomTight', { size: units.bytes(freeBytes), needed: units.bytes(needed) })}
    />
  )
}

function UnfitNote({ unfit }: { unfit: Unfit }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  if (unfit.kind === 'refused') return <Trouble error={{ code: unfit.code, params: {} }} />
  return (
    <Note
      tone="attention"
      title={t('place.vaultFound')}
      isUrgent
      action={<Button onClick={() => beginRescueAt(unfit.path)}>{t('place.vaultOpen')}</Button>}
    >
      <p>{t('place.vaultFoundWhy')}</p>
      <PlaceName path={placeOfVault(unfit.path)} />
    </Note>
  )
}
