import { useState } from 'react'
import type { AccountId, LessonAnswer } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { useAnswer } from '../../state/use-answer.ts'

type Training =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError; readonly again: () => void }
  | {
      readonly kind: 'ready'
      readonly answers: readonly LessonAnswer[]
      /** Who is signed in; null where whoever learns says so. */
      readonly learner: { readonly accountId: AccountId; readonly name: string } | null
      readonly add: (answer: LessonAnswer) => void
    }

/** Who learnt what, with what is answered meanwhile. */
export function useTraining(): Training {
  const { engine } = useServices()
  const { answer, again } = useAnswer(() => engine.training({}))
  const [added, setAdded] = useState<readonly LessonAnswer[]>([])
  if (answer.kind === 'failed') return { ...answer, again }
  if (answer.kind !== 'ready') return answer
  const { answers, learner } = answer.value
  return {
    kind: 'ready',
    answers: [...answers, ...added],
    learner,
    add: (one) => setAdded((all) => [...all, one]),
  }
}
