import { Button, Radio } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceId } from '#shared/domain/index.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { DatabaseIcon, RecoverIcon } from '../../../parts/icons/index.ts'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useNow } from '../../../state/use-now.ts'
import { AdminFields } from './admin-fields.tsx'
import classes from './database.module.css'
import { adminOf, type Database, type Databases, NO_ADMIN } from './use-database-recovery.ts'

const SHOWN_COPIES = 8

type ChooseProps = { databases: Databases; sourceId: SourceId | undefined; onBegun: () => void }

/** Which database, and as it was when. */
export function ChooseStep({ databases, sourceId, onBegun }: ChooseProps) {
  const { t } = useTranslation('databaseRecovery')
  const { engine } = useServices()
  const [chosen, setChosen] = useState(sourceId ?? databases[0]?.sourceId)
  const [copyId, setCopyId] = useState<string | null>(null)
  const [admin, setAdmin] = useState(NO_ADMIN)
  const database = databases.find((one) => one.sourceId === chosen)
  const copy = database?.copies.find((one) => one.copyId === copyId) ?? database?.copies[0]
  const { state, run } = useAction(async () => {
    if (!database || !copy) return
    await engine.planDatabaseRecovery({ sourceId: database.sourceId, copyId: copy.copyId, admin: adminOf(admin) })
    onBegun()
  })
  if (!database)
    return (
      <EmptyState icon={DatabaseIcon} title={t('none')}>
        {t('noneWhy')}
      </EmptyState>
    )
  const isReady = copy !== undefined && (!database.needsAdmin || adminOf(admin) !== null)
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        run()
      }}
    >
      {databases.length > 1 && <WhichDatabase databases={databases} chosen={chosen} onChoose={setChosen} />}
      <WhichCopy key={database.sourceId} database={database} chosen={copy?.copyId} onChoose={setCopyId} />
      {database.needsAdmin && <AdminFields admin={admin} onAdmin={setAdmin} />}
      {state.kind === 'failed' && <Trouble error={state.error} />}
      <div className={classes.actions}>
        <Button
          type="submit"
          size="xl"
          leftSection={<RecoverIcon />}
          loading={state.kind === 'busy'}
          disabled={!isReady}
        >
          {t('prepare')}
        </Button>
      </div>
    </form>
  )
}

type WhichDatabaseProps = {
  databases: Databases
  chosen: SourceId | undefined
  onChoose: (sourceId: SourceId | undefined) => void
}

function WhichDatabase({ databases, chosen, onChoose }: WhichDatabaseProps) {
  const { t } = useTranslation('databaseRecovery')
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('which')}
      </h2>
      <Radio.Group
        aria-labelledby={id}
        value={chosen ?? null}
        onChange={(value) => onChoose(databases.find(({ sourceId }) => sourceId === value)?.sourceId)}
      >
        <ul className={classes.list}>
          {databases.map((database) => (
            <li key={database.sourceId}>
              <Choice value={database.sourceId}>
                <span className={classes.words}>
                  <span className={classes.strong}>{database.label}</span>
                  <span className={classes.place}>{database.place}</span>
                  {!database.isProven && <span className={classes.soft}>{t('unproven')}</span>}
                </span>
              </Choice>
            </li>
          ))}
        </ul>
      </Radio.Group>
    </section>
  )
}

type WhichCopyProps = { database: Database; chosen: string | undefined; onChoose: (copyId: string) => void }

function WhichCopy({ database: { copies, label, place }, chosen, onChoose }: WhichCopyProps) {
  const { t } = useTranslation('databaseRecovery')
  const units = useUnits()
  const nowMs = useNow()
  const id = useId()
  const [isAll, setIsAll] = useState(false)
  const shown = isAll ? copies : copies.slice(0, SHOWN_COPIES)
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('when')}
      </h2>
      <p className={classes.soft}>{copies.length === 0 ? t('noCopies') : t('whenHint')}</p>
      <p className={classes.place}>{`${label} · ${place}`}</p>
      <Radio.Group aria-labelledby={id} value={chosen ?? null} onChange={onChoose}>
        <ol className={classes.list}>
          {shown.map(({ copyId, takenAtMs }, at) => (
            <li key={copyId}>
              <Choice value={copyId}>
                <span className={classes.strong}>
                  {t('copy', { when: units.moment(takenAtMs, nowMs) })}
                  {at === 0 && <span className={classes.newest}>{t('newest')}</span>}
                </span>
              </Choice>
            </li>
          ))}
        </ol>
      </Radio.Group>
      {shown.length < copies.length && (
        <Button variant="subtle" onClick={() => setIsAll(true)}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}

function Choice({ value, children }: { value: string; children: ReactNode }) {
  const id = useId()
  return (
    <label className={classes.choice} htmlFor={id}>
      <Radio id={id} value={value} size="md" />
      {children}
    </label>
  )
}
