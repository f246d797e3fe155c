import { useCallback, useEffect, useState } from 'react'
import type { DrillsView, RunningDrill } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useOverview, useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'

export type DrillsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly view: DrillsView }
/** The drill under way and when the window heard of it, on a clock that nobody can set. */
export type Heard = { readonly running: RunningDrill; readonly heardAtMs: number }

/** The library, asked again with every fact, and the drill under way, as the engine tells of it. */
export function useDrills(): { state: DrillsState; heard: Heard | null; again: () => void } {
  const { engine } = useServices()
  const { seq } = useOverview()
  const [state, setState] = useState<DrillsState>({ kind: 'loading' })
  const [heard, setHeard] = useState<Heard | null>(null)
  const again = useCallback(() => {
    engine.drills({}).then(
      (view) => setState({ kind: 'ready', view }),
      (error: unknown) => setState({ kind: 'failed', error: toWireError(error) }),
    )
  }, [engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fact is why it is asked again
  useEffect(again, [again, seq])
  useEffect(
    () => engine.drillUnderWay({}, (running) => setHeard(running && { running, heardAtMs: performance.now() })),
    [engine],
  )
  return { state, heard, again }
}

/** Milliseconds on the drill's clock, once a second. */
export function useElapsed({ running, heardAtMs }: Heard): number {
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return running.state === 'running' ? running.elapsedMs + Math.max(0, nowMs - heardAtMs) : running.elapsedMs
}

/** 1:02:03 */
export function clockFace(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (count: number) => String(count).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`
}
