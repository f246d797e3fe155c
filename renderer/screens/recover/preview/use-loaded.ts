import { useCallback, useEffect, useState } from 'react'
import type { WireError } from '#shared/errors/index.ts'
import { toWireError } from '../../../state/wire-error.ts'

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: WireError }

/** Asks once, stops asking and lets the answer go when nobody shows it any more. */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<T>): { loaded: Loaded<T>; again: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    const stop = new AbortController()
    setLoaded({ kind: 'loading' })
    ask(stop.signal).then(
      (value) => stop.signal.aborted || setLoaded({ kind: 'ready', value }),
      (error: unknown) => stop.signal.aborted || setLoaded({ kind: 'failed', error: toWireError(error) }),
    )
    return () => stop.abort()
  }, [ask, round])
  return { loaded, again: useCallback(() => setRound((count) => count + 1), []) }
}
