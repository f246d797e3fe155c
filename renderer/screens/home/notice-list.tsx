import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import { type Notice, type NoticeSubject, noticeScreens } from '#shared/domain/index.ts'
import { type Health, healthOf } from '#shared/health/index.ts'
import { noticeWords } from '#shared/i18n/index.ts'
import { Note } from '../../parts/note.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useNotices, usePreferences, useServices } from '../../state/services.tsx'
import classes from './home.module.css'
import { SnoozeDialog } from './snooze-dialog.tsx'

/** What is unsolved: what is safe, who does what until when, and the way to put it off with a name and a reason. */
export function NoticeList({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const { t } = useTranslation('home')
  const notices = useNotices()
  const [putOff, setPutOff] = useState<Notice | null>(null)
  if (notices.length === 0) return null
  return (
    <section className={classes.notices} aria-label={t('notices.title')}>
      {notices.map((notice) => (
        <OneNotice
          key={notice.subject}
          notice={notice}
          nowMs={nowMs}
          isSaidAbove={
            isAnswered(notice) || (saidBy[healthOf(overview, nowMs).kind]?.includes(notice.subject) ?? false)
          }
          onPutOff={() => setPutOff(notice)}
        />
      ))}
      {putOff && <SnoozeDialog notice={putOff} onClose={() => setPutOff(null)} />}
    </section>
  )
}

/** What the big card says already: there only who, until when and what then are still to be said. */
const saidBy: Readonly<Partial<Record<Health['kind'], readonly NoticeSubject[]>>> = {
  away: ['place-away'],
  aging: ['copies-late'],
  old: ['copies-late'],
  failed: ['copy-stopped', 'place-full'],
  damaged: ['vault-damaged'],
  'records-skipped': ['records-left-out'],
}

/** The card of the brake asks the question itself. */
const isAnswered = ({ action }: Notice): boolean => action === 'answer'

type OneNoticeProps = { notice: Notice; nowMs: number; isSaidAbove: boolean; onPutOff: () => void }

function OneNotice({ notice, nowMs, isSaidAbove, onPutOff }: OneNoticeProps) {
  const { t } = useTranslation(['home', 'common'])
  const { language } = usePreferences()
  const { route } = useServices()
  const units = useUnits()
  const words = noticeWords(notice, nowMs, language)
  const screen = noticeScreens[notice.action]
  const { snooze } = notice
  if (snooze)
    return (
      <Note tone="none" title={words.title}>
        <p>
          {t('notices.putOff', { by: snooze.by, until: units.moment(snooze.untilMs, nowMs), reason: snooze.reason })}
        </p>
      </Note>
    )
  return (
    <Note
      tone={notice.tone}
      title={isSaidAbove ? words.todo : words.title}
      action={
        <div className={classes.noticeActions}>
          {screen !== 'home' && (
            <Button variant="default" onClick={() => route.goTo(screen)}>
              {words.button}
            </Button>
          )}
          <Button variant="default" onClick={onPutOff}>
            {t('notices.later')}
          </Button>
        </div>
      }
    >
      {!isSaidAbove && <p>{words.safe}</p>}
      {!isSaidAbove && <p>{words.todo}</p>}
      {words.otherwise !== '' && <p>{words.otherwise}</p>}
      {notice.code && <p className={classes.code}>{t('common:code', { code: notice.code })}</p>}
    </Note>
  )
}
