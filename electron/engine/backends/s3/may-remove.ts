import type { PlaceOf } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import type { Query } from './address.ts'
import { openBucket, type S3Options } from './bucket.ts'
import { PROOF_PREFIX } from './s3-backend.ts'

/**
 * Whether a key may put away and erase there. Asks for an object that does not exist, so that nothing can be lost by it, and takes the
 * marker back that a bucket with versions leaves.
 *
 * Throws DEST_101…109 when the place cannot be asked.
 */
export async function mayRemoveS3(
  place: PlaceOf<'s3'>,
  access: PlaceAccess,
  options: S3Options = {},
): Promise<boolean> {
  const bucket = openBucket(place, access, options)
  const key = bucket.address.keyOf(`${PROOF_PREFIX}${crypto.randomUUID()}`)
  const remove = (query: Query) => bucket.ask({ method: 'DELETE', key, query, accept: [200, 204, 404] })
  try {
    const { headers } = await remove({})
    const versionId = headers['x-amz-version-id']
    if (versionId !== undefined) await remove({ versionId })
    return true
  } catch (error) {
    if (codeOf(error) === 'DEST_103') return false
    throw error
  } finally {
    await bucket.close()
  }
}
