import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { EngineClient } from '../../client/clients.ts'
import { useServices } from '../../state/services.tsx'
import type { Answer } from '../../state/use-answer.ts'
import { toWireError } from '../../state/wire-error.ts'

export type ListedPerson = Awaited<ReturnType<EngineClient['people']>>[number]

/** The list, asked again when somebody comes in or it was changed here. */
export function usePeople(): { answer: Answer<readonly ListedPerson[]>; again: () => void } {
  const { engine, people } = useServices()
  const session = useStore(people, (known) => known.session)
  const [answer, setAnswer] = useState<Answer<readonly ListedPerson[]>>({ kind: 'loading' })
  const again = useCallback(() => {
    engine.people({}).then(
      (value) => setAnswer({ kind: 'ready', value }),
      (error: unknown) => setAnswer({ kind: 'failed', error: toWireError(error) }),
    )
  }, [engine])
  useEffect(() => {
    if (session?.kind === 'signed-in') again()
  }, [session, again])
  return { answer, again }
}
