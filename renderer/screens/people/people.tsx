import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Busy } from '../../parts/busy.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { mayHere } from '../../state/people.ts'
import { useServices } from '../../state/services.tsx'
import { FirstPerson } from './first-person.tsx'
import { LockSection } from './lock-section.tsx'
import { Pending } from './pending.tsx'
import classes from './people.module.css'
import { type Asked, PeopleDialogs } from './people-dialogs.tsx'
import { PersonCard } from './person-card.tsx'
import { usePeople } from './use-people.ts'

/** Who uses the app at this clinic, and what each of them may do. */
export function People() {
  const { t } = useTranslation('people')
  const session = useStore(useServices().people, (known) => known.session)
  const { answer, again } = usePeople()
  const [asked, setAsked] = useState<Asked | null>(null)
  const isManager = mayHere(session, 'people')
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('page.lead')}>{t('page.title')}</ScreenTitle>
      {session?.kind === 'open' && <FirstPerson onDone={again} />}
      {session?.kind === 'signed-in' && (
        <>
          <Pending />
          {answer.kind === 'loading' && <Busy>{t('page.loading')}</Busy>}
          {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
          {answer.kind === 'ready' && (
            <ul className={classes.list} aria-label={t('page.title')}>
              {answer.value.map((person) => (
                <PersonCard
                  key={person.accountId}
                  person={person}
                  isYou={person.accountId === session.person.accountId}
                  isManager={isManager}
                  onAsk={setAsked}
                />
              ))}
            </ul>
          )}
          {isManager && (
            <>
              <div>
                <Button size="lg" onClick={() => setAsked({ kind: 'add' })}>
                  {t('page.add')}
                </Button>
              </div>
              <LockSection />
            </>
          )}
        </>
      )}
      {asked && (
        <PeopleDialogs
          key={`${asked.kind} ${asked.kind === 'add' || asked.kind === 'own' ? '' : asked.person.accountId}`}
          asked={asked}
          onAsk={setAsked}
          onChanged={again}
        />
      )}
    </div>
  )
}
