import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DrillsView } from '#shared/contracts/index.ts'
import type { DrillId } from '#shared/domain/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { BarsChart } from '../../parts/report/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import classes from './drills.module.css'
import { useDrillWords } from './use-drill-words.ts'

const DRAWN = 8
const OUTCOMES = { 'in-time': 'checked', late: 'late', 'not-finished': 'attention' } as const
const LISTED = 12

/** What was done before: times against the goal, each with its result, and the weekly ones without people. */
export function PastDrills({ view, onShow }: { view: DrillsView; onShow: (id: DrillId) => void }) {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const words = useDrillWords()
  const drawn = view.past.slice(0, DRAWN).toReversed()
  const goalMs = view.past[0]?.goalMs ?? 0
  return (
    <>
      <section className={classes.panel} aria-label={t('past')}>
        <h2 className={classes.heading}>{t('past')}</h2>
        {view.past.length === 0 && <p className={classes.soft}>{t('pastNone')}</p>}
        {drawn.length > 1 && (
          <BarsChart
            title={t('chart')}
            of={t('chartOf')}
            words={(count) => t('minutes', { count })}
            markedWords={t('chartUnfinished')}
            goal={{ value: goalMs / 60_000, label: t('limit', { goal: units.span(goalMs) }) }}
            bars={drawn.map(({ number, startedAtMs, elapsedMs, end }) => ({
              label: `${number} · ${units.date(startedAtMs)}`,
              value: Math.ceil(elapsedMs / 60_000),
              isMarked: end?.outcome === 'not-finished',
            }))}
          />
        )}
        <ul className={classes.lines}>
          {view.past.slice(0, LISTED).map((record) => (
            <li key={record.id} className={classes.done}>
              <ToneLine state={OUTCOMES[record.end?.outcome ?? 'not-finished']}>
                {`${units.date(record.startedAtMs)} · ${t(`kinds.${record.kind}.name`)} · ${words.outcome(record)}`}
              </ToneLine>
              <Button variant="subtle" size="sm" onClick={() => onShow(record.id)}>
                {t('see')}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <section className={classes.panel} aria-label={t('silent')}>
        <h2 className={classes.heading}>{t('silent')}</h2>
        <p className={classes.soft}>{t('silentBody')}</p>
        {view.silent.length === 0 && <p>{t('silentNone')}</p>}
        <ul className={classes.lines}>
          {view.silent.slice(0, LISTED).map(({ atMs, problems, files, rows, source }) => (
            <li key={atMs}>
              <ToneLine state={problems === 0 ? 'checked' : 'attention'}>
                {t(problems === 0 ? 'silentGood' : 'silentBad', {
                  ...{ day: units.date(atMs), count: files, rows },
                  place: t(`sources.${source}`),
                })}
              </ToneLine>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
