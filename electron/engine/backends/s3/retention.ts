import { z } from 'zod'
import type { ObjectLock } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type Bucket, readAnswer } from './bucket.ts'
import { errorNameOf } from './explain.ts'

const DAY_MS = 86_400_000
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** Until when an object cannot be erased, and by whom. */
export type Retention = { readonly mode: ObjectLock['mode']; readonly untilMs: number }

const configurationSchema = z.object({
  ObjectLockConfiguration: z.object({ ObjectLockEnabled: z.string().optional() }),
})
const retentionSchema = z.object({
  Retention: z.object({ Mode: z.enum(['COMPLIANCE', 'GOVERNANCE']), RetainUntilDate: z.string() }),
})

/** S3 dates have no use for fractions of a second, and some servers do not read them. */
const dateText = (atMs: number) => `${new Date(Math.ceil(atMs / 1000) * 1000).toISOString().slice(0, 19)}Z`

export const untilMsOf = (lock: ObjectLock, nowMs: number) => nowMs + lock.days * DAY_MS

/** Headers with which a write locks what it writes. */
export function lockHeaders(lock: ObjectLock, nowMs: number): Readonly<Record<string, string>> {
  return {
    'x-amz-object-lock-mode': lock.mode.toUpperCase(),
    'x-amz-object-lock-retain-until-date': dateText(untilMsOf(lock, nowMs)),
  }
}

/** Whether the bucket was made with object lock, without which nothing in it can be protected. */
export async function isLockable(bucket: Bucket): Promise<boolean> {
  const answer = await bucket.ask({ method: 'GET', query: { 'object-lock': '' }, accept: [200, 400, 404, 405, 501] })
  if (answer.status === 200)
    return (await readAnswer(configurationSchema, answer.body)).ObjectLockConfiguration.ObjectLockEnabled === 'Enabled'
  if ((await errorNameOf(answer)) === 'NoSuchBucket') fail('DEST_109')
  return false
}

/** Of one version, or of the current one. Undefined when nothing protects it, or when there is no such object. */
export async function retentionOf(bucket: Bucket, key: string, versionId?: string): Promise<Retention | undefined> {
  const query = { retention: '', ...(versionId === undefined ? {} : { versionId }) }
  const answer = await bucket.ask({ method: 'GET', key, query, accept: [200, 400, 404, 501] })
  if (answer.status !== 200) return undefined
  const { Mode, RetainUntilDate } = (await readAnswer(retentionSchema, answer.body)).Retention
  const untilMs = Date.parse(RetainUntilDate)
  if (!Number.isFinite(untilMs)) fail('DEST_104')
  return { mode: Mode === 'COMPLIANCE' ? 'compliance' : 'governance', untilMs }
}

export type RetentionChange = Retention & {
  readonly key: string
  readonly versionId?: string
  /** Asks to be let through as one who may break governance. Only the proof does: it must fail. */
  readonly bypass?: boolean
}

/** Sets until when an object is protected. False when there is no such object; DEST_103 when the server does not let us. */
export async function setRetention(bucket: Bucket, change: RetentionChange): Promise<boolean> {
  const { key, versionId, mode, untilMs, bypass } = change
  const text = `<Retention xmlns="${NAMESPACE}"><Mode>${mode.toUpperCase()}</Mode><RetainUntilDate>${dateText(untilMs)}</RetainUntilDate></Retention>`
  const { status } = await bucket.ask({
    method: 'PUT',
    key,
    query: { retention: '', ...(versionId === undefined ? {} : { versionId }) },
    headers: { 'content-type': 'application/xml', ...(bypass ? BYPASS : {}) },
    body: new TextEncoder().encode(text),
    accept: [200, 404],
  })
  return status === 200
}

export const BYPASS = { 'x-amz-bypass-governance-retention': 'true' } as const
