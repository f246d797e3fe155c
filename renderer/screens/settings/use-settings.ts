import { startTransition, useCallback, useEffect, useState } from 'react'
import type { NoticeSettings, RetentionPolicy, SchedulePolicy } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'

export type AllSettings = {
  readonly schedule: SchedulePolicy
  readonly proofDays: number
  readonly retention: RetentionPolicy
  readonly notices: NoticeSettings
  readonly hasMailPassword: boolean
}
type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly all: AllSettings }
  | { readonly kind: 'failed'; readonly error: WireError }

/** Everything that can be set, as the engine has it. */
export function useSettings(): { loaded: Loaded; again: () => void; change: (change: Partial<AllSettings>) => void } {
  const { engine } = useServices()
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' })
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is why it is asked again
  useEffect(() => {
    let isGone = false
    setLoaded({ kind: 'loading' })
    Promise.all([
      engine.schedulePolicy({}),
      engine.proofPolicy({}),
      engine.retentionPolicy({}),
      engine.noticeSettings({}),
    ]).then(
      ([schedule, { everyDays: proofDays }, retention, { settings: notices, hasMailPassword }]) =>
        // The longest screen there is: drawn in pieces.
        !isGone &&
        startTransition(() =>
          setLoaded({ kind: 'ready', all: { schedule, proofDays, retention, notices, hasMailPassword } }),
        ),
      (error: unknown) => !isGone && setLoaded({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [engine, turn])
  return {
    loaded,
    again: useCallback(() => setTurn((last) => last + 1), []),
    change: useCallback(
      (change) =>
        setLoaded((last) => (last.kind === 'ready' ? { kind: 'ready', all: { ...last.all, ...change } } : last)),
      [],
    ),
  }
}

export type SectionProps = { all: AllSettings; onSaved: (change: Partial<AllSettings>) => void }

/** What is set now is always among the choices. */
export const withCurrent = (usual: readonly number[], current: number | undefined): number[] =>
  [...new Set([...usual, ...(current === undefined ? [] : [current])])].sort((a, b) => a - b)
