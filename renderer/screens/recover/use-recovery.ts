import { useCallback, useEffect, useState } from 'react'
import type { FileVersion } from '#shared/contracts/index.ts'
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
