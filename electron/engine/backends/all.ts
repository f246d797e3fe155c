import type { PlaceKind, PlaceOf } from '#shared/domain/index.ts'
import type { PlaceAccess } from './access.ts'
import type { Backend } from './backend.ts'
import { localBackend } from './local/index.ts'
import { restBackend } from './rest/index.ts'
import { s3Backend } from './s3/index.ts'
import { sftpBackend } from './sftp/index.ts'
import { webdavBackend } from './webdav/index.ts'

type Opener<K extends PlaceKind> = (place: PlaceOf<K>, access: PlaceAccess) => Backend

/** One line a kind of destination; the folder of the same name holds it. */
export const backendKinds = {
  local: (place) => localBackend(place.path),
  rest: (place, access) => restBackend(place, access),
  s3: (place, access) => s3Backend(place, access),
  sftp: (place, access) => sftpBackend(place, access),
  webdav: (place, access) => webdavBackend(place, access),
} satisfies { readonly [K in PlaceKind]?: Opener<K> }

type OpenKind = keyof typeof backendKinds

/** A place of a kind that can be opened. */
export type OpenPlace = PlaceOf<OpenKind>

/** Whether a written-down place is of a kind that can be opened. */
export const isOpenPlace = (place: { readonly kind: PlaceKind }): place is OpenPlace => place.kind in backendKinds

/** The backend of a written-down place. Touches nothing yet: the first call on it does. */
export function openBackend(place: OpenPlace, access: PlaceAccess = {}): Backend {
  return (backendKinds[place.kind] as Opener<OpenKind>)(place, access)
}
