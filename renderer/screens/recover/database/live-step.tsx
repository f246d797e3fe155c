import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { GuardedIcon } from '../../../parts/icons/index.ts'
import { PlaceName } from '../../../parts/place-name.tsx'
import tone from '../../../parts/tone.module.css'
import { Trouble } from '../../../parts/trouble.tsx'
import { useFocusOnShow } from '../../../parts/use-focus-on-show.ts'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useNow } from '../../../state/use-now.ts'
import { AdminFields } from './admin-fields.tsx'
import { ApprovalFields, approvalOf, useApproval } from './approval-form.tsx'
import classes from './database.module.css'
import { adminOf, type Database, NO_ADMIN, type Recovery, type State } from './use-database-recovery.ts'

type LiveProps = {
  recovery: Recovery
  state: State<'live'>
  database: Database | undefined
  onRight: () => void
  onChange: () => void
}

/** It is in use; the one before is kept and can come back. */
export function LiveStep({ recovery, state, database, onRight, onChange }: LiveProps) {
  const { t } = useTranslation('databaseRecovery')
  const units = useUnits()
  const nowMs = useNow()
  const heading = useFocusOnShow<HTMLHeadingElement>()
  const [isAsking, setIsAsking] = useState(false)
  const { keptAs, durationMs, stopped } = state
  return (
    <section className={`${tone.tone} ${classes.done}`} data-tone="guarded" aria-labelledby="database-done">
      <GuardedIcon size="4rem" className={classes.doneIcon} />
      <div className={classes.words}>
        <h2 id="database-done" ref={heading} tabIndex={-1} className={classes.doneTitle}>
          {t('live.title', { duration: units.duration(durationMs) })}
        </h2>
        <p>{t('live.words', { when: units.moment(recovery.takenAtMs, nowMs) })}</p>
        {keptAs === null ? (
          <p>{t('live.nothingKept')}</p>
        ) : (
          <>
            <p>{t('live.kept')}</p>
            <KeptName name={keptAs} />
          </>
        )}
        {stopped && <Trouble error={stopped} />}
        <div className={classes.actions}>
          <Button size="lg" onClick={onRight}>
            {t('live.right')}
          </Button>
          {keptAs !== null && (
            <Button size="lg" variant="default" onClick={() => setIsAsking(true)}>
              {t('live.undo')}
            </Button>
          )}
        </div>
      </div>
      {isAsking && (
        <UndoDialog
          recovery={recovery}
          database={database}
          onClose={() => setIsAsking(false)}
          onDone={() => {
            setIsAsking(false)
            onChange()
          }}
        />
      )}
    </section>
  )
}

/** A database of a server has a name, one that is a file a place. */
export const KeptName = ({ name }: { name: string }) =>
  /[\\/]/.test(name) ? <PlaceName path={name} /> : <p className={classes.name}>{name}</p>

type UndoProps = { recovery: Recovery; database: Database | undefined; onClose: () => void; onDone: () => void }

/** The way back exchanges the database in use, too: it takes the same person and the same name. */
export function UndoDialog({ recovery, database, onClose, onDone }: UndoProps) {
  const { t } = useTranslation('databaseRecovery')
  const { engine } = useServices()
  const [draft, setDraft] = useApproval()
  const [admin, setAdmin] = useState(NO_ADMIN)
  const approval = approvalOf(draft, recovery.fingerprint)
  const { state, run } = useAction(async () => {
    if (!approval) return
    await engine.undoDatabaseRecovery({ recoveryId: recovery.recoveryId, approval, admin: adminOf(admin) })
    onDone()
  })
  return (
    <FormDialog
      title={t('undo.title')}
      submit={t('approve.submitBack')}
      isReady={approval !== undefined}
      state={state}
      onSubmit={run}
      onClose={onClose}
    >
      <p>{t('undo.lead')}</p>
      <p>{t('ready.close')}</p>
      <ApprovalFields draft={draft} onDraft={setDraft} />
      {database?.needsAdmin && <AdminFields isAgain admin={admin} onAdmin={setAdmin} />}
    </FormDialog>
  )
}
