import { Modal, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BookLine, DiskView } from '#shared/contracts/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { usePersonHere, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './disks.module.css'
import { HandOverForm, Receipt } from './hand-over.tsx'

type DialogProps = { disk: DiskView; onClose: () => void }

/** Who takes a disk that lies ready at the clinic. */
export function HandOverDialog({ disk, onClose }: DialogProps) {
  const { t } = useTranslation(['disks', 'common'])
  useFocusBack()
  const [line, setLine] = useState<BookLine | null>(null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={line ? t('hand.doneTitle', { disk: disk.label }) : t('hand.title', { disk: disk.label })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {line ? (
        <div className={classes.list}>
          <Receipt disk={disk} line={line} onClose={onClose} />
        </div>
      ) : (
        <HandOverForm disk={disk} onSigned={setLine} />
      )}
    </Modal>
  )
}

/** A disk is gone: who says so, and what happened. Opens the incident. */
export function LostDialog({ disk, onClose, onReported }: DialogProps & { onReported: () => void }) {
  const { t } = useTranslation('disks')
  const { engine } = useServices()
  const [reportedBy, setReportedBy] = useState(usePersonHere() ?? '')
  const [what, setWhat] = useState('')
  const report = useAction(async () => {
    await engine.reportLostDisk({ diskId: disk.diskId, reportedBy, what })
    onReported()
  })
  return (
    <FormDialog
      title={t('lost.title', { disk: disk.label })}
      submit={t('lost.submit')}
      isReady={reportedBy.trim() !== '' && what.trim() !== ''}
      state={report.state}
      onSubmit={report.run}
      onClose={onClose}
    >
      <p>{t('lost.body')}</p>
      <Name label={t('lost.who')} value={reportedBy} onChange={setReportedBy} />
      <Words label={t('lost.what')} value={what} onChange={setWhat} />
    </FormDialog>
  )
}

export function FoundDialog({ disk, onClose }: DialogProps) {
  const { t } = useTranslation('disks')
  const { engine } = useServices()
  const [reportedBy, setReportedBy] = useState(usePersonHere() ?? '')
  const report = useAction(async () => {
    await engine.reportFoundDisk({ diskId: disk.diskId, reportedBy })
    onClose()
  })
  return (
    <FormDialog
      title={t('lost.foundTitle', { disk: disk.label })}
      submit={t('lost.foundSubmit')}
      isReady={reportedBy.trim() !== ''}
      state={report.state}
      onSubmit={report.run}
      onClose={onClose}
    >
      <p>{t('lost.foundBody')}</p>
      <Name label={t('lost.who')} value={reportedBy} onChange={setReportedBy} />
    </FormDialog>
  )
}

export function RetireDialog({ disk, onClose }: DialogProps) {
  const { t } = useTranslation('disks')
  const { engine } = useServices()
  const [decidedBy, setDecidedBy] = useState(usePersonHere() ?? '')
  const [reason, setReason] = useState('')
  const retire = useAction(async () => {
    await engine.retireDisk({ diskId: disk.diskId, decidedBy, reason })
    onClose()
  })
  return (
    <FormDialog
      title={t('retire.title', { disk: disk.label })}
      submit={t('retire.submit')}
      isReady={decidedBy.trim() !== '' && reason.trim() !== ''}
      state={retire.state}
      onSubmit={retire.run}
      onClose={onClose}
    >
      <p>{t('retire.body')}</p>
      <Name label={t('retire.who')} value={decidedBy} onChange={setDecidedBy} />
      <Words label={t('retire.reason')} value={reason} onChange={setReason} />
    </FormDialog>
  )
}

type FieldProps = { label: string; value: string; onChange: (value: string) => void }

/** Not asked of somebody who is signed in. */
function Name({ label, value, onChange }: FieldProps) {
  if (usePersonHere() !== null) return null
  return (
    <TextInput
      size="md"
      label={label}
      value={value}
      maxLength={60}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

const Words = ({ label, value, onChange }: FieldProps) => (
  <Textarea
    size="md"
    autosize
    minRows={2}
    label={label}
    value={value}
    maxLength={300}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
