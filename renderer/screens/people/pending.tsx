import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { PendingRequest } from '#shared/contracts/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'

/** What others asked for and this person may sign, from their own window. */
export function Pending() {
  const { t } = useTranslation('people')
  const { engine, people } = useServices()
  const session = useStore(people, (known) => known.session)
  const [requests, setRequests] = useState<readonly PendingRequest[]>([])
  const confirm = useAction(async (requestId: string) => {
    await engine.confirmRequest({ requestId })
  })
  const own = session?.kind === 'signed-in' ? session.person.accountId : undefined
  const { kind } = confirm.state
  useEffect(() => {
    if (own === undefined || kind === 'busy') return
    engine.pendingRequests({}).then(setRequests, () => setRequests([]))
  }, [engine, own, kind])
  const theirs = requests.filter(({ requestedBy }) => requestedBy !== own)
  if (theirs.length === 0) return null
  return (
    <section aria-label={t('pending.title')}>
      {theirs.map(({ requestId, requestedByName, call, isConfirmed }) => (
        <Note
          key={requestId}
          tone={isConfirmed ? 'none' : 'needs-you'}
          title={
            isConfirmed
              ? t('pending.confirmed', { name: requestedByName })
              : t('pending.by', { name: requestedByName, what: wordsOf(call) })
          }
          action={
            isConfirmed ? null : (
              <Button variant="default" loading={kind === 'busy'} onClick={() => confirm.run(requestId)}>
                {t('pending.confirm')}
              </Button>
            )
          }
        />
      ))}
      {confirm.state.kind === 'failed' && <Trouble error={confirm.state.error} />}
    </section>
  )

  function wordsOf(call: string): string {
    return isKnown(call) ? t(`pending.what.${call}`) : t('pending.other')
  }
}

const KNOWN = [
  'removePlace',
  'setRetentionPolicy',
  'applyRetention',
  'applyPrune',
  'setSchedulePolicy',
  'applyDatabaseRecovery',
  'undoDatabaseRecovery',
  'startRecovery',
  'undoRecovery',
  'releaseBrake',
  'retireDisk',
  'renewPaper',
] as const
const isKnown = (call: string): call is (typeof KNOWN)[number] => KNOWN.some((known) => known === call)
