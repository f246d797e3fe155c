import { Button, Radio } from '@mantine/core'
import { type ReactNode, useCallback, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LostThing, RecoveryPlan, RecoveryWish } from '#shared/contracts/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { FolderIcon, RecoverIcon } from '../../../parts/icons/index.ts'
import { Note } from '../../../parts/note.tsx'
import { PlaceName, usePlaceText } from '../../../parts/place-name.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useNow } from '../../../state/use-now.ts'
import { toWireError } from '../../../state/wire-error.ts'
import classes from '../recover.module.css'
import { type Loaded, useTargetFolder } from '../use-recovery.ts'
import { RunPanel } from './run-panel.tsx'
import { useRun } from './use-run.ts'
import own from './wizard.module.css'

type PutBackProps = {
  /** Undefined while nothing is chosen. */
  what: LostThing | undefined
  /** What comes from another computer, or is a database, has no place to go back to. */
  canGoInPlace: boolean
  /** A piece of it is missing: nothing calls for recovering it. */
  isDamaged?: boolean
  onRight: () => void
  /** The choices above the question of where. */
  children: ReactNode
}

/** The last steps of every way through the wizard: where to, a summary, how it goes, and whether it was right. */
export function PutBack({ what, canGoInPlace, isDamaged = false, onRight, children }: PutBackProps) {
  const { t } = useTranslation('wizard')
  const { run, start, goOn, show, reopen } = useRun()
  if (run.kind === 'begun')
    return <RunPanel view={run.view} onView={show} onGoOn={goOn} onRight={onRight} onChoices={reopen} />
  const isBusy = run.kind === 'starting'
  return (
    <>
      {run.kind === 'choosing' && run.hadAnother && <Note tone="working" title={t('done.another')} />}
      {children}
      {what && (
        <Where {...{ what, canGoInPlace, isDamaged, isBusy }} onStart={start}>
          {run.kind === 'failed' && <Trouble error={run.error} />}
        </Where>
      )}
    </>
  )
}

type WhereProps = {
  what: LostThing
  canGoInPlace: boolean
  isDamaged: boolean
  isBusy: boolean
  onStart: (wish: RecoveryWish) => void
  children: ReactNode
}

function Where({ what, canGoInPlace, isDamaged, isBusy, onStart, children }: WhereProps) {
  const { t } = useTranslation('wizard')
  const id = useId()
  const [isInPlace, setIsInPlace] = useState(false)
  const { target, choose } = useTargetFolder()
  const other = useAction(choose)
  const goesBack = isInPlace && canGoInPlace
  const wish: RecoveryWish | null = goesBack
    ? { what, into: { kind: 'in-place' } }
    : target.kind === 'ready'
      ? { what, into: { kind: 'folder', folder: target.value } }
      : null
  const { plan, again } = usePlan(wish)
  return (
    <>
      <section className={classes.target} aria-labelledby={id}>
        <h2 id={id} className={classes.heading}>
          {t('where.title')}
        </h2>
        <Radio.Group
          aria-labelledby={id}
          value={goesBack ? 'in-place' : 'folder'}
          onChange={(value) => setIsInPlace(value === 'in-place')}
        >
          <div className={own.section}>
            <Choice value="folder" title={t('where.separate')} why={t('where.separateWhy')} isDisabled={isBusy} />
            {canGoInPlace && (
              <Choice value="in-place" title={t('where.inPlace')} why={t('where.inPlaceWhy')} isDisabled={isBusy} />
            )}
          </div>
        </Radio.Group>
        {!goesBack && (
          <>
            <TargetWords target={target} />
            <div>
              <Button variant="default" disabled={isBusy} onClick={other.run}>
                {t('where.other')}
              </Button>
            </div>
          </>
        )}
        {other.state.kind === 'failed' && <Trouble error={other.state.error} />}
      </section>
      <section className={own.section} aria-live="polite">
        <h2 className={classes.heading}>{t('summary.title')}</h2>
        {plan.kind === 'loading' && <Busy>{t('summary.looking')}</Busy>}
        {plan.kind === 'failed' && <Trouble error={plan.error} onRetry={again} />}
        {plan.kind === 'ready' && <Summary plan={plan.value} />}
      </section>
      {children}
      <div className={classes.actions}>
        <Button
          size="xl"
          variant={isDamaged ? 'default' : 'filled'}
          leftSection={<RecoverIcon />}
          loading={isBusy}
          disabled={wish === null || plan.kind === 'failed'}
          onClick={() => wish && onStart(wish)}
        >
          {t('summary.action')}
        </Button>
      </div>
    </>
  )
}

type ChoiceProps = { value: string; title: string; why: string; isDisabled: boolean }

function Choice({ value, title, why, isDisabled }: ChoiceProps) {
  const id = useId()
  return (
    <label className={own.choice} htmlFor={id}>
      <Radio id={id} value={value} size="md" disabled={isDisabled} aria-describedby={`${id}-why`} />
      <span>
        <span className={own.strong}>{title}</span>
        <span id={`${id}-why`} className={classes.soft} style={{ display: 'block' }}>
          {why}
        </span>
      </span>
    </label>
  )
}

function TargetWords({ target }: { target: Loaded<string> }) {
  const { t } = useTranslation('wizard')
  if (target.kind === 'loading') return <Busy>{t('where.proposing')}</Busy>
  if (target.kind === 'failed') return <Trouble error={target.error} />
  return (
    <div className={classes.place}>
      <FolderIcon size="2rem" className={classes.fileIcon} />
      <PlaceName path={target.value} size="lg" />
    </div>
  )
}

function Summary({ plan }: { plan: RecoveryPlan }) {
  const { t } = useTranslation(['wizard', 'common'])
  const units = useUnits()
  const nowMs = useNow()
  const { name, parents } = usePlaceText(plan.folder)
  const line = t('summary.line', {
    files: t('common:files', { count: plan.files }),
    bytes: units.bytes(plan.bytes),
    when: units.moment(plan.copyTakenAtMs, nowMs),
  })
  return (
    <div className={own.summary}>
      <p className={own.strong}>{line}</p>
      <p>{t('summary.to', { folder: parents === '' ? name : `${parents} › ${name}` })}</p>
      {plan.leftOutDatabases > 0 && (
        <Note tone="none" title={t('summary.databases', { count: plan.leftOutDatabases })} />
      )}
      {plan.skips > 0 && <Note tone="attention" title={t('summary.skips', { count: plan.skips })} />}
    </div>
  )
}

/** What the recovery would do, asked anew with every choice; an answer to a former one is dropped. */
function usePlan(wish: RecoveryWish | null): { plan: Loaded<RecoveryPlan>; again: () => void } {
  const { engine } = useServices()
  const [plan, setPlan] = useState<Loaded<RecoveryPlan>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  const key = JSON.stringify(wish)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same wish is the same question; a new round asks it again
  useEffect(() => {
    setPlan({ kind: 'loading' })
    if (wish === null) return
    const stop = new AbortController()
    engine.planRecovery(wish, stop.signal).then(
      (value) => stop.signal.aborted || setPlan({ kind: 'ready', value }),
      (error: unknown) => stop.signal.aborted || setPlan({ kind: 'failed', error: toWireError(error) }),
    )
    return () => stop.abort()
  }, [engine, key, round])
  return { plan, again: useCallback(() => setRound((count) => count + 1), []) }
}
