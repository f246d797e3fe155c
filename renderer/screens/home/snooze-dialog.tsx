import { Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Notice } from '#shared/domain/index.ts'
import { noticeWords } from '#shared/i18n/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { usePersonHere, usePreferences, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './home.module.css'

const DAYS = [1, 3, 6] as const
const MORNING_HOUR = 8

/** Puts a notice off: until when, by whom, and why. It stays on the screen, and comes back by itself. */
export function SnoozeDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const { t } = useTranslation(['home', 'common'])
  const { engine } = useServices()
  const { language } = usePreferences()
  const [days, setDays] = useState<number>(1)
  const here = usePersonHere()
  const [by, setBy] = useState(here ?? '')
  const [reason, setReason] = useState('')
  const [isAsked, setIsAsked] = useState(false)
  const isComplete = by.trim() !== '' && reason.trim() !== ''
  const putOff = useAction(async () => {
    await engine.snoozeNotice({ subject: notice.subject, snooze: { by, reason, untilMs: morningIn(days) } })
    onClose()
  })
  const missing = (text: string) => (isAsked && text.trim() === '' ? t('notices.missing') : undefined)
  return (
    <FormDialog
      title={t('notices.later')}
      submit={t('notices.confirm')}
      state={putOff.state}
      onSubmit={() => {
        setIsAsked(true)
        if (isComplete) putOff.run()
      }}
      onClose={onClose}
    >
      <p>{noticeWords(notice, Date.now(), language).title}</p>
      <Radio.Group label={t('notices.until')} value={String(days)} onChange={(value) => setDays(Number(value))}>
        <div className={classes.choices}>
          {DAYS.map((count) => (
            <Radio key={count} value={String(count)} label={t('notices.days', { count })} />
          ))}
        </div>
      </Radio.Group>
      {here === null && (
        <TextInput
          label={t('notices.by')}
          value={by}
          maxLength={60}
          error={missing(by)}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('notices.reason')}
        value={reason}
        maxLength={200}
        error={missing(reason)}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

function morningIn(days: number): number {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR).getTime()
}
