import { useEffect, useRef, useState } from 'react'
import type { WireError } from '#shared/errors/index.ts'
import { toWireError } from './wire-error.ts'

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly value: T }

/** Asks once, when it appears. */
export function useAnswer<T>(ask: () => Promise<T>): { answer: Answer<T> } {
  const [answer, setAnswer] = useState<Answer<T>>({ kind: 'loading' })
  const first = useRef(ask)
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
  }, [])
  return { answer }
}
