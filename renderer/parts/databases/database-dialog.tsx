import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DatabaseFinding, DatabaseServer } from '#shared/domain/index.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { LineField } from '../fields.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { Note } from '../note.tsx'
import technician from '../technician.module.css'
import { BesideField } from './beside-field.tsx'
import { DatabaseFields } from './database-fields.tsx'
import classes from './databases.module.css'
import { draftOf, needsPassword, pathsIn, serverOf, serverWords } from './draft.ts'
import { TrialTrouble } from './trial-trouble.tsx'
import { UserScript } from './user-script.tsx'

/** A database that was tried, and what the clinic says of it. */
export type TriedDatabase = { readonly label: string; readonly server: DatabaseServer; readonly beside: string[] }

type DialogProps = {
  found?: DatabaseFinding | undefined
  onProtect: (database: TriedDatabase) => Promise<void>
  onClose: () => void
}

/** First the connection, which is tried; then what the clinic calls it and what belongs to it. */
export function DatabaseDialog({ found, onProtect, onClose }: DialogProps) {
  const [draft, setDraft] = useState(() => draftOf(found))
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState<DatabaseServer | null>(null)
  const { t } = useTranslation(['databases', 'common'])
  const { engine } = useServices()
  const wanted = serverOf(draft)
  const isComplete = wanted !== null && (password !== '' || !needsPassword(draft))
  const trial = useAction(async () => {
    if (!wanted || !isComplete) return
    const { server } = await engine.tryDatabase({ server: wanted, password: needsPassword(draft) ? password : null })
    setTried(server)
  })
  if (tried) return <Finish server={tried} onProtect={onProtect} onBack={() => setTried(null)} onClose={onClose} />
  return (
    <FormDialog
      title={t('form.title')}
      submit={t('form.try')}
      isWide
      isReady={isComplete}
      state={trial.state}
      trouble={trial.state.kind === 'failed' && <TrialTrouble error={trial.state.error} />}
      onSubmit={trial.run}
      onClose={onClose}
    >
      <p className={classes.soft}>{t('form.lead')}</p>
      {draft.kind === 'sql-server' && <Note tone="attention" title={t('unprovenWhy')} />}
      <DatabaseFields draft={draft} password={password} onDraft={setDraft} onPassword={setPassword} />
      <details className={technician.details}>
        <summary className={technician.summary}>{t('common:forTechnician')}</summary>
        <div className={classes.technician}>
          <TextInput
            size="md"
            label={t('form.tools')}
            description={t('form.toolsHint')}
            value={draft.toolsFolder}
            spellCheck={false}
            maxLength={500}
            onChange={(event) => setDraft({ ...draft, toolsFolder: event.currentTarget.value })}
          />
          <UserScript server={wanted} />
        </div>
      </details>
    </FormDialog>
  )
}

type FinishProps = Omit<DialogProps, 'found'> & { server: DatabaseServer; onBack: () => void }

function Finish({ server, onProtect, onBack, onClose }: FinishProps) {
  const { t } = useTranslation(['databases', 'protectedThings'])
  const [label, setLabel] = useState<string>(t('labelDefault'))
  const [lines, setLines] = useState('')
  const protect = useAction(async () => {
    await onProtect({ label: label.trim(), server, beside: pathsIn(lines) })
    onClose()
  })
  return (
    <FormDialog
      title={t('form.title')}
      submit={t('protect')}
      isWide
      isReady={label.trim() !== ''}
      state={protect.state}
      onSubmit={protect.run}
      onClose={onClose}
    >
      <div className={classes.fine}>
        <Note
          tone="guarded"
          title={t('trial.fine')}
          isUrgent
          action={
            <Button variant="default" onClick={onBack}>
              {t('trial.again')}
            </Button>
          }
        >
          <p>
            {t(`kinds.${server.kind}`)}: {t('protectedThings:server', serverWords(server))}. {t('trial.fineWhy')}
          </p>
        </Note>
      </div>
      <LineField label={t('label')} value={label} maxLength={80} data-autofocus onText={setLabel} />
      <section className={classes.beside}>
        <h3 className={classes.heading}>{t('beside.title')}</h3>
        <BesideField lines={lines} onLines={setLines} />
      </section>
    </FormDialog>
  )
}
