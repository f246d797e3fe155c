import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenRecords, PatientCard } from '#shared/domain/index.ts'
import type { EngineClient } from '../../client/clients.ts'
import { Busy } from '../../parts/busy.tsx'
import { DocumentIcon, FolderIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './records.module.css'
import type { Why } from './why-dialog.tsx'

type Taken = Awaited<ReturnType<EngineClient['exportRecord']>>
type TakeProps = { opened: OpenRecords; patient: PatientCard; why: Why }

/** "Levar este prontuário": into a folder that the person picks. */
export function TakeRecord({ opened, patient, why }: TakeProps) {
  const { t } = useTranslation('records')
  const { engine, shell } = useServices()
  const units = useUnits()
  const [taken, setTaken] = useState<Taken | null>(null)
  const take = useAction(async () => {
    const { path: targetFolder } = await shell.chooseFolder({ purpose: 'recover-into' })
    if (targetFolder === null) return
    setTaken(await engine.exportRecord({ recordsId: opened.recordsId, patientKey: patient.key, ...why, targetFolder }))
  })
  const show = useAction(async () => {
    if (taken) await shell.openFolder({ path: taken.folder })
  })
  return (
    <div className={classes.take}>
      <div className={classes.actions}>
        <Button size="lg" leftSection={<DocumentIcon />} loading={take.state.kind === 'busy'} onClick={take.run}>
          {t('take.button')}
        </Button>
        <span className={classes.soft}>{t('take.hint')}</span>
      </div>
      {take.state.kind === 'busy' && <Busy>{t('take.busy')}</Busy>}
      {take.state.kind === 'failed' && <Trouble error={take.state.error} />}
      {taken && take.state.kind !== 'busy' && (
        <Note
          tone="guarded"
          title={t('take.done', { duration: units.duration(taken.durationMs) })}
          action={
            <Button variant="default" leftSection={<FolderIcon />} onClick={show.run}>
              {t('take.open')}
            </Button>
          }
        >
          <p>{t('take.doneWhat', { rows: units.count(taken.rows), files: units.count(taken.files) })}</p>
          {taken.missingFiles > 0 && <p>{t('take.missing', { count: taken.missingFiles })}</p>}
          <p>{t('take.care')}</p>
          <PlaceName path={taken.folder} />
        </Note>
      )}
      {show.state.kind === 'failed' && <Trouble error={show.state.error} />}
    </div>
  )
}
