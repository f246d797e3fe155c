import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecoveryView } from '#shared/contracts/index.ts'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useNow } from '../../../state/use-now.ts'
import classes from '../recover.module.css'
import { UndoDialog } from './undo-dialog.tsx'
import own from './wizard.module.css'

const SHOWN = 5

/** What was recovered before, for whoever wants to look at it again, go on with it, or take it back. */
export function PastRecoveries() {
  const { t } = useTranslation('wizard')
  const { engine } = useServices()
  const [past, setPast] = useState<readonly RecoveryView[]>([])
  const ask = useCallback(
    () =>
      void engine.recoveries({}).then(
        (all) => setPast(all.slice(0, SHOWN)),
        () => undefined,
      ),
    [engine],
  )
  useEffect(ask, [ask])
  if (past.length === 0) return null
  return (
    <section className={own.section} aria-labelledby="past-title">
      <h2 id="past-title" className={classes.heading}>
        {t('past.title')}
      </h2>
      <ul className={own.list}>
        {past.map((view) => (
          <Past key={view.recoveryId} view={view} onChange={ask} />
        ))}
      </ul>
    </section>
  )
}

function Past({ view, onChange }: { view: RecoveryView; onChange: () => void }) {
  const { t } = useTranslation('wizard')
  const { engine, shell } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const [isUndoing, setIsUndoing] = useState(false)
  const { state, recoveryId } = view
  const when = 'endedAtMs' in state ? units.moment(state.endedAtMs, nowMs) : ''
  const open = useAction(async () => {
    await shell.openFolder({ path: view.folder })
  })
  const goOn = useAction(async () => {
    await engine.continueRecovery({ recoveryId })
    onChange()
  })
  const isThere = state.kind === 'done' || state.kind === 'stopped'
  return (
    <li className={own.past}>
      <span className={own.pastWords}>
        <span className={own.strong}>{view.what === 'everything' ? t('past.everything') : view.name}</span>
        <span className={classes.soft} style={{ display: 'block' }}>
          {t(`past.${state.kind}`, { when })}
        </span>
      </span>
      {state.kind === 'done' && (
        <Button variant="default" onClick={open.run}>
          {t('done.open')}
        </Button>
      )}
      {state.kind === 'stopped' && (
        <Button variant="default" onClick={goOn.run}>
          {t('past.goOn')}
        </Button>
      )}
      {isThere && (
        <Button variant="subtle" aria-haspopup="dialog" onClick={() => setIsUndoing(true)}>
          {t('done.undo')}
        </Button>
      )}
      {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
      {goOn.state.kind === 'failed' && <Trouble error={goOn.state.error} />}
      {isUndoing && <UndoDialog recoveryId={recoveryId} onDone={onChange} onClose={() => setIsUndoing(false)} />}
    </li>
  )
}
