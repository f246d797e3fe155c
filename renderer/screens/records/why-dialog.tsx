import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type OpenRecords,
  type PatientCard,
  type PersonId,
  personIdSchema,
  type RecordDocument,
  type RecordReason,
  recordReasonSchema,
} from '#shared/domain/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { usePersonHere, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'

/** Who looks, and why. */
export type Why = { readonly person: PersonId; readonly reason: RecordReason }

type WhyProps = {
  opened: OpenRecords
  patient: PatientCard
  onClose: () => void
  onSeen: (seen: { patient: PatientCard; record: RecordDocument; why: Why }) => void
}

/** Asked for each patient anew: opening a record outside the system is written down. */
export function WhyDialog({ opened, patient, onClose, onSeen }: WhyProps) {
  const { t } = useTranslation('records')
  const { engine } = useServices()
  const here = usePersonHere()
  const [name, setName] = useState(here ?? '')
  const [picked, setPicked] = useState('')
  const person = personIdSchema.safeParse(name).data
  const reason = recordReasonSchema.safeParse(picked).data
  const show = useAction(async () => {
    if (!person || !reason) return
    const why = { person, reason }
    const record = await engine.viewRecord({ recordsId: opened.recordsId, patientKey: patient.key, ...why })
    onSeen({ patient, record, why })
  })
  return (
    <FormDialog
      title={t('why.title')}
      submit={t('why.show')}
      isReady={person !== undefined && reason !== undefined}
      state={show.state}
      onSubmit={show.run}
      onClose={onClose}
    >
      <p>{t('why.lead')}</p>
      {here === null && (
        <LineField
          label={t('why.person')}
          value={name}
          maxLength={100}
          autoComplete="off"
          onText={setName}
          data-autofocus
        />
      )}
      <NativeSelect
        size="md"
        label={t('why.reason')}
        value={picked}
        onChange={(event) => setPicked(event.currentTarget.value)}
        data={[
          { value: '', label: t('why.pick') },
          ...recordReasonSchema.options.map((value) => ({ value, label: t(`reasons.${value}`) })),
        ]}
      />
    </FormDialog>
  )
}
