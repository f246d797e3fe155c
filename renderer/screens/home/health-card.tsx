import { Progress as Bar, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import type { JobId, Progress } from '#shared/domain/index.ts'
import { healthOf } from '#shared/health/index.ts'
import tone from '../../parts/tone.module.css'
import { states } from '../../parts/tone.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusOnShow } from '../../parts/use-focus-on-show.ts'
import { useNotices, useRunning, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { BackAgain } from './back-again.tsx'
import classes from './health-card.module.css'
import { type HealthWords, useHealthWords } from './use-health-words.ts'

/** The one big state with its one big button. */
export function HealthCard({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const { t } = useTranslation(['home', 'common'])
  const { engine, known } = useServices()
  const health = healthOf(overview, nowMs)
  const ofCopies = useHealthWords(health, overview.freshness, nowMs)
  const isUnsolved = useNotices().some(({ tone, snooze }) => tone === 'needs-you' && !snooze)
  // Copies that go well are not all that has to be well.
  const words: HealthWords =
    isUnsolved && ofCopies.tone === 'guarded'
      ? { tone: 'needs-you', title: t('state.needsYou'), sentences: [t('seeNotice'), ...ofCopies.sentences] }
      : ofCopies
  const mayCopy = useMay('work')
  const running = useRunning('copy')
  const copy = useAction(async () => {
    await engine.copyNow({})
    await known.refresh()
  })
  const [hasLooked, setHasLooked] = useState(false)
  const look = useAction(async () => {
    await known.refresh()
    setHasLooked(true)
  })
  const heading = useFocusOnShow<HTMLHeadingElement>()
  const StateIcon = states[words.state ?? words.tone].icon
  const error = health.kind === 'failed' ? health.error : undefined

  return (
    <div
      className={`${tone.tone} ${classes.card}`}
      data-tone={words.tone}
      data-testid="health"
      data-health={health.kind}
    >
      <div className={classes.picture}>
        <StateIcon size="4.5rem" className={health.kind === 'working' ? classes.turning : undefined} />
      </div>
      <div className={classes.words}>
        <div role="status">
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {words.title}
          </h1>
          {words.sentences.map((sentence) => (
            <p key={sentence} className={classes.sentence}>
              {sentence}
            </p>
          ))}
          {health.kind !== 'none' && health.kind !== 'working' && <BackAgain />}
          {error && <p className={classes.code}>{t('common:code', { code: error.code })}</p>}
        </div>
        {health.kind === 'working' && running ? (
          <CopyProgress jobId={running.job.jobId} progress={running.progress} />
        ) : (
          <div className={classes.actions}>
            {health.kind === 'away' ? (
              <Button size="xl" loading={look.state.kind === 'busy'} onClick={look.run}>
                {t('iConnected')}
              </Button>
            ) : (
              mayCopy && (
                <Button size="xl" loading={copy.state.kind === 'busy'} onClick={copy.run}>
                  {t('copyNow')}
                </Button>
              )
            )}
          </div>
        )}
        {health.kind === 'away' && hasLooked && look.state.kind !== 'busy' && (
          <p role="status" className={classes.sentence}>
            {t('stillAway')}
          </p>
        )}
        {copy.state.kind === 'failed' && <Trouble error={copy.state.error} />}
      </div>
    </div>
  )
}

function CopyProgress({ jobId, progress }: { jobId: JobId; progress: Progress | undefined }) {
  const { t } = useTranslation(['home', 'common'])
  const { engine } = useServices()
  const stop = useAction(async () => {
    await engine.cancelJob({ jobId })
  })
  const phase = t(`phase.${progress?.phase ?? 'preparing'}`)
  const percent = percentOf(progress)
  return (
    <div className={classes.progress}>
      <Bar.Root size="xl" className={classes.bar}>
        <Bar.Section
          value={percent ?? 100}
          striped={percent === null}
          animated={percent === null}
          aria-label={t('progressLabel')}
        />
      </Bar.Root>
      <p className={classes.progressWords}>
        {percent === null || !progress
          ? t('progressPlain', { phase })
          : t('progressFiles', { phase, percent, files: t('common:files', { count: progress.doneFiles }) })}
      </p>
      <Button variant="default" loading={stop.state.kind === 'busy'} onClick={stop.run}>
        {t('stop')}
      </Button>
      {stop.state.kind === 'failed' && <Trouble error={stop.state.error} />}
    </div>
  )
}

/** Whole percents done, or null while the whole is not known. */
export const percentOf = (progress: Progress | undefined): number | null =>
  progress && progress.totalBytes > 0
    ? Math.min(100, Math.floor((progress.doneBytes / progress.totalBytes) * 100))
    : null
