import type { PlaceOf } from './places.ts'

type Where = Pick<PlaceOf<'s3'>, 'bucket' | 'prefix'>
type Statement = {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
}
export type S3Policy = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] }

/**
 * What the daily key may do, for whoever sets the account up (IAM of AWS, Wasabi, MinIO): add, read, prolong; remove nothing but locks.
 *
 * SECURITY: no `DeleteObject` and no `DeleteObjectVersion` outside `locks/`, no `BypassGovernanceRetention`, nothing of the bucket's own
 * settings. `PutObjectRetention` without the bypass can only prolong.
 */
export function dayKeyPolicy({ bucket, prefix }: Where): S3Policy {
  const all = `arn:aws:s3:::${bucket}`
  const below = `${all}/${prefix === '' ? '' : `${prefix}/`}`
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: [
          's3:ListBucket',
          's3:ListBucketVersions',
          's3:GetBucketLocation',
          's3:GetBucketObjectLockConfiguration',
        ],
        Resource: [all],
      },
      {
        Sid: 'AddReadProlong',
        Effect: 'Allow',
        Action: [
          's3:PutObject',
          's3:GetObject',
          's3:GetObjectVersion',
          's3:GetObjectRetention',
          's3:PutObjectRetention',
          's3:AbortMultipartUpload',
        ],
        Resource: [`${below}*`],
      },
      {
        Sid: 'Locks',
        Effect: 'Allow',
        Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        Resource: [`${below}locks/*`],
      },
      // some servers grant it to whoever wrote an object, unless it is forbidden in so many words
      { Sid: 'NeverBreak', Effect: 'Deny', Action: ['s3:BypassGovernanceRetention'], Resource: [`${below}*`] },
    ],
  }
}

/** The cleaning key's: the daily one's and removing. It is typed when old copies are to be cleaned, and kept by the owner. */
export function cleaningKeyPolicy(where: Where): S3Policy {
  const day = dayKeyPolicy(where)
  const Resource = day.Statement[1]?.Resource ?? []
  const clean: Statement = {
    Sid: 'Clean',
    Effect: 'Allow',
    Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    Resource,
  }
  return { ...day, Statement: [...day.Statement, clean] }
}

/**
 * The same for Backblaze B2, whose keys have capabilities for a whole bucket. Without `deleteFiles` no version can be removed, restic's
 * locks included: those are hidden, and a rule of the bucket for `locks/` removes them for good.
 */
export const b2DayKeyCapabilities: readonly string[] = [
  'listBuckets',
  'listAllBucketNames',
  'readBuckets',
  'listFiles',
  'readFiles',
  'writeFiles',
  'readFileRetentions',
  'writeFileRetentions',
  'readBucketRetentions',
]
export const b2CleaningKeyCapabilities: readonly string[] = [...b2DayKeyCapabilities, 'deleteFiles']
