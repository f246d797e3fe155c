import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClockIcon, DatabaseIcon } from '../../../parts/icons/index.ts'
import { Note } from '../../../parts/note.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useNow } from '../../../state/use-now.ts'
import { AdminFields } from './admin-fields.tsx'
import { ApprovalFields, approvalOf, useApproval } from './approval-form.tsx'
import classes from './database.module.css'
import { adminOf, type Database, NO_ADMIN, type Recovery, type State } from './use-database-recovery.ts'

type ReadyProps = {
  recovery: Recovery
  state: State<'ready'>
  database: Database | undefined
  onChange: () => void
}

/** What is in it, what will be lost, and who allows the exchange. */
export function ReadyStep({ recovery, state: { findings, stopped }, database, onChange }: ReadyProps) {
  const { t } = useTranslation('databaseRecovery')
  const { engine } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const [draft, setDraft] = useApproval()
  const [admin, setAdmin] = useState(NO_ADMIN)
  const { recoveryId, takenAtMs, fingerprint } = recovery
  const approval = approvalOf(draft, fingerprint)
  const apply = useAction(async () => {
    if (!approval) return
    await engine.applyDatabaseRecovery({ recoveryId, approval, admin: adminOf(admin) })
    onChange()
  })
  const giveUp = useAction(async () => {
    await engine.discardDatabaseRecovery({ recoveryId })
    onChange()
  })
  const when = units.moment(takenAtMs, nowMs)
  const isBusy = apply.state.kind === 'busy' || giveUp.state.kind === 'busy'
  return (
    <>
      <Panel icon={DatabaseIcon} title={t('ready.title', { when })}>
        <Findings findings={findings} nowMs={nowMs} />
      </Panel>
      <Note tone="attention" title={t('ready.lost', { when })}>
        <p>{t('ready.lostWhy')}</p>
      </Note>
      <Panel icon={ClockIcon} title={t('approve.title')}>
        <form
          noValidate
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            apply.run()
          }}
        >
          <p>{t('ready.kept')}</p>
          <p className={classes.name}>{t('ready.close')}</p>
          <ApprovalFields draft={draft} onDraft={setDraft} />
          {database?.needsAdmin && <AdminFields isAgain admin={admin} onAdmin={setAdmin} />}
          {stopped && apply.state.kind !== 'failed' && <Trouble error={stopped} />}
          {apply.state.kind === 'failed' && <Trouble error={apply.state.error} />}
          {giveUp.state.kind === 'failed' && <Trouble error={giveUp.state.error} />}
          <div className={classes.actions}>
            <Button type="submit" size="lg" loading={apply.state.kind === 'busy'} disabled={!approval || isBusy}>
              {t('approve.submit')}
            </Button>
            <Button
              size="lg"
              variant="default"
              loading={giveUp.state.kind === 'busy'}
              disabled={isBusy}
              onClick={giveUp.run}
            >
              {t('giveUp')}
            </Button>
          </div>
        </form>
      </Panel>
    </>
  )
}

function Findings({ findings, nowMs }: { findings: State<'ready'>['findings']; nowMs: number }) {
  const { t } = useTranslation('databaseRecovery')
  const units = useUnits()
  const { hasLive, newestAtMs, liveNewestAtMs, isCounted, rows, tables } = findings
  const live = liveNewestAtMs === null ? t('ready.unread') : units.moment(liveNewestAtMs, nowMs)
  const facts = [
    [t('ready.newest'), newestAtMs === null ? t('ready.noDate') : units.moment(newestAtMs, nowMs)],
    [t('ready.live'), hasLive ? live : t('ready.gone')],
    [
      t('ready.holds'),
      t('ready.inTables', { rows: t('ready.rows', { count: rows }), tables: t('ready.tables', { count: tables }) }),
    ],
    [t('ready.how'), isCounted ? t('ready.counted') : t('ready.whole')],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes.fact}>
          <dt className={classes.soft}>{label}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
