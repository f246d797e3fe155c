import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DiskView } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { PrintIcon } from '../../parts/icons/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useServices } from '../../state/services.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import classes from './disks.module.css'
import { Printed } from './print.tsx'
import { IncidentSheet } from './sheets.tsx'

/** A lost disk: what to do now, why nobody can read it, and the page for the register of incidents. */
export function IncidentDialog({ disk, onClose }: { disk: DiskView; onClose: () => void }) {
  const { t } = useTranslation(['disks', 'common'])
  useFocusBack()
  const { engine } = useServices()
  const [isPrinting, setIsPrinting] = useState(false)
  const { answer } = useAnswer(() => engine.diskEvidence({ diskId: disk.diskId }))
  const incident =
    answer.kind === 'ready'
      ? answer.value.lines.flatMap(({ entry }) => (entry.kind === 'lost' ? entry.incident : [])).at(-1)
      : undefined
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={
        <span className={classes.heading}>
          {incident === undefined ? t('lost.title', { disk: disk.label }) : t('lost.sheetTitle', { incident })}
        </span>
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes.page}>
        <section aria-label={t('lost.todo')}>
          <h3>{t('lost.todo')}</h3>
          <ol className={classes.todo}>
            <li>{t('lost.todo1')}</li>
            <li>{t('lost.todo2')}</li>
            <li>{t('lost.todo3')}</li>
            <li>{t('lost.todo4')}</li>
          </ol>
        </section>
        <section aria-label={t('lost.evidence')}>
          <h3>{t('lost.evidence')}</h3>
          <ul className={classes.todo}>
            <li>{t('lost.cipher')}</li>
            <li>{t('lost.keyPlace')}</li>
            <li>{t('lost.guessing')}</li>
          </ul>
        </section>
        {answer.kind === 'loading' && <Busy>{t('loading')}</Busy>}
        {answer.kind === 'failed' && <Trouble error={answer.error} />}
        <div className={classes.actions}>
          <Button
            leftSection={<PrintIcon />}
            disabled={answer.kind !== 'ready'}
            loading={isPrinting}
            onClick={() => setIsPrinting(true)}
          >
            {t('lost.print')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common:close')}
          </Button>
        </div>
      </div>
      {isPrinting && answer.kind === 'ready' && (
        <Printed onOver={() => setIsPrinting(false)}>
          <IncidentSheet disk={disk} evidence={answer.value} />
        </Printed>
      )}
    </Modal>
  )
}
