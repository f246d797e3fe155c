import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Guard20 } from '#shared/contracts/index.ts'
import { RECORD_GUARD_YEARS, type RecordSeries } from '#shared/domain/index.ts'
import { DigitsField, LineField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { LastEntries, type ProposedYear } from './last-entries.tsx'

export type SeriesDialogProps = { onSaved: (guard: Guard20) => void; onClose: () => void }

/** One series of records, written by hand or taken from what the newest copy of a database says; either way a person saves it. */
export function SeriesDialog({ series, onSaved, onClose }: SeriesDialogProps & { series: RecordSeries | null }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const [name, setName] = useState(series?.name ?? '')
  const [where, setWhere] = useState(series?.where ?? '')
  const [year, setYear] = useState(String(series?.lastEntryYear ?? ''))
  const [records, setRecords] = useState(String(series?.records ?? ''))
  const [years, setYears] = useState(String(series?.guardYears ?? RECORD_GUARD_YEARS))
  const mayRead = [useMay('view'), useMay('recover')].every(Boolean)
  const keep = useAction(async () => {
    const count = records === '' ? null : Number(records)
    const known = { name, where, lastEntryYear: Number(year), records: count, guardYears: Number(years) }
    onSaved(await engine.setSeries({ series: known, seriesId: series?.seriesId ?? null }))
  })
  const take = (proposed: ProposedYear) => {
    setYear(String(proposed.year))
    setRecords(String(proposed.records))
    // What somebody wrote stays as it was written.
    if (where.trim() === '') setWhere(proposed.label)
    if (name.trim() === '') setName(t('guard.proposedName', { year: proposed.year }))
  }
  const isReady = name.trim() !== '' && Number(year) >= 1900 && Number(years) >= RECORD_GUARD_YEARS
  return (
    <FormDialog
      title={series ? `${t('guard.edit')}: ${series.name}` : t('guard.add')}
      submit={t('plan:save')}
      isReady={isReady}
      state={keep.state}
      onSubmit={keep.run}
      onClose={onClose}
    >
      {mayRead && <LastEntries onTake={take} />}
      <LineField label={t('guard.name')} value={name} maxLength={80} onText={setName} />
      <LineField label={t('guard.where')} value={where} maxLength={120} onText={setWhere} />
      <DigitsField label={t('guard.year')} value={year} most={4} onText={setYear} />
      <DigitsField label={t('guard.records')} value={records} most={7} onText={setRecords} />
      <DigitsField
        label={t('guard.years')}
        description={t('guard.yearsHint')}
        value={years}
        most={3}
        onText={setYears}
      />
    </FormDialog>
  )
}
