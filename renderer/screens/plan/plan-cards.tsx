import { useTranslation } from 'react-i18next'
import type { PlanDrill, PlanView } from '#shared/contracts/index.ts'
import { CheckIcon, ClockIcon, DiskIcon, DocumentIcon, RecoverIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { BarsChart } from '../../parts/report/index.ts'
import classes from './plan.module.css'
import { useWords } from './use-words.ts'

type CardProps = { view: PlanView }

/** The five cards: copies, recovery, emergency mode, drills, what comes back first. */
export const PlanCards = ({ view }: CardProps) => (
  <>
    <div className={classes.cards}>
      <Copies view={view} />
      <Recovery view={view} />
      <Emergency />
      <Priority view={view} />
    </div>
    <Drills view={view} />
  </>
)

function Copies({ view }: CardProps) {
  const { t } = useTranslation('plan')
  const words = useWords()
  return (
    <Panel icon={DiskIcon} title={t('cards.copies.title')}>
      <p>
        {view.lastCopyAtMs === null
          ? t('cards.copies.noCopy')
          : t('cards.copies.last', { when: words.moment(view.lastCopyAtMs) })}
      </p>
      <ul className={classes.list}>
        {view.places.map((place, index) => {
          const name = words.place(place)
          const copies = t('cards.copies.copies', { count: place.copies })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two places may bear one name; their order is theirs
            <li key={index}>
              {place.newestCopyAtMs === null
                ? t('cards.copies.placeNone', { name })
                : t('cards.copies.place', { name, copies, when: words.date(place.newestCopyAtMs) })}
              {(place.isOutside || place.isDisk) && ` (${t('cards.copies.outside')})`}
            </li>
          )
        })}
      </ul>
      <p className={classes.soft}>{t('cards.copies.loss', { time: words.minutes(view.lossMinutes) })}</p>
    </Panel>
  )
}

function Recovery({ view }: CardProps) {
  const { t } = useTranslation('plan')
  const words = useWords()
  const done = view.drills.find(({ outcome }) => outcome !== 'not-finished')
  return (
    <Panel icon={RecoverIcon} title={t('cards.recovery.title')}>
      <p>{t('cards.recovery.goal', { time: words.minutes(view.backMinutes) })}</p>
      <p>
        {done
          ? t('cards.recovery.measured', { time: words.units.duration(done.elapsedMs), date: words.date(done.atMs) })
          : t('cards.recovery.unmeasured')}
      </p>
      <p className={classes.soft}>
        {view.kit ? t('cards.recovery.kit', { date: words.date(view.kit.printedAtMs) }) : t('cards.recovery.noKit')}
      </p>
    </Panel>
  )
}

function Emergency() {
  const { t } = useTranslation('plan')
  return (
    <Panel icon={DocumentIcon} title={t('cards.emergency.title')}>
      <p>{t('cards.emergency.lead')}</p>
      <ol className={classes.steps}>
        {EMERGENCY_STEPS.map((step) => (
          <li key={step}>{t(`cards.emergency.${step}`)}</li>
        ))}
      </ol>
    </Panel>
  )
}
export const EMERGENCY_STEPS = ['step1', 'step2', 'step3', 'step4'] as const

function Priority({ view }: CardProps) {
  const { t } = useTranslation('plan')
  const words = useWords()
  return (
    <Panel icon={CheckIcon} title={t('cards.priority.title')}>
      {view.things.length === 0 && <p>{t('cards.priority.none')}</p>}
      <ol className={classes.steps}>
        {view.things.map(({ label, owner, backMinutes, lossMinutes, weight }) => (
          <li key={label}>
            {t('cards.priority.line', { label, back: words.minutes(backMinutes), loss: words.minutes(lossMinutes) })}
            {weight !== 'unknown' && <p className={classes.soft}>{t(`cards.priority.weight.${weight}`)}</p>}
            {owner !== null && <p className={classes.soft}>{t('cards.priority.owner', { who: owner })}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Drills({ view }: CardProps) {
  const { t } = useTranslation('plan')
  const { date } = useWords()
  const { drillDueAtMs, drills, atMs } = view
  return (
    <Panel icon={ClockIcon} title={t('cards.drills.title')}>
      {drills.length === 0 ? <p>{t('cards.drills.none')}</p> : <DrillsChart drills={drills} />}
      {drillDueAtMs !== null && (
        <p>{t(drillDueAtMs < atMs ? 'cards.drills.overdue' : 'cards.drills.due', { date: date(drillDueAtMs) })}</p>
      )}
    </Panel>
  )
}

/** How long drills took against the goal, oldest first. */
export function DrillsChart({ drills }: { drills: readonly PlanDrill[] }) {
  const { t } = useTranslation('plan')
  const { date, minutes } = useWords()
  const [newest] = drills
  if (!newest) return null
  const goal = Math.round(newest.goalMs / 60_000)
  return (
    <BarsChart
      title={t('cards.drills.chart')}
      of={t('cards.drills.of')}
      words={(value) => t('cards.drills.minutes', { count: value })}
      bars={drills.toReversed().map(({ atMs, elapsedMs, outcome }, index) => ({
        label: `${index + 1}: ${date(atMs)}`,
        value: Math.ceil(elapsedMs / 60_000),
        isMarked: outcome !== 'in-time',
      }))}
      markedWords={t('cards.drills.late')}
      goal={{ value: goal, label: t('cards.drills.goal', { time: minutes(goal) }) }}
    />
  )
}
