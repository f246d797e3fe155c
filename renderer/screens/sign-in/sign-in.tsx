import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { SignInName } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { Note } from '../../parts/note.tsx'
import { PinField } from '../../parts/people/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusOnShow } from '../../parts/use-focus-on-show.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { KitWay } from './kit-way.tsx'
import classes from './sign-in.module.css'

/** Nobody is at this window: whose turn it is, and their PIN. */
export function SignIn() {
  const { t } = useTranslation('people')
  const { engine, people } = useServices()
  const session = useStore(people, (known) => known.session)
  const { answer, again } = useAnswer(() => engine.signInNames({}))
  const [chosen, setChosen] = useState<SignInName | null>(null)
  const [isByKit, setByKit] = useState(false)
  const why = session?.kind === 'signed-out' ? session.why : 'start'
  if (why === 'lost') return <KitWay managers={[]} onBack={undefined} />
  if (answer.kind === 'loading')
    return (
      <div className={classes.page}>
        <ScreenTitle>{t('enter.title')}</ScreenTitle>
        <Busy>{t('page.loading')}</Busy>
      </div>
    )
  if (answer.kind === 'failed')
    return (
      <div className={classes.page}>
        <ScreenTitle>{t('enter.title')}</ScreenTitle>
        <Trouble error={answer.error} onRetry={again} />
      </div>
    )
  const managers = answer.value.filter(({ role }) => role === 'manager')
  if (isByKit) return <KitWay managers={managers} onBack={() => setByKit(false)} />
  if (chosen) return <TypePin who={chosen} onBack={() => setChosen(null)} onKit={() => setByKit(true)} />
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('enter.lead')}>{t('enter.title')}</ScreenTitle>
      {why === 'idle' && <Note tone="none" title={t('enter.idle')} />}
      <ul className={classes.names} aria-label={t('enter.people')}>
        {answer.value.map((person) => (
          <li key={person.accountId}>
            <button type="button" className={classes.name} onClick={() => setChosen(person)}>
              <span className={classes.who}>{person.name}</span>
              <span className={classes.soft}>{person.isNew ? t('enter.isNew') : t(`roles.${person.role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function TypePin({ who, onBack, onKit }: { who: SignInName; onBack: () => void; onKit: () => void }) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [secret, setSecret] = useState('')
  const [isForgotten, setForgotten] = useState(false)
  const enter = useAction(async () => {
    await engine.signIn({ accountId: who.accountId, secret }).finally(() => setSecret(''))
  })
  return (
    <form
      className={classes.form}
      aria-label={t('enter.pinOf', { name: who.name })}
      onSubmit={(event) => {
        event.preventDefault()
        if (secret !== '') enter.run()
      }}
    >
      <ScreenTitle lead={t(`roles.${who.role}`)}>{who.name}</ScreenTitle>
      <PinField label={t('enter.pin')} value={secret} onChange={setSecret} hasPad />
      {enter.state.kind === 'failed' && <Trouble error={enter.state.error} />}
      <div className={classes.buttons}>
        <Button size="lg" type="submit" loading={enter.state.kind === 'busy'} disabled={secret === ''}>
          {t('enter.enter')}
        </Button>
        <Button size="lg" variant="default" onClick={onBack}>
          {t('enter.another')}
        </Button>
      </div>
      {!isForgotten && (
        <Button className={classes.aside ?? ''} variant="subtle" onClick={() => setForgotten(true)}>
          {t('enter.forgotten')}
        </Button>
      )}
      {isForgotten && <Forgotten isManager={who.role === 'manager'} onKit={onKit} />}
    </form>
  )
}

/** Comes into view with the focus: the button that was pressed is gone. */
function Forgotten({ isManager, onKit }: { isManager: boolean; onKit: () => void }) {
  const { t } = useTranslation('people')
  const shown = useFocusOnShow<HTMLDivElement>()
  return (
    <div ref={shown} tabIndex={-1}>
      <Note tone="none" title={t('enter.askManager')}>
        {isManager && (
          <p>
            <Button variant="default" onClick={onKit}>
              {t('enter.onlyManager')}
            </Button>
          </p>
        )}
      </Note>
    </div>
  )
}
