import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type AccountRole,
  accountRoleSchema,
  type LessonAnswer,
  type LessonId,
  lessonsFor,
} from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useComputer } from '../../state/services.tsx'
import { useNow } from '../../state/use-now.ts'
import { type CardId, CrisisCard, CrisisCards } from './crisis-cards.tsx'
import classes from './learn.module.css'
import { LessonList } from './lesson-list.tsx'
import { LessonView } from './lesson-view.tsx'
import { TeamTable } from './team-table.tsx'
import { useTraining } from './use-training.ts'

type Page =
  | { readonly kind: 'all' }
  | { readonly kind: 'lesson'; readonly lessonId: LessonId }
  | { readonly kind: 'card'; readonly cardId: CardId }

/** Short lessons for each role, who learnt what, and the cards for a bad day. */
export function Learn() {
  const { t } = useTranslation(['training', 'app'])
  const nowMs = useNow()
  const training = useTraining()
  const role = useComputer()?.role ?? 'reception'
  const [page, setPage] = useState<Page>({ kind: 'all' })
  const [typed, setTyped] = useState({ name: '', role: role satisfies AccountRole as AccountRole })
  const toAll = () => setPage({ kind: 'all' })
  if (page.kind === 'card') return <CrisisCard cardId={page.cardId} onBack={toAll} />
  if (training.kind !== 'ready')
    return (
      <div className={classes.page}>
        <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
        {training.kind === 'failed' ? (
          <Trouble error={training.error} onRetry={training.again} />
        ) : (
          <Busy>{t('app:screenComing')}</Busy>
        )}
      </div>
    )
  const { answers, learner, add } = training
  const who = { name: learner?.name ?? typed.name.trim(), accountId: learner?.accountId ?? null }
  if (page.kind === 'lesson')
    return <LessonView lessonId={page.lessonId} name={who.name} onAnswered={add} onBack={toAll} />
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      <section className={classes.group} aria-label={t('who')}>
        <div className={classes.who}>
          {learner === null && (
            <TextInput
              size="md"
              label={t('name')}
              description={t('nameHint')}
              value={typed.name}
              maxLength={60}
              autoComplete="off"
              onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
            />
          )}
          <RoleSelect role={typed.role} onRole={(chosen) => setTyped({ ...typed, role: chosen })} />
        </div>
      </section>
      <LessonList
        lessonIds={lessonsFor(typed.role)}
        answers={answers}
        who={who}
        nowMs={nowMs}
        onOpen={(lessonId) => setPage({ kind: 'lesson', lessonId })}
      />
      <TeamTable answers={answers} nowMs={nowMs} />
      <CrisisCards onOpen={(cardId) => setPage({ kind: 'card', cardId })} />
    </div>
  )
}

function RoleSelect({ role, onRole }: { role: AccountRole; onRole: (role: AccountRole) => void }) {
  const { t } = useTranslation(['training', 'inventory'])
  return (
    <NativeSelect
      size="md"
      label={t('role')}
      value={role}
      onChange={(event) => onRole(accountRoleSchema.parse(event.currentTarget.value))}
      data={accountRoleSchema.options.map((value) => ({ value, label: t(`inventory:role.${value}`) }))}
    />
  )
}

export type Answered = (answer: LessonAnswer) => void
