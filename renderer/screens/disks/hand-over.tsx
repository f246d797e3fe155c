import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BookLine, DiskView } from '#shared/contracts/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { PrintIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusOnShow } from '../../parts/use-focus-on-show.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './disks.module.css'
import { Printed } from './print.tsx'
import { ReceiptSheet } from './sheets.tsx'

/** Who takes the disk, and where to. */
export function HandOverForm({ disk, onSigned }: { disk: DiskView; onSigned: (line: BookLine) => void }) {
  const { t } = useTranslation('disks')
  const { engine } = useServices()
  const [takenBy, setTakenBy] = useState('')
  const [place, setPlace] = useState('')
  const [note, setNote] = useState('')
  const isReady = takenBy.trim() !== '' && place.trim() !== ''
  const sign = useAction(async () => {
    onSigned(await engine.handOver({ diskId: disk.diskId, takenBy, place, note }))
  })
  return (
    <form
      className={classes.page}
      aria-label={t('hand.title', { disk: disk.label })}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) sign.run()
      }}
    >
      <div className={classes.form}>
        <LineField label={t('hand.who')} value={takenBy} maxLength={60} onText={setTakenBy} />
        <LineField
          label={t('hand.where')}
          placeholder={t('hand.whereHint')}
          value={place}
          maxLength={60}
          onText={setPlace}
        />
        <LineField label={t('hand.note')} value={note} maxLength={300} onText={setNote} />
      </div>
      {sign.state.kind === 'failed' && <Trouble error={sign.state.error} />}
      <div className={classes.actions}>
        <Button type="submit" disabled={!isReady} loading={sign.state.kind === 'busy'}>
          {t('hand.submit')}
        </Button>
      </div>
    </form>
  )
}

/** It is written down; the paper to sign, for who wants it. */
export function Receipt({ disk, line, onClose }: { disk: DiskView; line: BookLine; onClose: () => void }) {
  const { t } = useTranslation('disks')
  const [isPrinting, setIsPrinting] = useState(false)
  // The form that had the keyboard is gone.
  const first = useFocusOnShow<HTMLButtonElement>()
  const { entry } = line
  if (entry.kind !== 'handed-over') return null
  return (
    <>
      <Note tone="guarded" title={t('hand.done')} isUrgent>
        <p>{t('hand.doneBody', { disk: disk.label, who: entry.takenBy, place: entry.place })}</p>
      </Note>
      <div className={classes.actions}>
        <Button ref={first} leftSection={<PrintIcon />} loading={isPrinting} onClick={() => setIsPrinting(true)}>
          {t('hand.receipt')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('hand.close')}
        </Button>
      </div>
      {isPrinting && (
        <Printed onOver={() => setIsPrinting(false)}>
          <ReceiptSheet disk={disk} line={line} />
        </Printed>
      )}
    </>
  )
}
