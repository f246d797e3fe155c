import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecoveryId, SourceId } from '#shared/domain/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { BackIcon, ClockIcon, DatabaseIcon } from '../../../parts/icons/index.ts'
import { Note } from '../../../parts/note.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { ScreenTitle } from '../../../parts/screen-title.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useRunning, useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useNow } from '../../../state/use-now.ts'
import { ChooseStep } from './choose-step.tsx'
import classes from './database.module.css'
import { KeptName, LiveStep, UndoDialog } from './live-step.tsx'
import { ReadyStep } from './ready-step.tsx'
import { type Databases, type Recoveries, type Recovery, useDatabaseRecoveries } from './use-database-recovery.ts'

type DatabaseProps = {
  onBack: () => void
  /** The database that somebody came for; the first one otherwise. */
  sourceId?: SourceId
}

const UNFINISHED: ReadonlySet<Recovery['state']['kind']> = new Set(['preparing', 'ready', 'swapping', 'undoing'])

/** "O prontuário inteiro": from the choice of a copy to the database in its place, and back to what was. */
export function DatabaseComesBack({ onBack, sourceId }: DatabaseProps) {
  const { t } = useTranslation('databaseRecovery')
  const { known, again } = useDatabaseRecoveries()
  return (
    <div className={classes.page}>
      <Button variant="subtle" className={classes.back ?? ''} leftSection={<BackIcon />} onClick={onBack}>
        {t('back')}
      </Button>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      {known.kind === 'loading' && <Busy>{t('loading')}</Busy>}
      {known.kind === 'failed' && <Trouble error={known.error} onRetry={again} />}
      {known.kind === 'ready' && <Steps {...known.value} sourceId={sourceId} onChange={again} onBack={onBack} />}
    </div>
  )
}

type StepsProps = {
  databases: Databases
  recoveries: Recoveries
  sourceId: SourceId | undefined
  onChange: () => void
  onBack: () => void
}

function Steps({ databases, recoveries, sourceId, onChange, onBack }: StepsProps) {
  const { t } = useTranslation('databaseRecovery')
  /** Looked at to its end; null once the person chooses anew. */
  const [followed, setFollowed] = useState<RecoveryId | null>(null)
  const unfinished = recoveries.find(({ state }) => UNFINISHED.has(state.kind))
  if (unfinished && followed !== unfinished.recoveryId) setFollowed(unfinished.recoveryId)
  const recovery = unfinished ?? recoveries.find(({ recoveryId }) => recoveryId === followed)
  const database = databases.find((one) => one.sourceId === recovery?.sourceId)
  const state = recovery?.state
  const choose = () => setFollowed(null)
  if (recovery && state?.kind === 'preparing') return <Preparing />
  if (recovery && state?.kind === 'ready')
    return <ReadyStep key={recovery.recoveryId} {...{ recovery, state, database, onChange }} />
  if (state?.kind === 'swapping') return <Busy>{t('swapping')}</Busy>
  if (state?.kind === 'undoing') return <Busy>{t('undoing')}</Busy>
  if (recovery && state?.kind === 'live')
    return <LiveStep {...{ recovery, state, database, onChange }} onRight={onBack} />
  if (state?.kind === 'undone')
    return (
      <Note
        tone="guarded"
        title={t('undone.title')}
        action={
          <Button variant="default" onClick={choose}>
            {t('undone.again')}
          </Button>
        }
      >
        <p>{t('undone.words')}</p>
        <KeptName name={state.keptAs} />
      </Note>
    )
  return (
    <>
      {state?.kind === 'failed' && state.error.code !== 'APP_001' && (
        <section className={classes.words} aria-labelledby="database-stopped">
          <h2 id="database-stopped" className={classes.heading}>
            {t('stopped')}
          </h2>
          <Trouble error={state.error} />
        </section>
      )}
      <ChooseStep databases={databases} sourceId={recovery?.sourceId ?? sourceId} onBegun={onChange} />
      <CameBack {...{ databases, recoveries, onChange }} />
    </>
  )
}

function Preparing() {
  const { t } = useTranslation('databaseRecovery')
  const { engine } = useServices()
  const running = useRunning('database')
  const stop = useAction(async () => {
    if (running) await engine.cancelJob({ jobId: running.job.jobId })
  })
  const { doneBytes = 0, totalBytes = 0, phase } = running?.progress ?? {}
  const percent = totalBytes === 0 ? 0 : Math.floor((doneBytes * 100) / totalBytes)
  return (
    <Panel icon={DatabaseIcon} title={t('preparing')}>
      <p>{t('preparingWhy')}</p>
      <Progress value={phase === 'checking' ? 100 : percent} size="xl" aria-label={t('preparing')} />
      {phase === 'checking' ? <Busy>{t('checking')}</Busy> : <p className={classes.soft}>{`${percent}%`}</p>}
      <div className={classes.actions}>
        <Button variant="default" loading={stop.state.kind === 'busy'} disabled={!running} onClick={stop.run}>
          {t('stop')}
        </Button>
      </div>
    </Panel>
  )
}

type CameBackProps = Pick<StepsProps, 'databases' | 'recoveries' | 'onChange'>

/** Those that can still go back to what was. */
function CameBack({ databases, recoveries, onChange }: CameBackProps) {
  const { t } = useTranslation('databaseRecovery')
  const units = useUnits()
  const nowMs = useNow()
  const [asked, setAsked] = useState<Recovery | null>(null)
  const live = recoveries.filter(({ state }) => state.kind === 'live' && state.keptAs !== null)
  if (live.length === 0) return null
  const labelOf = ({ sourceId }: Recovery) => databases.find((one) => one.sourceId === sourceId)
  return (
    <Panel icon={ClockIcon} title={t('before')}>
      <ul className={classes.list}>
        {live.map((recovery) => (
          <li key={recovery.recoveryId} className={classes.line}>
            <span>
              {t('beforeLine', {
                label: labelOf(recovery)?.label ?? '',
                when: units.moment(recovery.takenAtMs, nowMs),
              })}
            </span>
            <Button variant="default" onClick={() => setAsked(recovery)}>
              {t('live.undo')}
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <UndoDialog
          recovery={asked}
          database={labelOf(asked)}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            onChange()
          }}
        />
      )}
    </Panel>
  )
}
