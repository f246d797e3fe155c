import { useTranslation } from 'react-i18next'
import type { Evidence } from '#shared/contracts/index.ts'
import { BarsChart } from '../../parts/report/index.ts'

/** Copies of each day; days on which one stopped midway are hatched. */
export function CopiesPerDay({ evidence: { days } }: { evidence: Evidence }) {
  const { t } = useTranslation('plan')
  return (
    <BarsChart
      title={t('evidence.perDay')}
      of={t('evidence.day')}
      words={(value) => t('evidence.copiesCount', { count: value })}
      bars={days.map(({ day, copies, failures }) => ({
        label: `${day.slice(8)}/${day.slice(5, 7)}`,
        value: copies,
        isMarked: failures > 0,
      }))}
      markedWords={t('evidence.stopped')}
    />
  )
}
