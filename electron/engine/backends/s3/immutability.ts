import type { ImmutabilityProof, PlaceOf } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import type { FileRef } from '../backend.ts'
import { pathPartsOf } from '../file-kind.ts'
import { readFile } from '../http/index.ts'
import { type Bucket, listVersions, openBucket, type S3Options, type Version } from './bucket.ts'
import { errorNameOf } from './explain.ts'
import { BYPASS, isLockable, lockHeaders, type Retention, retentionOf, setRetention, untilMsOf } from './retention.ts'
import { PROOF_PREFIX } from './s3-backend.ts'

/** Asks and changes until when files of a vault cannot be erased. */
export type LockedPlace = {
  /** Throws DEST_110 when the bucket was made without object lock: it can then protect nothing. */
  requireLockable(): Promise<void>
  retentionOf(file: FileRef): Promise<Retention | undefined>
  /** Protects a file that is there until then; never shortens. False when there is no such file. */
  extend(file: FileRef, untilMs: number): Promise<boolean>
  close(): Promise<void>
}

/** The place must have `lock`. Opens no connection yet. */
export function lockedPlace(place: PlaceOf<'s3'>, access: PlaceAccess, options: S3Options = {}): LockedPlace {
  const { lock } = place
  const bucket = openBucket(place, access, options)
  const keyOf = (file: FileRef) => bucket.address.keyOf(...pathPartsOf(file))
  return {
    async requireLockable() {
      if (!(await isLockable(bucket))) fail('DEST_110')
    },
    retentionOf: (file) => retentionOf(bucket, keyOf(file)),
    async extend(file, untilMs) {
      if (!lock) return fail('DEST_110')
      return setRetention(bucket, { key: keyOf(file), mode: lock.mode, untilMs })
    },
    close: () => bucket.close(),
  }
}

const TEST_BYTES = new TextEncoder().encode(
  'Salvaguarda: test object. It shows that nobody can erase what lies here. It may be removed when its retention has ended.\n',
)
const OTHER_BYTES = new TextEncoder().encode('Salvaguarda: written over the test object.\n')

/**
 * Finds out whether somebody who has this computer's key can erase copies: writes a small marked object, protected like a copy, and
 * tries with that key to remove it, to shorten its protection and to write over it.
 *
 * Leaves that object, which by its nature cannot be removed; earlier ones whose time has ended are removed.
 * Throws DEST_101…109 when the place cannot be asked.
 */
export async function proveImmutability(
  place: PlaceOf<'s3'>,
  access: PlaceAccess,
  options: S3Options = {},
): Promise<ImmutabilityProof> {
  const { lock } = place
  const bucket = openBucket(place, access, options)
  try {
    if (!lock || !(await isLockable(bucket))) return { kind: 'not-locked' }
    const key = bucket.address.keyOf(`${PROOF_PREFIX}${crypto.randomUUID()}`)
    const nowMs = bucket.clock.nowMs()
    const id = await put(bucket, key, TEST_BYTES, lockHeaders(lock, nowMs))
    const retention = id === undefined ? undefined : await retentionOf(bucket, key, id)
    // a server that passes over what it does not know answers as if all were well
    if (id === undefined || !retention || retention.untilMs < untilMsOf(lock, nowMs) - 1000)
      return { kind: 'not-locked' }
    const { mode, untilMs } = retention
    const how = await firstWayThrough(bucket, key, id, retention)
    if (how !== undefined) return { kind: 'somebody-can-erase', how }
    const canHide = await isLetThrough(bucket, { method: 'DELETE', key })
    await tidy(bucket, key, id)
    if (!(await isUntouched(bucket, key, id, retention))) return { kind: 'somebody-can-erase', how: 'remove' }
    return { kind: 'nobody-can-erase', untilMs, mode, canHide }
  } finally {
    await bucket.close()
  }
}

type Way = Extract<ImmutabilityProof, { kind: 'somebody-can-erase' }>['how']

/** Tried in this order, so that what does the least harm comes first; after each the object must be as it was. */
async function firstWayThrough(
  bucket: Bucket,
  key: string,
  id: string,
  retention: Retention,
): Promise<Way | undefined> {
  const shorter = {
    key,
    versionId: id,
    mode: 'governance',
    untilMs: bucket.clock.nowMs() + 60_000,
    bypass: true,
  } as const
  const remove = { method: 'DELETE', key, query: { versionId: id } } as const
  const ways: readonly { readonly way: Way; readonly step: () => Promise<unknown> }[] = [
    { way: 'shorten', step: () => setRetention(bucket, shorter) },
    { way: 'replace', step: () => put(bucket, key, OTHER_BYTES, {}) },
    { way: 'remove', step: () => isLetThrough(bucket, remove) },
    { way: 'bypass', step: () => isLetThrough(bucket, { ...remove, headers: BYPASS }) },
  ]
  for (const { way, step } of ways) {
    await step().catch(passOverRefusal)
    if (!(await isUntouched(bucket, key, id, retention))) return way
  }
  return undefined
}

async function isUntouched(bucket: Bucket, key: string, id: string, retention: Retention): Promise<boolean> {
  const bytes = await readFile(bucket.client, bucket.address.objectPath(key, { versionId: id }))
  if (bytes === undefined || Buffer.compare(bytes, TEST_BYTES) !== 0) return false
  const now = await retentionOf(bucket, key, id)
  return now !== undefined && now.mode === retention.mode && now.untilMs >= retention.untilMs
}

/** Id of the version that was written; undefined when the bucket keeps none, or refuses to lock. */
async function put(
  bucket: Bucket,
  key: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const answer = await bucket.ask({ method: 'PUT', key, headers, body, accept: [200, 400, 501] })
  if (answer.status === 400 && (await errorNameOf(answer)) !== 'InvalidRequest') fail('DEST_104')
  return answer.status === 200 ? answer.headers['x-amz-version-id'] : undefined
}

type Removal = { readonly key: string; readonly method: 'DELETE'; readonly query?: { readonly versionId: string } }

async function isLetThrough(bucket: Bucket, removal: Removal & { readonly headers?: typeof BYPASS }): Promise<boolean> {
  const { status } = await bucket.ask({ ...removal, accept: [200, 204, 400, 403, 404, 405], wants: 'nothing' })
  return status === 200 || status === 204
}

/** Refusals are what we hope for; that the place cannot be asked is something else. */
function passOverRefusal(error: unknown): void {
  if (!['DEST_103', 'DEST_110', 'DEST_104'].includes(codeOf(error))) throw error
}

/** Removes what the attempts left, and earlier test objects whose time has ended. What may not be removed stays. */
async function tidy(bucket: Bucket, key: string, provenId: string): Promise<void> {
  const isOver = async ({ key: other, id, isMarker }: Version) => {
    if (isMarker) return true
    const retention = await retentionOf(bucket, other, id)
    return !retention || retention.untilMs <= bucket.clock.nowMs()
  }
  const versions: Version[] = []
  for await (const version of listVersions(bucket, bucket.address.keyOf(PROOF_PREFIX))) versions.push(version)
  for (const version of versions)
    if (!(version.key === key && version.id === provenId) && (await isOver(version)))
      await isLetThrough(bucket, { method: 'DELETE', key: version.key, query: { versionId: version.id } })
}
