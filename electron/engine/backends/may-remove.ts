import { fail } from '#shared/errors/index.ts'
import type { PlaceAccess } from './access.ts'
import type { OpenPlace } from './all.ts'
import { mayRemoveRest } from './rest/index.ts'
import { mayRemoveS3 } from './s3/index.ts'

/**
 * Finds out, before anything is cleaned, whether a key may erase in a place: only there are the keys for it and for every day two.
 * Leaves nothing behind. Throws DEST_… when the place cannot be asked.
 */
export async function mayRemove(place: OpenPlace, access: PlaceAccess): Promise<boolean> {
  if (place.kind === 's3') return mayRemoveS3(place, access)
  return place.kind === 'rest' ? mayRemoveRest(place, access) : fail('DEST_104')
}
