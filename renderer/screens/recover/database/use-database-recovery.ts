import { useCallback, useEffect, useState } from 'react'
import type { EngineClient } from '../../../client/clients.ts'
import { useOverview, useServices } from '../../../state/services.tsx'
import { toWireError } from '../../../state/wire-error.ts'
import type { Loaded } from '../use-recovery.ts'

export type Databases = Awaited<ReturnType<EngineClient['recoverableDatabases']>>
export type Database = Databases[number]
export type Recoveries = Awaited<ReturnType<EngineClient['databaseRecoveries']>>
export type Recovery = Recoveries[number]
export type State<K extends Recovery['state']['kind']> = Extract<Recovery['state'], { kind: K }>

type Known = { readonly databases: Databases; readonly recoveries: Recoveries }

/** Everything there is to know, asked anew with every fact; what was known before stays on the screen meanwhile. */
export function useDatabaseRecoveries(): { known: Loaded<Known>; again: () => void } {
  const { engine } = useServices()
  const { seq } = useOverview()
  const [known, setKnown] = useState<Loaded<Known>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fact or round asks the same again
  useEffect(() => {
    let isGone = false
    Promise.all([engine.recoverableDatabases({}), engine.databaseRecoveries({})]).then(
      ([databases, recoveries]) => isGone || setKnown({ kind: 'ready', value: { databases, recoveries } }),
      (error: unknown) => isGone || setKnown({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [engine, seq, round])
  return { known, again: useCallback(() => setRound((count) => count + 1), []) }
}

export type AdminDraft = { readonly user: string; readonly password: string }
export const NO_ADMIN: AdminDraft = { user: '', password: '' }
export const adminOf = ({ user, password }: AdminDraft): AdminDraft | null =>
  user.trim() === '' || password === '' ? null : { user: user.trim(), password }
