import { isOpenPlace, testPlace } from '#engine/backends/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Place, PlaceTestEvent } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'

/** A place as somebody wrote it down; without the secret the keychain is asked for it. */
export type AskedPlace = { readonly place: Place; readonly secret?: string | undefined }

/** "Testar este lugar" for the window: tells every event, and stops and cleans up when nobody listens any more. */
export function tryPlace(
  session: Session,
  { place, secret }: AskedPlace,
  emit: (event: PlaceTestEvent) => void,
): () => void {
  const stop = new AbortController()
  const tell = async () => {
    const reached = await session.reachPlace(place)
    if (!isOpenPlace(reached)) fail('DEST_104')
    const open = (folder: Place) => session.openPlace(folder, secret)
    for await (const event of testPlace(reached, {}, { open, signal: stop.signal }))
      if (!stop.signal.aborted) emit(event)
  }
  tell().catch((error: unknown) => {
    if (!stop.signal.aborted) emit({ kind: 'finished', isFit: false, isAsBefore: false, code: codeOf(error) })
  })
  return () => stop.abort()
}
