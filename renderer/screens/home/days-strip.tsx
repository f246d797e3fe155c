import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Day, DayKind } from '#shared/domain/index.ts'
import { ClockIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import classes from './days-strip.module.css'

const LEGEND: readonly DayKind[] = ['guarded', 'with-misses', 'overdue', 'idle']

/** The last 30 days at a glance. Each cell has a sign of its own, so that colour is not all that tells. */
export function DaysStrip({ copies }: { copies: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  const days = useDays(copies)
  if (days.length === 0) return null
  const isOver = (day: Day) => day.kind !== 'before'
  return (
    <Panel icon={ClockIcon} title={t('days.title')}>
      <ol className={classes.strip} aria-label={t('days.title')}>
        {days.map((day) => {
          const words = t('days.cell', { day: units.date(day.fromMs), what: t(`days.kind.${day.kind}`) })
          return (
            <li key={day.fromMs} className={classes.cell} data-kind={day.kind} title={words}>
              <Sign kind={day.kind} />
              <span className={classes.heard}>{words}</span>
            </li>
          )
        })}
      </ol>
      <p className={classes.ends} aria-hidden="true">
        <span>{units.date(days[0]?.fromMs ?? 0)}</span>
        <span>{t('days.today')}</span>
      </p>
      <ul className={classes.legend} aria-hidden="true">
        {LEGEND.map((kind) => (
          <li key={kind}>
            <span className={classes.cell} data-kind={kind}>
              <Sign kind={kind} />
            </span>
            {t(`days.kind.${kind}`)}
          </li>
        ))}
      </ul>
      <p className={classes.sum}>
        {t('days.sum', {
          guarded: units.count(days.filter(({ kind }) => kind === 'guarded').length),
          count: days.filter(isOver).length,
        })}
      </p>
    </Panel>
  )
}

const SIGNS: Readonly<Record<DayKind, string>> = {
  guarded: 'M5 12.5l4.5 4.5L19 7.5',
  'with-misses': 'M6 12h12',
  overdue: 'M7 7l10 10M17 7L7 17',
  idle: 'M12 12v.01',
  before: '',
}

const Sign = ({ kind }: { kind: DayKind }) => (
  <svg viewBox="0 0 24 24" className={classes.sign} aria-hidden="true" focusable="false">
    <path d={SIGNS[kind]} />
  </svg>
)

/** Asked again when copies come, and each hour: a day ends while nothing happens. */
function useDays(copies: number): readonly Day[] {
  const { engine } = useServices()
  const [days, setDays] = useState<readonly Day[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new copy is why the days are asked for again
  useEffect(() => {
    let isGone = false
    const ask = () =>
      void engine.days({}).then(
        (answer) => !isGone && setDays(answer),
        () => {},
      )
    ask()
    const timer = setInterval(ask, 3_600_000)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [engine, copies])
  return days
}
