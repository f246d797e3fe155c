import { useCallback, useEffect, useState } from 'react'
import type { FileVersion, RecoveryResult } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: WireError }

/** The versions of one file, newest first. */
export function useVersions(fileKey: number): { versions: Loaded<readonly FileVersion[]>; again: () => void } {
  const { engine } = useServices()
  return useAsked(
    useCallback(() => engine.listVersions({ fileKey }), [engine, fileKey]),
    'versions',
  )
}

/** The folder a recovery goes to: the engine's proposal until the person chooses another. */
export function useTargetFolder() {
  const { engine, shell } = useServices()
  const { folder: proposal, again } = useAsked(
    useCallback(async () => (await engine.proposeRecoveryFolder({})).folder, [engine]),
    'folder',
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const choose = useCallback(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'recover-into' })
    if (path !== null) setChosen(path)
  }, [shell])
  const target: Loaded<string> = chosen === null ? proposal : { kind: 'ready', value: chosen }
  return { target, choose, again }
}

export type Recovery =
  | { readonly kind: 'choosing'; readonly hadAnother: boolean }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly result: RecoveryResult }
  | { readonly kind: 'failed'; readonly error: WireError }

/** The recovery itself: from choosing to done, and back when it was not the right one. */
export function useRecovery() {
  const { engine } = useServices()
  const [recovery, setRecovery] = useState<Recovery>({ kind: 'choosing', hadAnother: false })
  const recover = useCallback(
    (versionKey: number, targetFolder: string) => {
      setRecovery({ kind: 'busy' })
      engine.recoverVersion({ versionKey, targetFolder }).then(
        (result) => setRecovery({ kind: 'done', result }),
        (error: unknown) => setRecovery({ kind: 'failed', error: toWireError(error) }),
      )
    },
    [engine],
  )
  const reopen = useCallback(() => setRecovery({ kind: 'choosing', hadAnother: true }), [])
  return { recovery, recover, reopen }
}

function useAsked<T, N extends string>(ask: () => Promise<T>, name: N) {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    let isGone = false
    setLoaded({ kind: 'loading' })
    ask().then(
      (value) => isGone || setLoaded({ kind: 'ready', value }),
      (error: unknown) => isGone || setLoaded({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [ask, round])
  const again = useCallback(() => setRound((count) => count + 1), [])
  return { [name]: loaded, again } as { [K in N]: Loaded<T> } & { again: () => void }
}
