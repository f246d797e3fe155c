import { Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  dayOf,
  type IncidentAccount,
  type IncidentId,
  incidentAccountSchema,
  incidentDataSchema,
  noonOf,
  type Told,
} from '#shared/domain/index.ts'
import { DigitsField, LineField, PastDayField, WordsField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './plan.module.css'

type DialogProps = { incidentId: IncidentId; who: string; onDone: () => void; onClose: () => void }
const momentOf = (day: string) => (day === '' ? null : noonOf(day))

/** What is known of an incident; what was said before stays in the register. */
export function AccountDialog({
  incidentId,
  account,
  who,
  onDone,
  onClose,
}: DialogProps & { account: IncidentAccount }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const [draft, setDraft] = useState(account)
  const set = (change: Partial<IncidentAccount>) => setDraft((known) => ({ ...known, ...change }))
  const keep = useAction(async () => {
    await engine.describeIncident({ incidentId, by: who, account: draft })
    onDone()
  })
  const words = (name: 'what' | 'riskWhy' | 'measures' | 'whyNot') => (
    <WordsField
      label={t(`account.${name}`)}
      maxLength={4000}
      value={draft[name]}
      onText={(text) => set({ [name]: text })}
    />
  )
  return (
    <FormDialog
      title={t('account.title')}
      submit={t('plan:save')}
      isReady={who !== ''}
      isWide
      state={keep.state}
      onSubmit={keep.run}
      onClose={onClose}
    >
      {words('what')}
      <PastDayField
        label={t('account.happened')}
        value={draft.happenedAtMs === null ? '' : dayOf(draft.happenedAtMs)}
        onText={(day) => set({ happenedAtMs: momentOf(day) })}
      />
      <Checkbox.Group
        size="md"
        label={t('account.data')}
        value={draft.data}
        onChange={(data) => set({ data: incidentDataSchema.array().parse(data) })}
      >
        <div className={classes.list}>
          {incidentDataSchema.options.map((data) => (
            <Checkbox key={data} size="md" value={data} label={t(`data.${data}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <DigitsField
        label={t('account.people')}
        value={String(draft.people ?? '')}
        most={8}
        onText={(digits) => set({ people: digits === '' ? null : Number(digits) })}
      />
      <NativeSelect
        size="md"
        label={t('account.risk')}
        value={draft.risk}
        data={incidentAccountSchema.shape.risk.options.map((value) => ({ value, label: t(`risk.${value}`) }))}
        onChange={(event) => set({ risk: incidentAccountSchema.shape.risk.parse(event.currentTarget.value) })}
      />
      {words('riskWhy')}
      {words('measures')}
      {words('whyNot')}
    </FormDialog>
  )
}

/** Somebody was told: when, and under which number. */
export function ToldDialog({ incidentId, whom, who, onDone, onClose }: DialogProps & { whom: Told }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const [day, setDay] = useState(() => dayOf(Date.now()))
  const [reference, setReference] = useState('')
  const toldAtMs = momentOf(day)
  const tell = useAction(async () => {
    if (toldAtMs === null) return
    await engine.tellIncident({ incidentId, by: who, whom, toldAtMs, reference })
    onDone()
  })
  return (
    <FormDialog
      title={t(`tell.${whom}`)}
      submit={t('tell.submit')}
      isReady={toldAtMs !== null && who !== ''}
      state={tell.state}
      onSubmit={tell.run}
      onClose={onClose}
    >
      <PastDayField label={t('tell.date')} value={day} onText={setDay} />
      <LineField label={t('tell.reference')} maxLength={200} value={reference} onText={setReference} />
    </FormDialog>
  )
}
