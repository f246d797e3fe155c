import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenRecords, PatientCard, RecordDocument } from '#shared/domain/index.ts'
import { Note, ToneLine } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useNow } from '../../state/use-now.ts'
import { ChooseCopy } from './choose-copy.tsx'
import { FindPatient } from './find-patient.tsx'
import { MapPage } from './map-page.tsx'
import { RecordView } from './record-view.tsx'
import classes from './records.module.css'
import type { Why } from './why-dialog.tsx'

type Seen = { readonly patient: PatientCard; readonly record: RecordDocument; readonly why: Why }

/** "Modo de emergência": a copy is opened, a patient found, the record read. Leaving the screen closes the copy and wipes it. */
export function Records() {
  const { t } = useTranslation('records')
  const { engine } = useServices()
  const [opened, setOpened] = useState<OpenRecords | null>(null)
  const [seen, setSeen] = useState<Seen | null>(null)
  const [isMap, setIsMap] = useState(false)
  const latest = useRef<OpenRecords | null>(null)
  latest.current = opened
  useEffect(
    () => () => {
      const left = latest.current
      if (left) void engine.closeRecords({ recordsId: left.recordsId }).catch(() => {})
    },
    [engine],
  )
  const close = () => {
    if (opened) void engine.closeRecords({ recordsId: opened.recordsId }).catch(() => {})
    setOpened(null)
    setSeen(null)
    setIsMap(false)
  }
  if (!opened)
    return (
      <div className={classes.page}>
        <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
        <ChooseCopy onOpened={setOpened} />
      </div>
    )
  const isUnknown = opened.mapState === 'proposed' || opened.mapState === 'none'
  return (
    <div className={classes.page}>
      <Mark opened={opened} onClose={close} />
      <ScreenTitle lead={t('markWhy')}>{seen ? seen.patient.name : t('title')}</ScreenTitle>
      {isMap ? (
        <MapPage
          opened={opened}
          onBack={() => setIsMap(false)}
          onReopen={close}
          onConfirmed={(known) => {
            setOpened(known)
            setIsMap(false)
          }}
        />
      ) : seen ? (
        <RecordView opened={opened} {...seen} onBack={() => setSeen(null)} />
      ) : isUnknown ? (
        <Note
          tone="attention"
          title={t('map.needed')}
          action={
            <Button variant="default" onClick={() => setIsMap(true)}>
              {t('map.open')}
            </Button>
          }
        >
          <p>{t('map.neededWhy')}</p>
        </Note>
      ) : (
        <>
          <FindPatient opened={opened} onReopen={close} onSeen={setSeen} />
          <p className={classes.soft}>
            {t('map.curated', { product: opened.product })}{' '}
            <Button variant="subtle" size="compact-sm" onClick={() => setIsMap(true)}>
              {t('map.open')}
            </Button>
          </p>
        </>
      )}
    </div>
  )
}

/** Stands above everything while a copy is open: of when it is, and that it is only a copy. */
function Mark({ opened, onClose }: { opened: OpenRecords; onClose: () => void }) {
  const { t } = useTranslation('records')
  const units = useUnits()
  const nowMs = useNow()
  return (
    <div className={classes.mark} data-testid="copy-mark">
      <ToneLine tone="attention">{t('mark', { when: units.onMoment(opened.takenAtMs, nowMs) })}</ToneLine>
      <Button variant="default" size="xs" onClick={onClose}>
        {t('close')}
      </Button>
    </div>
  )
}
