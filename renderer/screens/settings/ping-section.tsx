import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noticeSettingsSchema } from '#shared/domain/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { ToneLine } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'
import type { SectionProps } from './use-settings.ts'

/** Somebody outside who notices when nothing is told any more. */
export function PingSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  const known = all.notices.ping?.url ?? ''
  const [url, setUrl] = useState(known)
  const [isSent, setIsSent] = useState(false)
  const address = url.trim()
  const wanted = noticeSettingsSchema.safeParse({ ...all.notices, ping: address === '' ? null : { url: address } })
  const save = useAction(async () => {
    if (wanted.success) onSaved({ notices: await engine.setNoticeSettings({ settings: wanted.data }) })
  })
  const trial = useAction(async () => {
    setIsSent(false)
    await engine.tryPing({})
    setIsSent(true)
  })
  const isChanged = address !== known
  return (
    <Section
      name="ping"
      title={t('ping.title')}
      lead={t('ping.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={isChanged && wanted.success}
      wrong={wanted.success ? undefined : t('ping.wrong')}
    >
      <LineField
        className={classes.wide ?? ''}
        label={t('ping.url')}
        value={url}
        maxLength={2000}
        spellCheck={false}
        onText={setUrl}
      />
      {known !== '' && !isChanged && (
        <div className={`${classes.wide} ${classes.foot}`}>
          <Button variant="default" loading={trial.state.kind === 'busy'} onClick={trial.run}>
            {t('ping.trial')}
          </Button>
          <span role="status">{isSent && <ToneLine state="checked">{t('ping.trialSent')}</ToneLine>}</span>
          {trial.state.kind === 'failed' && <Trouble error={trial.state.error} />}
        </div>
      )}
    </Section>
  )
}
