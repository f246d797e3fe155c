import { useTranslation } from 'react-i18next'
import type { Guard20 } from '#shared/contracts/index.ts'
import { eliminationYearOf } from '#shared/domain/index.ts'
import { Report, ReportFacts, ReportSection, ReportSigns, ReportTable } from '../../parts/report/index.ts'
import { useNow } from '../../state/use-now.ts'
import { useWords } from './use-words.ts'

/** The ledger of series and the register of eliminations on paper. */
export function GuardSheet({ guard, clinicName }: { guard: Guard20; clinicName: string }) {
  const { t } = useTranslation('incidents')
  const words = useWords()
  const nowMs = useNow()
  return (
    <Report title={t('guard.sheet.title')} clinicName={clinicName} atMs={nowMs} lead={t('guard.sheet.lead')}>
      <ReportSection title={t('guard.sheet.series')} supports={t('guard.sheet.supports')}>
        <ReportTable
          caption={t('guard.sheet.series')}
          columns={[t('guard.name'), t('guard.where'), t('guard.year'), t('guard.records'), t('guard.years')]}
          rows={guard.series.map((series) => [
            series.name,
            series.where,
            String(series.lastEntryYear),
            series.records === null ? '' : words.units.count(series.records),
            `${series.guardYears} (${eliminationYearOf(series) - 1})`,
          ])}
          none={t('guard.empty')}
        />
        <h3>{t('guard.eliminated')}</h3>
        {guard.eliminations.length === 0 && <p>{t('guard.eliminatedNone')}</p>}
        {guard.eliminations.map((one) => (
          <ReportFacts
            key={one.number}
            facts={[
              [`${one.number}`, `${one.series.name} (${one.series.lastEntryYear})`],
              [t('guard.form.decidedOn'), words.day(one.decidedOn)],
              [t('guard.form.records'), words.units.count(one.records)],
              [t('guard.sheet.commission'), one.commission.join(', ')],
              [t('guard.sheet.decision'), one.decision],
              [t('guard.sheet.how'), one.how],
              [t('guard.sheet.by'), `${one.by}, ${words.moment(one.atMs)}`],
            ]}
          />
        ))}
        <ReportSigns who={[t('sheet.signs')]} />
      </ReportSection>
    </Report>
  )
}
