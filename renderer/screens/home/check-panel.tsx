import { Progress as Bar, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import { ClockIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useRunning, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { percentOf } from './health-card.tsx'
import classes from './home.module.css'

type LastCheck = NonNullable<Overview['lastCheck']>

/** When the kept parts were last opened and found whole, and the button that does it now. */
export function CheckPanel({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const { t } = useTranslation('home')
  const { engine, known } = useServices()
  const running = useRunning('check')
  const check = useAction(async () => {
    await engine.checkNow({ readData: true })
    await known.refresh()
  })
  const stop = useAction(async () => {
    if (running) await engine.cancelJob({ jobId: running.job.jobId })
  })
  const percent = percentOf(running?.progress)
  const mayCheck = useMay('work')
  const canCheck = mayCheck && overview.copies > 0 && overview.vault?.isReachable === true
  return (
    <Panel icon={ClockIcon} title={t('check.title')}>
      {overview.lastCheck ? (
        <Checked lastCheck={overview.lastCheck} nowMs={nowMs} />
      ) : (
        <>
          <ToneLine tone="none" state="unknown">
            {t('check.never')}
          </ToneLine>
          <p className={classes.soft}>{t('check.neverWhy')}</p>
        </>
      )}
      {running ? (
        <>
          <Bar.Root>
            <Bar.Section
              value={percent ?? 100}
              striped={percent === null}
              animated={percent === null}
              aria-label={t('check.progressLabel')}
            />
          </Bar.Root>
          <p>{percent === null ? t('check.running') : t('check.runningPercent', { percent })}</p>
          {mayCheck && (
            <Button
              variant="default"
              className={classes.button}
              loading={stop.state.kind === 'busy'}
              onClick={stop.run}
            >
              {t('stop')}
            </Button>
          )}
        </>
      ) : (
        canCheck && (
          <Button
            variant="default"
            className={classes.button}
            loading={check.state.kind === 'busy'}
            onClick={check.run}
          >
            {overview.lastCheck ? t('check.again') : t('check.action')}
          </Button>
        )
      )}
      {check.state.kind === 'failed' && <Trouble error={check.state.error} />}
      {stop.state.kind === 'failed' && <Trouble error={stop.state.error} />}
    </Panel>
  )
}

function Checked({ lastCheck: { atMs, problems, readData }, nowMs }: { lastCheck: LastCheck; nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  const good = readData ? t('check.good') : t('check.goodQuick')
  return (
    <>
      <ToneLine state={problems > 0 ? 'failed' : 'checked'}>
        {t('check.when', { when: units.onMoment(atMs, nowMs), age: units.age(atMs, nowMs) })}
      </ToneLine>
      <p className={classes.soft}>{problems > 0 ? t('check.problems', { count: problems }) : good}</p>
    </>
  )
}
