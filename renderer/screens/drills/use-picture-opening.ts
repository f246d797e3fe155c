import { useEffect } from 'react'
import type { DrillPicture, RunningDrill } from '#shared/contracts/index.ts'
import { useServices } from '../../state/services.tsx'

/** Draws what came back, point by point as a screen would, and tells the engine what it saw: the engine has no decoder of its own. */
export function usePictureOpening({ record, state }: RunningDrill): void {
  const { engine } = useServices()
  const { id: drillId } = record
  const last = record.steps.findLast(({ finding }) => finding !== null)
  const isWanted =
    state === 'running' && last?.finding?.kind === 'files' && last.finding.pictures > 0 && !last.finding.opened
  const stepId = isWanted ? last.id : undefined
  useEffect(() => {
    if (stepId === undefined) return
    const stop = new AbortController()
    void openAll(stop.signal).catch(() => {
      // The drill goes on: its report says that they were compared and not opened.
    })
    return () => stop.abort()

    async function openAll(signal: AbortSignal): Promise<void> {
      const asked = { drillId, stepId: stepId as NonNullable<typeof stepId> }
      const seen = []
      for (const picture of await engine.drillPictures(asked, signal)) {
        if (signal.aborted) return
        seen.push(await open(picture))
      }
      if (!signal.aborted) await engine.drillPicturesSeen({ ...asked, seen })
    }
  }, [engine, drillId, stepId])
}

/** One at a time: a photograph of 40 megapixels takes 160 MB while it is open. */
async function open({ at, type, bytes }: DrillPicture): Promise<{ at: number; width: number; height: number }> {
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }))
    const { width, height } = picture
    picture.close()
    return { at, width, height }
  } catch {
    return { at, width: 0, height: 0 }
  }
}
