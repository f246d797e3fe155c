import { NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Busy } from '../parts/busy.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { PinField } from '../parts/people/index.ts'
import type { Wanted } from '../state/people.ts'
import { useServices } from '../state/services.tsx'
import { useAction } from '../state/use-action.ts'
import { useAnswer } from '../state/use-answer.ts'

/** Often enough for the shortest lock, seldom enough to be nothing. */
const STILL_HERE_MS = 15_000
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const

/** What the engine wants of the people at this window: a PIN again, a second person. Tells it meanwhile that somebody is here. */
export function PeopleAsked() {
  const { engine, people } = useServices()
  const session = useStore(people, (known) => known.session)
  const wanted = useStore(people, (known) => known.wanted)
  const isIn = session?.kind === 'signed-in'
  useEffect(() => {
    if (!isIn) return
    let toldAt = 0
    const tell = () => {
      if (performance.now() - toldAt < STILL_HERE_MS) return
      toldAt = performance.now()
      engine.stillHere({}).catch(() => {})
    }
    for (const sign of SIGNS) window.addEventListener(sign, tell, { passive: true })
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, tell)
    }
  }, [engine, isIn])
  // Who was asked has left: nobody answers any more.
  useEffect(() => {
    if (!isIn) wanted?.answer(false)
  }, [isIn, wanted])
  if (!wanted || !isIn) return null
  return wanted.kind === 'prove' ? <ProveAgain wanted={wanted} /> : <SecondPerson wanted={wanted} />
}

function ProveAgain({ wanted }: { wanted: Wanted }) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [secret, setSecret] = useState('')
  const prove = useAction(async () => {
    await engine.proveAgain({ secret }).finally(() => setSecret(''))
    wanted.answer(true)
  })
  return (
    <FormDialog
      title={t('prove.title')}
      hidesRest
      submit={t('prove.submit')}
      isReady={secret !== ''}
      state={prove.state}
      onSubmit={() => prove.run()}
      onClose={() => wanted.answer(false)}
    >
      <p>{t('prove.lead')}</p>
      <PinField label={t('enter.pin')} value={secret} onChange={setSecret} />
    </FormDialog>
  )
}

function SecondPerson({ wanted }: { wanted: Extract<Wanted, { kind: 'second' }> }) {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const { requestId } = wanted
  const { answer } = useAnswer(async () => {
    const [names, requests] = await Promise.all([engine.signInNames({}), engine.pendingRequests({})])
    const may = requests.find((request) => request.requestId === requestId)?.mayConfirm ?? []
    return names.filter(({ accountId }) => may.includes(accountId))
  })
  const [chosen, setChosen] = useState('')
  const [secret, setSecret] = useState('')
  const others = answer.kind === 'ready' ? answer.value : []
  const who = others.find(({ accountId }) => accountId === chosen) ?? others[0]
  const confirm = useAction(async () => {
    if (!who) return
    await engine.confirmAs({ requestId, accountId: who.accountId, secret }).finally(() => setSecret(''))
    wanted.answer(true)
  })
  return (
    <FormDialog
      title={t('second.title')}
      hidesRest
      submit={t('second.submit')}
      isReady={who !== undefined && secret !== ''}
      state={answer.kind === 'failed' ? answer : confirm.state}
      onSubmit={() => confirm.run()}
      onClose={() => wanted.answer(false)}
    >
      <p>{t('second.lead')}</p>
      {answer.kind === 'loading' && <Busy>{t('page.loading')}</Busy>}
      {who && (
        <>
          <NativeSelect
            size="md"
            label={t('second.who')}
            value={who.accountId}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={others.map(({ accountId, name }) => ({ value: accountId, label: name }))}
          />
          <PinField label={t('enter.pinOf', { name: who.name })} value={secret} onChange={setSecret} />
        </>
      )}
      <p>{t('second.later')}</p>
    </FormDialog>
  )
}
