import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Overview } from '#shared/contracts/index.ts'
import type { DueWork, Requirement } from '#shared/domain/index.ts'
import { WorkingIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { percentOf } from './health-card.tsx'
import classes from './home.module.css'

/** What the program does at this moment; when it does nothing, what comes next and what that waits for. */
export function NowPanel({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const { t } = useTranslation('home')
  const { known } = useServices()
  const progress = useStore(known, (all) => all.progress)
  const next = useNextCopy(overview.seq, nowMs)
  return (
    <Panel icon={WorkingIcon} title={t('now.title')}>
      {overview.running.length === 0 ? (
        <p>{t('now.idle')}</p>
      ) : (
        <ul className={classes.list}>
          {overview.running.map(({ jobId, jobKind }) => {
            const percent = percentOf(progress.get(jobId))
            const what = t(`now.job.${jobKind}`)
            return (
              <li key={jobId}>
                <ToneLine tone="working">{percent === null ? what : t('now.percent', { what, percent })}</ToneLine>
              </li>
            )
          })}
        </ul>
      )}
      {next && !overview.running.some(({ jobKind }) => jobKind === 'copy') && <NextCopy next={next} nowMs={nowMs} />}
    </Panel>
  )
}

function NextCopy({ next, nowMs }: { next: DueWork; nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  if (next.kind === 'now') return <p>{t('now.soon')}</p>
  const told = next.unmet.filter(({ kind }) => kind !== 'not-yet')
  return (
    <>
      <p>{t('now.next', { when: units.moment(next.atMs, nowMs) })}</p>
      {told.length > 0 && (
        <ul className={classes.reasons}>
          {told.map((requirement) => (
            <li key={requirement.kind}>
              <Waits requirement={requirement} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Waits({ requirement: { kind, untilMs }, nowMs }: { requirement: Requirement; nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  return <>{t(`now.waits.${kind}`, { until: units.moment(untilMs, nowMs) })}</>
}

/** Asked again with every fact and every tick of the screen's clock. */
function useNextCopy(seq: number, nowMs: number): DueWork | undefined {
  const { engine } = useServices()
  const [next, setNext] = useState<DueWork>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fact and a new minute are why the plan is asked for again
  useEffect(() => {
    let isGone = false
    engine.schedulePlan({}).then(
      (plan) => !isGone && setNext(plan.find(({ work }) => work.kind === 'copy')),
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [engine, seq, nowMs])
  return next
}
