import { useCallback, useEffect, useState } from 'react'
import type { DiskSetView, DiskView } from '#shared/contracts/index.ts'
import type { DiskId } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { useOverview, useServices } from '../../state/services.tsx'
import { toWireError } from '../../state/wire-error.ts'

export type DisksState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly view: DiskSetView }

/** What is known of the disks: asked again with every fact, and each time the screen's clock moves. */
export function useDisks(nowMs: number): { state: DisksState; again: () => void } {
  const { engine } = useServices()
  const { seq } = useOverview()
  const [state, setState] = useState<DisksState>({ kind: 'loading' })
  const again = useCallback(() => {
    engine.diskSet({}).then(
      (view) => setState({ kind: 'ready', view }),
      (error: unknown) => setState({ kind: 'failed', error: toWireError(error) }),
    )
  }, [engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fact, or a new minute, is why it is asked again
  useEffect(again, [again, seq, nowMs])
  return { state, again }
}

export const diskIn = (view: DiskSetView, diskId: DiskId): DiskView | undefined =>
  view.disks.find((disk) => disk.diskId === diskId)
