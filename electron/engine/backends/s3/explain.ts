import { z } from 'zod'
import { ownValue } from '#shared/domain/index.ts'
import type { Code } from '#shared/errors/index.ts'
import { type HttpAnswer, type HttpRequest, parseXml } from '../http/index.ts'

const errorSchema = z.object({ Error: z.object({ Code: z.string(), Message: z.string().default('') }) })

/** S3's own words for what is wrong (its documentation, "Error responses"), and those of MinIO, Ceph and Backblaze beside it. */
const MEANINGS: Readonly<Record<string, Code | 'retry'>> = {
  InvalidAccessKeyId: 'DEST_105',
  SignatureDoesNotMatch: 'DEST_105',
  InvalidToken: 'DEST_105',
  ExpiredToken: 'DEST_105',
  InvalidSecurity: 'DEST_105',
  Unauthorized: 'DEST_105',
  UnauthorizedAccess: 'DEST_105',
  RequestTimeTooSkewed: 'DEST_107',
  RequestExpired: 'DEST_107',
  NoSuchBucket: 'DEST_109',
  InvalidBucketName: 'DEST_109',
  // the bucket lies in another region than the one that was set
  PermanentRedirect: 'DEST_109',
  AuthorizationHeaderMalformed: 'DEST_109',
  IllegalLocationConstraintException: 'DEST_109',
  AccessDenied: 'DEST_103',
  AllAccessDisabled: 'DEST_103',
  AccountProblem: 'DEST_103',
  NotSignedUp: 'DEST_103',
  QuotaExceeded: 'DEST_102',
  ServiceQuotaExceeded: 'DEST_102',
  InsufficientCapacity: 'DEST_102',
  XMinioStorageFull: 'DEST_102',
  XMinioAdminBucketQuotaExceeded: 'DEST_102',
  ObjectLockConfigurationNotFoundError: 'DEST_110',
  InvalidBucketState: 'DEST_110',
  SlowDown: 'retry',
  ServiceUnavailable: 'retry',
  InternalError: 'retry',
  RequestTimeout: 'retry',
  OperationAborted: 'retry',
  BadDigest: 'retry',
  IncompleteBody: 'retry',
  XAmzContentSHA256Mismatch: 'retry',
  TooManyRequests: 'retry',
}

/** The name a server gives to what went wrong, or undefined when it says nothing (HEAD) or something else. */
export async function errorNameOf({ body }: HttpAnswer): Promise<string | undefined> {
  return (await errorOf(body))?.Code
}

/** What an answer nobody expected means; undefined leaves it to the status. */
export async function explainS3(answer: HttpAnswer, request: HttpRequest): Promise<Code | 'retry' | undefined> {
  const error = await errorOf(answer.body)
  if (error === undefined) return undefined
  // Backblaze says so to an account whose limit of room or of spending is reached
  if (error.Code === 'AccessDenied' && /cap exceeded/i.test(error.Message)) return 'DEST_102'
  const isLocking = request.headers?.['x-amz-object-lock-mode'] !== undefined || /[?&]retention=/.test(request.path)
  if (isLocking && /^(InvalidRequest|InvalidArgument|NotImplemented)$/.test(error.Code)) return 'DEST_110'
  return ownValue(MEANINGS, error.Code)
}

async function errorOf(body: Uint8Array): Promise<z.infer<typeof errorSchema>['Error'] | undefined> {
  if (body.length === 0) return undefined
  try {
    return errorSchema.safeParse(await parseXml(body, [])).data?.Error
  } catch {
    return undefined
  }
}
