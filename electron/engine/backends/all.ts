import type { PlaceKind, PlaceOf } from '#shared/domain/index.ts'
import type { PlaceAccess } from './access.ts'
import type { Backend } from './backend.ts'
import { localBackend } from './local/index.ts'

type Opener<K extends PlaceKind> = (place: PlaceOf<K>, access: PlaceAccess) => Backend

/** One line a kind of destination; the folder of the same name holds it. */
export const backendKinds = {
  local: (place) => localBackend(place.path),
} satisfies { readonly [K in PlaceKind]?: Opener<K> }

type OpenKind = keyof typeof backendKinds

/** A place of a kind that can be opened. */
export type OpenPlace = PlaceOf<OpenKind>

/** The backend of a written-down place. Touches nothing yet: the first call on it does. */
export function openBackend(place: OpenPlace, access: PlaceAccess = {}): Backend {
  return (backendKinds[place.kind] as Opener<OpenKind>)(place, access)
}
