import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place, PlaceTestEvent } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { Note, ToneLine } from '../../parts/note.tsx'
import { TechnicianDetails } from '../../parts/technician.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import classes from './settings.module.css'

type Finished = Extract<PlaceTestEvent, { kind: 'finished' }>
type PlaceTestProps = { place: Place; secret?: string | undefined; onFinished?: (end: Finished) => void }

/** "Testar este lugar": runs while it is shown, and says each result in words. */
export function PlaceTest({ place, secret, onFinished }: PlaceTestProps) {
  const { t } = useTranslation('placeTest')
  const { engine } = useServices()
  const [events, setEvents] = useState<readonly PlaceTestEvent[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: one trial as long as it is shown
  useEffect(
    () =>
      engine.testPlace({ place, ...(secret !== undefined && { secret }) }, (event) => {
        setEvents((last) => [...last, event])
        if (event.kind === 'finished') onFinished?.(event)
      }),
    [engine],
  )
  const end = events.find((event) => event.kind === 'finished')
  const cases = events.filter((event) => event.kind === 'case')
  const bad = cases.filter(({ outcome }) => outcome.kind !== 'kept')
  return (
    <div className={classes.stack} aria-live="polite">
      <p className={classes.soft}>{t('intro')}</p>
      {!end && <Busy>{t('running')}</Busy>}
      {events.map((event) => event.kind === 'measured' && <Measured key="measured" event={event} />)}
      {bad.map(({ id, outcome }) => (
        <Note key={id} tone="needs-you" title={t(`cases.${id}.tried`)}>
          <p>{outcome.kind === 'failed' ? t('failed', { code: outcome.code }) : t(`cases.${id}.broken`)}</p>
        </Note>
      ))}
      {end && <End end={end} />}
      {cases.length > 0 && (
        <TechnicianDetails
          facts={cases.map(({ id, outcome }) => ({
            label: t(`cases.${id}.tried`),
            value: outcome.kind === 'failed' ? t('failed', { code: outcome.code }) : t(outcome.kind),
          }))}
        />
      )}
    </div>
  )
}

function Measured({ event }: { event: Extract<PlaceTestEvent, { kind: 'measured' }> }) {
  const { t } = useTranslation('placeTest')
  const units = useUnits()
  const { upBytesPerSecond: up, downBytesPerSecond: down, latencyMs, freeBytes } = event
  const speed = { up: units.bytes(up), down: units.bytes(down), latency: units.count(Math.round(latencyMs)) }
  return (
    <p>
      {t('speed', speed)} {freeBytes !== null && t('free', { free: units.bytes(freeBytes) })}
    </p>
  )
}

function End({ end: { isFit, isAsBefore, code } }: { end: Finished }) {
  const { t } = useTranslation('placeTest')
  return (
    <>
      {code === null && <ToneLine state={isFit ? 'checked' : 'failed'}>{t(isFit ? 'fit' : 'unfit')}</ToneLine>}
      {code !== null && <Trouble error={{ code, params: {} }} />}
      <p className={classes.soft}>{t(isAsBefore ? 'asBefore' : 'leftover')}</p>
    </>
  )
}
