import { useCallback, useEffect, useRef, useState } from 'react'
import type { WireError } from '#shared/errors/index.ts'
import { toWireError } from './wire-error.ts'

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly value: T }

/** Asks once, when it appears; and again when somebody asks for that. */
export function useAnswer<T>(ask: () => Promise<T>): { answer: Answer<T>; again: () => void } {
  const [answer, setAnswer] = useState<Answer<T>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  const first = useRef(ask)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    let isGone = false
    const set = (next: Answer<T>) => {
      if (!isGone) setAnswer(next)
    }
    first.current().then(
      (value) => set({ kind: 'ready', value }),
      (error: unknown) => set({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [round])
  const again = useCallback(() => {
    setAnswer({ kind: 'loading' })
    setRound((count) => count + 1)
  }, [])
  return { answer, again }
}
