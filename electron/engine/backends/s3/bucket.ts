import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Clock, type Log, type Random, systemClock } from '#engine/kernel/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import { type HttpAnswer, type HttpRequest, type HttpTimes, httpClient, parseXml } from '../http/index.ts'
import { type Address, addressOf, type Query } from './address.ts'
import { explainS3 } from './explain.ts'
import { type Signer, signerFor } from './sign.ts'

export type S3Options = {
  readonly clock?: Clock
  readonly random?: Random
  readonly times?: Partial<HttpTimes>
  readonly log?: Log
}

/** Asked of one object or, without a key, of the bucket. */
export type Question = Omit<HttpRequest, 'path' | 'wants'> & {
  readonly key?: string
  readonly query?: Query
  readonly wants?: HttpRequest['wants']
}

/** A bucket one can ask: signed requests, whole answers. */
export type Bucket = {
  readonly address: Address
  readonly clock: Clock
  readonly client: ReturnType<typeof httpClient>
  ask(question: Question): Promise<HttpAnswer>
  close(): Promise<void>
}

export const PARALLEL_CALLS = 5
/** No server gives more at once. */
const MOST_AT_ONCE = 1000
const MAX_LISTING_BYTES = 4 * 1024 ** 2

/** Opens no connection yet: the first question does. */
export function openBucket(place: PlaceOf<'s3'>, access: PlaceAccess, options: S3Options = {}): Bucket {
  const address = addressOf(place)
  const clock = options.clock ?? systemClock
  let signer: Signer | undefined
  const client = httpClient({
    ...options,
    url: address.origin,
    certificateSha256: place.certificateSha256,
    network: access.network,
    connections: PARALLEL_CALLS + 1,
    explain: explainS3,
    authorize: (request) => {
      signer ??= signerFor({
        host: address.host,
        region: place.region,
        accessKeyId: place.accessKeyId,
        secretAccessKey: access.secret ?? fail('DEST_105'),
      })
      return signer(request, clock.nowMs())
    },
  })
  return {
    address,
    clock,
    client,
    ask: ({ key, query = {}, headers = {}, wants = 'text', ...rest }) =>
      client.ask({
        maxBytes: MAX_LISTING_BYTES,
        ...rest,
        wants,
        path: key === undefined ? address.bucketPath(query) : address.objectPath(key, query),
        // a server that gets other bytes refuses them; with object lock S3 insists on it
        headers: rest.body ? { 'content-md5': md5(rest.body), ...headers } : headers,
      }),
    close: () => client.close(),
  }
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64')

const listingSchema = z.object({
  ListBucketResult: z.object({
    Contents: z.array(z.object({ Key: z.string(), Size: z.coerce.number().int().nonnegative() })).default([]),
    CommonPrefixes: z.array(z.object({ Prefix: z.string() })).default([]),
    IsTruncated: z.string().default('false'),
    NextContinuationToken: z.string().optional(),
  }),
})

export type Listed = { readonly key: string; readonly sizeBytes: number }
type ListOptions = { readonly delimiter?: '/'; readonly atMost?: number }

/** Objects whose key begins with `prefix`, page by page; with a delimiter the "folders" there too, as keys that end with it. */
export async function* listObjects(
  bucket: Bucket,
  prefix: string,
  { delimiter, atMost }: ListOptions = {},
): AsyncGenerator<Listed> {
  for (let token: string | undefined; ; ) {
    const query = {
      'list-type': '2',
      prefix,
      ...(delimiter ? { delimiter } : {}),
      'max-keys': `${atMost ?? MOST_AT_ONCE}`,
      ...(token === undefined ? {} : { 'continuation-token': token }),
    }
    const { body } = await bucket.ask({ method: 'GET', query, accept: [200] })
    const { ListBucketResult: page } = await readAnswer(listingSchema, body, ['Contents', 'CommonPrefixes'])
    for (const { Key, Size } of page.Contents) yield { key: Key, sizeBytes: Size }
    for (const { Prefix } of page.CommonPrefixes) yield { key: Prefix, sizeBytes: 0 }
    if (page.IsTruncated !== 'true' || atMost !== undefined) return
    // a page that promises more and does not say where it goes on must not pass for the last one
    if (page.NextContinuationToken === undefined || page.NextContinuationToken === token) fail('DEST_104')
    token = page.NextContinuationToken
  }
}

const versionSchema = z.object({ Key: z.string(), VersionId: z.string(), IsLatest: z.string() })
const versionsSchema = z.object({
  ListVersionsResult: z.object({
    Version: z.array(versionSchema).default([]),
    DeleteMarker: z.array(versionSchema).default([]),
    IsTruncated: z.string().default('false'),
    NextKeyMarker: z.string().optional(),
    NextVersionIdMarker: z.string().optional(),
  }),
})

/** One of the states an object had. A marker says "removed" and hides the ones before it. */
export type Version = {
  readonly key: string
  readonly id: string
  readonly isMarker: boolean
  readonly isLatest: boolean
}

/** All versions of the objects whose key begins with `prefix`; of a bucket without versions each object is one. */
export async function* listVersions(bucket: Bucket, prefix: string): AsyncGenerator<Version> {
  for (let after: Query = {}; ; ) {
    const { body } = await bucket.ask({
      method: 'GET',
      query: { versions: '', prefix, 'max-keys': `${MOST_AT_ONCE}`, ...after },
      accept: [200],
    })
    const { ListVersionsResult: page } = await readAnswer(versionsSchema, body, ['Version', 'DeleteMarker'])
    for (const version of page.Version) yield readVersion(version, false)
    for (const marker of page.DeleteMarker) yield readVersion(marker, true)
    if (page.IsTruncated !== 'true') return
    const { NextKeyMarker: key, NextVersionIdMarker: id } = page
    if (key === undefined || (key === after['key-marker'] && id === after['version-id-marker'])) fail('DEST_104')
    after = { 'key-marker': key ?? '', ...(id === undefined ? {} : { 'version-id-marker': id }) }
  }
}

const readVersion = ({ Key, VersionId, IsLatest }: z.infer<typeof versionSchema>, isMarker: boolean): Version => ({
  key: Key,
  id: VersionId,
  isMarker,
  isLatest: IsLatest === 'true',
})

/** All versions of exactly this object. */
export async function versionsOf(bucket: Bucket, key: string): Promise<readonly Version[]> {
  const found: Version[] = []
  for await (const version of listVersions(bucket, key)) if (version.key === key) found.push(version)
  return found
}

/** Reads an answer of the expected form, or throws DEST_104. */
export async function readAnswer<T>(schema: z.ZodType<T>, body: Uint8Array, lists: readonly string[] = []): Promise<T> {
  const read = schema.safeParse(await parseXml(body, lists))
  return read.success ? read.data : fail('DEST_104', {}, { cause: read.error })
}
