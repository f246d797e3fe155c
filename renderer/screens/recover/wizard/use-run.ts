import { useCallback, useEffect, useRef, useState } from 'react'
import type { RecoveryView, RecoveryWish } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../../state/services.tsx'
import { toWireError } from '../../../state/wire-error.ts'

const ASK_AGAIN_MS = 300

export type Run =
  | { readonly kind: 'choosing'; readonly hadAnother: boolean }
  | { readonly kind: 'starting' }
  | { readonly kind: 'begun'; readonly view: RecoveryView }
  | { readonly kind: 'failed'; readonly error: WireError }

/**
 * One recovery, from choosing to its end and back. It lives in the engine: should that fall, it is asked again until it answers, and by then
 * the recovery goes on.
 */
export function useRun(first?: RecoveryView) {
  const { engine } = useServices()
  const [run, setRun] = useState<Run>(first ? { kind: 'begun', view: first } : { kind: 'choosing', hadAnother: false })
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  const set = useCallback((next: Run) => {
    if (!isGone.current) setRun(next)
  }, [])
  const recoveryId = run.kind === 'begun' ? run.view.recoveryId : null
  const isMoving = run.kind === 'begun' && (run.view.state.kind === 'running' || run.view.state.kind === 'undoing')
  useEffect(() => {
    if (recoveryId === null || !isMoving) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = () => {
      engine
        .recovery({ recoveryId })
        .then((view) => {
          if (!isOver) set({ kind: 'begun', view })
        })
        .catch(() => undefined)
        .then(() => {
          if (!isOver) timer = setTimeout(ask, ASK_AGAIN_MS)
        })
    }
    ask()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [engine, recoveryId, isMoving, set])
  const look = useCallback(
    async (id: string) => set({ kind: 'begun', view: await engine.recovery({ recoveryId: id }) }),
    [engine, set],
  )
  const start = useCallback(
    (wish: RecoveryWish) => {
      set({ kind: 'starting' })
      engine
        .startRecovery(wish)
        .then(({ recoveryId: id }) => look(id))
        .catch((error: unknown) => set({ kind: 'failed', error: toWireError(error) }))
    },
    [engine, look, set],
  )
  const goOn = useCallback(
    async (id: string) => {
      await engine.continueRecovery({ recoveryId: id })
      await look(id)
    },
    [engine, look],
  )
  const show = useCallback((view: RecoveryView) => set({ kind: 'begun', view }), [set])
  const reopen = useCallback((hadAnother: boolean) => set({ kind: 'choosing', hadAnother }), [set])
  return { run, start, goOn, show, reopen }
}
