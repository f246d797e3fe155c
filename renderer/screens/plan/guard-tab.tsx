import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Guard20 } from '#shared/contracts/index.ts'
import { dayOf, eliminationYearOf, type RecordSeries } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { DigitsField, LineField, PastDayField, WordsField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { DocumentIcon, FolderIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { PaperButtons } from '../../parts/report/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { useNow } from '../../state/use-now.ts'
import { GuardSheet } from './guard-sheet.tsx'
import classes from './plan.module.css'
import { SeriesDialog, type SeriesDialogProps } from './series-dialog.tsx'
import { useWho } from './use-who.tsx'
import { useWords } from './use-words.ts'

/** How long records are guarded, counted from their last entry, and what a commission decided. Nothing is deleted here. */
export function GuardTab({ clinicName }: { clinicName: string }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const words = useWords()
  const nowMs = useNow()
  const mayDecide = useMay('decide')
  const [guard, setGuard] = useState<Guard20 | null>(null)
  const [asked, setAsked] = useState<{ kind: 'series' | 'decision'; series: RecordSeries | null } | null>(null)
  const loading = useAction(useCallback(async () => setGuard(await engine.recordGuard({})), [engine]))
  const { run: load } = loading
  useEffect(load, [load])
  if (loading.state.kind === 'failed' || !guard)
    return (
      <div className={classes.tab}>
        {loading.state.kind === 'failed' ? (
          <Trouble error={loading.state.error} onRetry={load} />
        ) : (
          <Busy>{t('plan:loading')}</Busy>
        )}
      </div>
    )
  const year = new Date(nowMs).getFullYear()
  const done = (next: Guard20) => {
    setGuard(next)
    setAsked(null)
  }
  return (
    <div className={classes.tab}>
      <Panel icon={FolderIcon} title={t('plan:tabs.guard')}>
        <p className={classes.soft}>{t('guard.lead')}</p>
        {guard.series.length === 0 && (
          <EmptyState icon={FolderIcon} title={t('guard.empty')}>
            {t('guard.emptyHint')}
          </EmptyState>
        )}
        <ul className={classes.list}>
          {guard.series.map((series) => {
            const isOver = year >= eliminationYearOf(series)
            return (
              <li key={series.seriesId} className={classes.line}>
                <span>
                  <strong>{series.name}</strong>:{' '}
                  {t(isOver ? 'guard.over' : 'guard.until', { year: eliminationYearOf(series) - 1 })}
                  {series.records !== null && ` (${t('guard.recordsCount', { count: series.records })})`}
                </span>
                {mayDecide && (
                  <span className={classes.actions}>
                    <Button
                      variant="subtle"
                      size="sm"
                      aria-label={`${t('guard.edit')}: ${series.name}`}
                      onClick={() => setAsked({ kind: 'series', series })}
                    >
                      {t('guard.edit')}
                    </Button>
                    {isOver && (
                      <Button variant="default" size="sm" onClick={() => setAsked({ kind: 'decision', series })}>
                        {t('guard.eliminate')}
                      </Button>
                    )}
                  </span>
                )}
              </li>
            )
          })}
        </ul>
        {mayDecide && (
          <div>
            <Button variant="default" onClick={() => setAsked({ kind: 'series', series: null })}>
              {t('guard.add')}
            </Button>
          </div>
        )}
      </Panel>
      <Panel icon={DocumentIcon} title={t('guard.eliminated')}>
        {guard.eliminations.length === 0 && <p>{t('guard.eliminatedNone')}</p>}
        <ul className={classes.list}>
          {guard.eliminations.map(({ number, series, records, decidedOn }) => (
            <li key={number}>
              {t('guard.line', {
                number: String(number),
                name: series.name,
                records: t('guard.recordsCount', { count: records }),
                date: words.day(decidedOn),
              })}
            </li>
          ))}
        </ul>
        <PaperButtons
          kind="elimination"
          suffix={String(year)}
          title={t('guard.sheet.title')}
          clinicName={clinicName}
          data={`${JSON.stringify(guard, null, 1)}\n`}
        >
          <GuardSheet guard={guard} clinicName={clinicName} />
        </PaperButtons>
      </Panel>
      {asked?.kind === 'series' && <SeriesDialog series={asked.series} onSaved={done} onClose={() => setAsked(null)} />}
      {asked?.kind === 'decision' && asked.series && (
        <DecisionDialog series={asked.series} onSaved={done} onClose={() => setAsked(null)} />
      )}
    </div>
  )
}

function DecisionDialog({ series, onSaved, onClose }: SeriesDialogProps & { series: RecordSeries }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const { who, field } = useWho()
  const [decidedOn, setDecidedOn] = useState(() => dayOf(Date.now()))
  const [members, setMembers] = useState('')
  const [decision, setDecision] = useState('')
  const [how, setHow] = useState('')
  const [records, setRecords] = useState(String(series.records ?? ''))
  const commission = members
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const keep = useAction(async () => {
    const { seriesId } = series
    const said = { decidedOn, commission, decision, how, records: Number(records) }
    onSaved(await engine.addElimination({ by: who, seriesId, ...said }))
  })
  const isSaid = decision.trim() !== '' && how.trim() !== '' && decidedOn !== ''
  return (
    <FormDialog
      title={t('guard.form.title', { name: series.name })}
      submit={t('guard.form.submit')}
      isReady={isSaid && commission.length >= 2 && Number(records) > 0 && who !== ''}
      isWide
      state={keep.state}
      onSubmit={keep.run}
      onClose={onClose}
    >
      <p>{t('guard.form.lead')}</p>
      <PastDayField label={t('guard.form.decidedOn')} value={decidedOn} onText={setDecidedOn} />
      <DigitsField label={t('guard.form.records')} value={records} most={7} onText={setRecords} />
      <WordsField label={t('guard.form.commission')} value={members} onText={setMembers} />
      <WordsField label={t('guard.form.decision')} maxLength={2000} value={decision} onText={setDecision} />
      <LineField label={t('guard.form.how')} maxLength={500} value={how} onText={setHow} />
      {field}
    </FormDialog>
  )
}
