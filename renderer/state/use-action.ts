import { useCallback, useEffect, useRef, useState } from 'react'
import type { WireError } from '#shared/errors/index.ts'
import { toWireError } from './wire-error.ts'

export type ActionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly error: WireError }
const IDLE: ActionState = { kind: 'idle' }

/**
 * Runs what a button asks for and keeps how it went: idle, busy, or failed with the code to show.
 *
 * A press while busy does nothing; what ends after the screen is gone is dropped. `reset` forgets a failure, and nothing else.
 */
export function useAction<A extends unknown[]>(
  work: (...input: A) => Promise<void>,
): { state: ActionState; run: (...input: A) => void; reset: () => void } {
  const [state, setState] = useState<ActionState>(IDLE)
  const isBusy = useRef(false)
  const isGone = useRef(false)
  const latest = useRef(work)
  latest.current = work
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  const run = useCallback((...input: A) => {
    if (isBusy.current) return
    isBusy.current = true
    setState({ kind: 'busy' })
    latest
      .current(...input)
      .then(
        () => IDLE,
        (error: unknown): ActionState => ({ kind: 'failed', error: toWireError(error) }),
      )
      .then((end) => {
        isBusy.current = false
        if (!isGone.current) setState(end)
      })
  }, [])
  const reset = useCallback(() => setState((now) => (now.kind === 'failed' ? IDLE : now)), [])
  return { state, run, reset }
}
