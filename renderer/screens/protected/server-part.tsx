import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ServerSource, secretRefOf } from '#shared/domain/index.ts'
import { BesideField, PasswordField, pathsIn, TrialTrouble, UserScript } from '../../parts/databases/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { PlaceName } from '../../parts/place-name.tsx'
import { TechnicianDetails } from '../../parts/technician.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './protected.module.css'

/** What belongs to a database of a server: what its system needs beside it, its password, and the details for the technician. */
export function ServerPart({ source }: { source: ServerSource }) {
  const { t } = useTranslation('databases')
  const [asked, setAsked] = useState<'beside' | 'password' | null>(null)
  const { server, beside } = source
  const close = () => setAsked(null)
  return (
    <div className={classes.server}>
      <div className={classes.beside}>
        <h3 className={classes.heading}>{t('beside.title')}</h3>
        {beside.length === 0 && <p className={classes.soft}>{t('beside.none')}</p>}
        {beside.length > 0 && (
          <ul className={classes.paths}>
            {beside.map((path) => (
              <li key={path}>
                <PlaceName path={path} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={classes.foot}>
        <Button variant="default" onClick={() => setAsked('beside')}>
          {t('beside.change')}
        </Button>
        {secretRefOf(server) !== undefined && (
          <Button variant="default" onClick={() => setAsked('password')}>
            {t('password.change')}
          </Button>
        )}
      </div>
      <TechnicianDetails facts={useFacts(source)}>
        <UserScript server={server} />
      </TechnicianDetails>
      {asked === 'beside' && <BesideDialog source={source} onClose={close} />}
      {asked === 'password' && <PasswordDialog source={source} onClose={close} />}
    </div>
  )
}

function useFacts({ server }: ServerSource) {
  const { t } = useTranslation('databases')
  const where = server.kind === 'sql-server' ? server.instance : `${server.host}:${server.port}`
  const user = server.kind === 'sql-server' ? (server.login.kind === 'password' ? server.login.user : '') : server.user
  return [
    { label: t('fact.kind'), value: `${t(`kinds.${server.kind}`)} ${where}` },
    { label: t('fact.database'), value: server.database },
    { label: t('fact.user'), value: user || t('form.loginWindows') },
    { label: t('fact.tools'), value: server.toolsFolder ?? t('fact.found') },
  ]
}

type DialogProps = { source: ServerSource; onClose: () => void }

function BesideDialog({ source, onClose }: DialogProps) {
  const { t } = useTranslation('databases')
  const { engine, known } = useServices()
  const [lines, setLines] = useState(source.beside.join('\n'))
  const save = useAction(async () => {
    await engine.setBeside({ sourceId: source.id, beside: pathsIn(lines) })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('beside.title')}
      submit={t('beside.save')}
      isWide
      state={save.state}
      onSubmit={save.run}
      onClose={onClose}
    >
      <BesideField lines={lines} onLines={setLines} />
    </FormDialog>
  )
}

function PasswordDialog({ source, onClose }: DialogProps) {
  const { t } = useTranslation('databases')
  const { engine, known } = useServices()
  const [password, setPassword] = useState('')
  const save = useAction(async () => {
    await engine.changeDatabasePassword({ sourceId: source.id, password })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('password.title')}
      submit={t('password.save')}
      isReady={password !== ''}
      state={save.state}
      trouble={save.state.kind === 'failed' && <TrialTrouble error={save.state.error} />}
      onSubmit={save.run}
      onClose={onClose}
    >
      <p>{t('password.lead')}</p>
      <PasswordField label={t('password.field')} value={password} onChange={setPassword} />
    </FormDialog>
  )
}
