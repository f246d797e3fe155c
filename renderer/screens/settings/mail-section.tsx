import { Button, NativeSelect, PasswordInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NoticeSettings, noticeSettingsSchema } from '#shared/domain/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'
import type { SectionProps } from './use-settings.ts'

type MailServer = NonNullable<NoticeSettings['mailServer']>
const EMPTY: MailServer = { host: '', port: 465, security: 'tls', user: '', from: '' }
const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const
const SECURITIES = ['tls', 'starttls', 'none'] as const

/** How notices go out by e-mail. The password goes to the keychain and never comes back. */
export function MailSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  const [server, setServer] = useState(all.notices.mailServer)
  const [password, setPassword] = useState('')
  const wanted = noticeSettingsSchema.safeParse({ ...all.notices, mailServer: server })
  const save = useAction(async () => {
    if (!wanted.success) return
    const notices = await engine.setNoticeSettings({
      settings: wanted.data,
      ...(password === '' ? {} : { mailPassword: password }),
    })
    onSaved({ notices, hasMailPassword: all.hasMailPassword || password !== '' })
    setPassword('')
  })
  const isChanged =
    wanted.success && (password !== '' || JSON.stringify(server) !== JSON.stringify(all.notices.mailServer))
  const change = (part: Partial<MailServer>) => setServer({ ...(server ?? EMPTY), ...part })
  return (
    <Section
      name="mail"
      title={t('mail.title')}
      lead={t('mail.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={isChanged}
      wrong={wanted.success || server?.host === '' ? undefined : t('mail.wrong')}
    >
      <Switch
        className={classes.wide ?? ''}
        label={t('mail.isOn')}
        checked={server !== null}
        onChange={(event) => setServer(event.currentTarget.checked ? (all.notices.mailServer ?? EMPTY) : null)}
      />
      {server && (
        <>
          <TextInput
            size="md"
            label={t('mail.host')}
            value={server.host}
            spellCheck={false}
            onChange={(event) => change({ host: event.currentTarget.value })}
          />
          <NativeSelect
            size="md"
            label={t('mail.security')}
            value={server.security}
            onChange={(event) => {
              const security = SECURITIES.find((one) => one === event.currentTarget.value) ?? 'tls'
              change({ security, port: USUAL_PORTS[security] })
            }}
            data={SECURITIES.map((value) => ({ value, label: t(`mail.${value}`) }))}
          />
          <TextInput
            size="md"
            label={t('mail.port')}
            inputMode="numeric"
            value={String(server.port)}
            onChange={(event) => change({ port: Number(event.currentTarget.value.replace(/\D/g, '')) })}
          />
          <TextInput
            size="md"
            label={t('mail.from')}
            value={server.from}
            spellCheck={false}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          {server.security !== 'none' && (
            <>
              <TextInput
                size="md"
                label={t('mail.user')}
                value={server.user}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change({ user: event.currentTarget.value })}
              />
              <PasswordInput
                size="md"
                label={t('mail.password')}
                description={all.hasMailPassword ? t('mail.passwordKept') : t('mail.passwordHint')}
                value={password}
                maxLength={200}
                autoComplete="new-password"
                onChange={(event) => setPassword(event.currentTarget.value)}
              />
            </>
          )}
          {all.notices.mailServer && !isChanged && <MailTrial />}
        </>
      )}
    </Section>
  )
}

function MailTrial() {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  const [isSent, setIsSent] = useState(false)
  const trial = useAction(async () => {
    setIsSent(false)
    await engine.tryEmail({})
    setIsSent(true)
  })
  return (
    <div className={`${classes.wide} ${classes.foot}`}>
      <Button variant="default" loading={trial.state.kind === 'busy'} onClick={trial.run}>
        {t('mail.trial')}
      </Button>
      <span role="status">{isSent && <ToneLine state="checked">{t('mail.trialSent')}</ToneLine>}</span>
      {trial.state.kind === 'failed' && <Trouble error={trial.state.error} />}
    </div>
  )
}
