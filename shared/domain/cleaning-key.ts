import { z } from 'zod'
import type { Place } from './places.ts'

/**
 * The key that removes, where the one of every day may not. The owner keeps it and types it for one piece of work; it is in no setting,
 * keychain, row, fact or log.
 */
export const cleaningKeySchema = z.object({
  /** Name of the key, or the user; the place's own by default. */
  user: z.string().trim().min(1).max(500).optional(),
  /** Address at which the same files may be removed, where that is another one. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  secret: z.string().min(1).max(16_384),
})
export type CleaningKey = z.infer<typeof cleaningKeySchema>

/** Whether cleaning a place takes the owner's key: always, only where the daily one may not remove, or never. */
export function cleaningKeyUse(place: Place): 'always' | 'may' | 'never' {
  switch (place.kind) {
    case 's3':
      return place.lock === undefined ? 'may' : 'always'
    case 'rest':
      return 'may'
    default:
      return 'never'
  }
}

/** The same files, reached with the owner's key. */
export function withCleaningKey(place: Place, { user, url }: CleaningKey): Place {
  switch (place.kind) {
    case 's3':
      return { ...place, ...(user !== undefined && { accessKeyId: user }) }
    case 'rest':
      return { ...place, ...(user !== undefined && { user }), ...(url !== undefined && { url }) }
    default:
      return place
  }
}
