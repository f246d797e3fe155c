import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noticeSettingsSchema, roleSchema } from '#shared/domain/index.ts'
import { usePreferences, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { Section } from './section.tsx'
import type { SectionProps } from './use-settings.ts'

const ESCALATE_DAYS = [1, 2, 3, 4, 5]

/** Who is told, and after how long more people are. */
export function NoticesSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  const { language } = usePreferences()
  const { emails, escalateAfterDays } = all.notices
  const [days, setDays] = useState(escalateAfterDays)
  const [typed, setTyped] = useState({
    reception: emails.reception.join(', '),
    manager: emails.manager.join(', '),
    technician: emails.technician.join(', '),
  })
  const wanted = noticeSettingsSchema.safeParse({
    ...all.notices,
    language,
    escalateAfterDays: days,
    emails: {
      reception: addressesIn(typed.reception),
      manager: addressesIn(typed.manager),
      technician: addressesIn(typed.technician),
    },
  })
  const save = useAction(async () => {
    if (wanted.success) onSaved({ notices: await engine.setNoticeSettings({ settings: wanted.data }) })
  })
  const isChanged = wanted.success && JSON.stringify(wanted.data) !== JSON.stringify({ ...all.notices, language })
  return (
    <Section
      name="notices"
      title={t('notices.title')}
      lead={t('notices.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={isChanged}
      wrong={wanted.success ? undefined : t('notices.emailWrong')}
    >
      <NativeSelect
        size="md"
        label={t('notices.escalate')}
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={ESCALATE_DAYS.map((count) => ({
          value: String(count),
          label: t('notices.escalateDays', { count }),
        }))}
      />
      {roleSchema.options.map((role) => (
        <TextInput
          key={role}
          size="md"
          label={t(`notices.${role}`)}
          description={t('notices.emailsHint')}
          value={typed[role]}
          maxLength={1000}
          spellCheck={false}
          onChange={(event) => setTyped({ ...typed, [role]: event.currentTarget.value })}
        />
      ))}
    </Section>
  )
}

const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((address) => address !== '')
