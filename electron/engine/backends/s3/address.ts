import type { PlaceOf } from '#shared/domain/index.ts'

export type Query = Readonly<Record<string, string>>

/** Where the objects of a place are asked for. */
export type Address = {
  readonly origin: string
  readonly host: string
  /** Key of an object of the vault; `keyOf()` is what all its keys begin with. */
  keyOf(...parts: readonly string[]): string
  objectPath(key: string, query?: Query): string
  bucketPath(query: Query): string
}

/** As AWS counts: everything but letters, digits and `-._~`. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const queryText = (query: Query) => {
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** The bucket stands in the path (`host/bucket/key`) or in the server's name (`bucket.host/key`); the vault lies as restic lays it out. */
export function addressOf(place: Pick<PlaceOf<'s3'>, 'endpoint' | 'bucket' | 'prefix' | 'style'>): Address {
  const url = new URL(place.endpoint)
  const isInPath = place.style === 'path'
  const host = isInPath ? url.host : `${place.bucket}.${url.host}`
  const base = url.pathname.replace(/\/+$/, '')
  const bucketPath = isInPath ? `${base}/${place.bucket}` : base
  const prefix = place.prefix.replace(/^\/+|\/+$/g, '')
  return {
    origin: `${url.protocol}//${host}`,
    host,
    keyOf: (...parts) => `${prefix === '' ? '' : `${prefix}/`}${parts.join('/')}`,
    objectPath: (key, query = {}) => `${bucketPath}/${key.split('/').map(encode).join('/')}${queryText(query)}`,
    bucketPath: (query) => `${bucketPath}/${queryText(query)}`,
  }
}
