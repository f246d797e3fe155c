import { Button } from '@mantine/core'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditState } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './history.module.css'

/** Whether the register still is what was written. */
export function StateNote() {
  const { t } = useTranslation('history')
  const { engine } = useServices()
  const { seq } = useOverview()
  const [state, setState] = useState<AuditState>()
  const look = useCallback(() => {
    engine.auditState({}).then(setState, () => undefined)
  }, [engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fact is a new line
  useEffect(look, [look, seq])
  const check = useAction(async () => setState(await engine.checkAudit({})))
  const read = useAction(async () => setState(await engine.readAuditFindings({})))
  if (!state) return null
  const button = (
    <Button variant="default" loading={check.state.kind === 'busy'} onClick={() => check.run()}>
      {t('state.check')}
    </Button>
  )
  return (
    <>
      <Standing state={state} action={button} />
      {state.findings.some(({ readAtMs }) => readAtMs === null) && (
        <div className={classes.actions}>
          <Button variant="default" loading={read.state.kind === 'busy'} onClick={() => read.run()}>
            {t('state.read')}
          </Button>
        </div>
      )}
      {check.state.kind === 'busy' && <Busy>{t('state.checking')}</Busy>}
      {check.state.kind === 'failed' && <Trouble error={check.state.error} />}
      {read.state.kind === 'failed' && <Trouble error={read.state.error} />}
    </>
  )
}

function Standing({ state, action }: { state: AuditState; action: ReactNode }) {
  const { t } = useTranslation('history')
  const units = useUnits()
  const nowMs = useNow()
  const { findings, checkedAtMs, lines, silentSinceMs } = state
  if (silentSinceMs !== null)
    return (
      <Note tone="needs-you" title={t('state.silent', { when: units.moment(silentSinceMs, nowMs) })} action={action}>
        <p>{t('state.silentBody')}</p>
      </Note>
    )
  if (findings.length > 0)
    return (
      <Note tone="needs-you" title={t('state.wrong', { count: findings.length })} action={action}>
        <ul className={classes.findings}>
          {findings.map(({ what, segment, number, readAtMs }) => (
            <li key={`${segment} ${number} ${what}`}>
              {t(`findings.${what}`, { part: segment.slice(0, 4), line: units.count(number) })}{' '}
              {readAtMs !== null && t('state.wasRead', { when: units.moment(readAtMs, nowMs) })}
            </li>
          ))}
        </ul>
        <p>{t('state.wrongBody')}</p>
      </Note>
    )
  if (checkedAtMs === null) return <Note tone="attention" title={t('state.waiting')} action={action} />
  return (
    <Note tone="guarded" title={t('state.good', { when: units.moment(checkedAtMs, nowMs) })} action={action}>
      <p>{t('state.goodBody', { count: lines })}</p>
    </Note>
  )
}
