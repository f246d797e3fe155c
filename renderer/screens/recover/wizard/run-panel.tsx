import { Progress as Bar, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecoveryState, RecoveryView } from '#shared/contracts/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { FolderIcon, GuardedIcon } from '../../../parts/icons/index.ts'
import { Note } from '../../../parts/note.tsx'
import { PlaceName, usePlaceText } from '../../../parts/place-name.tsx'
import tone from '../../../parts/tone.module.css'
import { Trouble } from '../../../parts/trouble.tsx'
import { useFocusOnShow } from '../../../parts/use-focus-on-show.ts'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import classes from '../recover.module.css'
import { UndoDialog } from './undo-dialog.tsx'
import own from './wizard.module.css'

type RunPanelProps = {
  view: RecoveryView
  onView: (view: RecoveryView) => void
  onGoOn: (recoveryId: string) => Promise<void>
  onRight: () => void
  onChoices: (hadAnother: boolean) => void
}

/** How a recovery goes and how it ended, and what can be done about it. */
export function RunPanel(props: RunPanelProps) {
  const { t } = useTranslation('wizard')
  const { state } = props.view
  switch (state.kind) {
    case 'running':
      return <Running {...props} state={state} />
    case 'undoing':
      return <Busy>{t('past.undoing')}</Busy>
    case 'done':
      return <Done {...props} state={state} />
    case 'stopped':
      return <Stopped {...props} state={state} />
    case 'undone':
      return (
        <section className={own.section}>
          <Note
            tone={state.left.length > 0 ? 'attention' : 'guarded'}
            title={state.left.length > 0 ? t('undo.donePart', { count: state.left.length }) : t('undo.done')}
          />
          <div className={classes.actions}>
            <Button size="lg" variant="default" onClick={() => props.onChoices(false)}>
              {t('stopped.choose')}
            </Button>
          </div>
        </section>
      )
  }
}

type With<K extends RecoveryState['kind']> = RunPanelProps & { state: Extract<RecoveryState, { kind: K }> }

function Running({ view, state: { doneBytes, totalBytes } }: With<'running'>) {
  const { t } = useTranslation('wizard')
  const { engine } = useServices()
  const units = useUnits()
  const heading = useFocusOnShow<HTMLHeadingElement>()
  const stop = useAction(async () => {
    await engine.stopRecovery({ recoveryId: view.recoveryId })
  })
  const percent = totalBytes > 0 ? Math.min(100, Math.floor((100 * doneBytes) / totalBytes)) : null
  return (
    <section className={own.section}>
      <h2 ref={heading} tabIndex={-1} className={classes.heading}>
        {t('running.title')}
      </h2>
      <Bar.Root size="xl">
        <Bar.Section
          value={percent ?? 100}
          striped={percent === null}
          animated={percent === null}
          aria-label={t('running.bar')}
        />
      </Bar.Root>
      {percent !== null && <p>{t('running.percent', { percent, bytes: units.bytes(totalBytes) })}</p>}
      <p className={classes.soft}>{t('running.goesOn')}</p>
      <div className={classes.actions}>
        <Button variant="default" loading={stop.state.kind === 'busy'} onClick={stop.run}>
          {t('running.stop')}
        </Button>
      </div>
      {stop.state.kind === 'failed' && <Trouble error={stop.state.error} />}
    </section>
  )
}

function Done({ view, state, onView, onRight, onChoices }: With<'done'>) {
  const { t } = useTranslation('wizard')
  const { engine, shell } = useServices()
  const units = useUnits()
  const folder = usePlaceText(view.folder).name
  const aside = usePlaceText(view.asideFolder).name
  const [isUndoing, setIsUndoing] = useState(false)
  const heading = useFocusOnShow<HTMLHeadingElement>()
  const open = useAction(async () => {
    await shell.openFolder({ path: view.folder })
  })
  const judge = useAction(async (verdict: 'right' | 'wrong') => {
    await engine.judgeRecovery({ recoveryId: view.recoveryId, verdict })
    if (verdict === 'right') onRight()
    else onChoices(true)
  })
  const told = (['setAside', 'unchanged', 'renamed', 'plain'] as const).filter((key) => state[key] > 0)
  return (
    <section className={`${tone.tone} ${classes.done}`} data-tone="guarded" aria-labelledby="done-title">
      <GuardedIcon size="4rem" className={classes.doneIcon} />
      <div className={classes.doneWords}>
        <h2 id="done-title" ref={heading} tabIndex={-1} className={classes.doneTitle}>
          {t('done.title', { duration: units.duration(state.durationMs) })}
        </h2>
        <p>{t(state.skips > 0 ? 'done.wherePart' : 'done.where', { folder })}</p>
        <PlaceName path={view.folder} />
        {told.map((key) => (
          <p key={key}>{t(`done.${key}`, { count: state[key], folder: aside })}</p>
        ))}
        {state.skips > 0 && (
          <Note tone="attention" title={t('done.skips', { count: state.skips })}>
            <ul className={own.skipped}>
              {state.skipped.slice(0, 20).map(({ code, path }) => (
                <li key={`${code} ${path}`}>{path}</li>
              ))}
            </ul>
          </Note>
        )}
        <div className={classes.actions}>
          <Button size="lg" leftSection={<FolderIcon />} onClick={open.run}>
            {t('done.open')}
          </Button>
          <Button size="lg" variant="default" onClick={() => judge.run('right')}>
            {t('done.right')}
          </Button>
          <Button size="lg" variant="default" onClick={() => judge.run('wrong')}>
            {t('done.wrong')}
          </Button>
          <Button size="lg" variant="subtle" aria-haspopup="dialog" onClick={() => setIsUndoing(true)}>
            {t('done.undo')}
          </Button>
        </div>
        {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
        {judge.state.kind === 'failed' && <Trouble error={judge.state.error} />}
        {isUndoing && <UndoDialog recoveryId={view.recoveryId} onDone={onView} onClose={() => setIsUndoing(false)} />}
      </div>
    </section>
  )
}

function Stopped({ view, state, onView, onGoOn, onChoices }: With<'stopped'>) {
  const { t } = useTranslation('wizard')
  const [isUndoing, setIsUndoing] = useState(false)
  const goOn = useAction(() => onGoOn(view.recoveryId))
  return (
    <section className={own.section}>
      <Note tone="attention" title={t('stopped.title')} isUrgent>
        <p>{state.files > 0 ? t('stopped.safe', { count: state.files }) : t('stopped.none')}</p>
        {state.files > 0 && <PlaceName path={view.folder} />}
      </Note>
      {state.error.code !== 'APP_001' && <Trouble error={state.error} />}
      <div className={classes.actions}>
        <Button size="lg" loading={goOn.state.kind === 'busy'} onClick={goOn.run}>
          {t('stopped.goOn')}
        </Button>
        <Button size="lg" variant="default" onClick={() => onChoices(false)}>
          {t('stopped.choose')}
        </Button>
        {state.files + state.setAside > 0 && (
          <Button size="lg" variant="subtle" aria-haspopup="dialog" onClick={() => setIsUndoing(true)}>
            {t('done.undo')}
          </Button>
        )}
      </div>
      {goOn.state.kind === 'failed' && <Trouble error={goOn.state.error} />}
      {isUndoing && <UndoDialog recoveryId={view.recoveryId} onDone={onView} onClose={() => setIsUndoing(false)} />}
    </section>
  )
}
