import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireError } from '#shared/errors/index.ts'
import { Trouble, useErrorText } from '../../parts/trouble.tsx'
import { useServices, useUpdateState } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './settings.module.css'

/** What is known of newer versions, and the one thing to do about it. */
export function UpdateLine() {
  const { t } = useTranslation('settings')
  const { engine, shell } = useServices()
  const state = useUpdateState()
  // What comes of it, main tells everybody.
  const look = useAction(async () => void (await shell.lookForUpdate({})))
  const [isBegun, setBegun] = useState(false)
  const install = useAction(async () => {
    await engine.installUpdate({})
    // The app ends in a moment, or starts again.
    setBegun(true)
  })
  return (
    <div className={`${classes.wide} ${classes.stack}`}>
      <div>
        <h3>{t('update.title')}</h3>
        {state.kind === 'off' && <p className={classes.soft}>{t(`update.off.${state.why}`)}</p>}
        {state.kind === 'current' && (
          <p className={classes.soft}>{t(state.isChecked ? 'update.current' : 'update.notYet')}</p>
        )}
        {state.kind === 'ready' && <p className={classes.soft}>{t('update.ready', { version: state.version })}</p>}
        {state.kind === 'failed' && <QuietFailure error={state.error} />}
      </div>
      {install.state.kind === 'failed' && <Trouble error={install.state.error} />}
      {state.kind !== 'off' && (
        <div className={classes.foot}>
          {state.kind === 'ready' ? (
            <Button loading={isBegun || install.state.kind === 'busy'} onClick={() => install.run()}>
              {t('update.install')}
            </Button>
          ) : (
            <Button variant="default" loading={look.state.kind === 'busy'} onClick={() => look.run()}>
              {t('update.look')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** Nobody is disturbed by it: the copies go on. */
function QuietFailure({ error }: { error: WireError }) {
  const { t } = useTranslation()
  const { safe, todo } = useErrorText(error)
  return (
    <p className={classes.soft}>
      {safe} {todo} {t('code', { code: error.code })}
    </p>
  )
}
