import { fail } from '#shared/errors/index.ts'
import type { ByteRange } from '../backend.ts'
import type { HttpRequest } from './exchange.ts'
import type { HttpClient } from './http-client.ts'

/** No file of a vault is longer: restic's largest pack is 128 MiB and a blob. */
const MAX_FILE_BYTES = 256 * 1024 * 1024

/**
 * Reads a file or a part of it with GET, whole or not at all; undefined when the server has none (404).
 *
 * A server that passes over the range (200) gives the same bytes; one that gives another range than asked for fails (DEST_104).
 */
export async function readFile(
  client: HttpClient,
  path: string,
  range?: ByteRange,
  room?: Uint8Array,
  headers: HttpRequest['headers'] = {},
): Promise<Uint8Array | undefined> {
  if (range?.length === 0) return (await statFile(client, path)) && new Uint8Array(0)
  const common = { method: 'GET', path, wants: 'file', maxBytes: MAX_FILE_BYTES, ...(room ? { room } : {}) } as const
  if (!range) {
    const answer = await client.ask({ ...common, headers, accept: [200, 404] })
    return answer.status === 404 ? undefined : answer.body
  }
  const lastByte = range.offset + range.length - 1
  const answer = await client.ask({
    ...common,
    headers: { ...headers, range: `bytes=${range.offset}-${lastByte}` },
    accept: [200, 206, 404, 416],
    keep: range,
  })
  if (answer.status === 404) return undefined
  // it begins behind the end of the file
  if (answer.status === 416) return new Uint8Array(0)
  if (answer.status === 206) requireRange(answer.headers['content-range'], range, answer.body.length)
  return answer.body
}

/** SECURITY: bytes of another place in the file must not pass for the ones asked for. */
function requireRange(told: string | undefined, { offset, length }: ByteRange, gotBytes: number): void {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(told ?? '') ?? []
  const isAsked = Number(first) === offset && Number(last) - offset + 1 === gotBytes && gotBytes <= length
  const isAll = gotBytes === length || Number(total) === offset + gotBytes
  // some servers say "nothing" of a range behind the end instead of refusing it
  const isBehind = gotBytes === 0 && Number(total) <= offset
  if (!isBehind && !(isAsked && isAll)) fail('DEST_104')
}

/** Size of a file by HEAD, or undefined when the server has none (404). */
export async function statFile(
  client: HttpClient,
  path: string,
  headers: HttpRequest['headers'] = {},
): Promise<{ readonly sizeBytes: number } | undefined> {
  const answer = await client.ask({ method: 'HEAD', path, headers, accept: [200, 404], wants: 'nothing' })
  if (answer.status === 404) return undefined
  const length = answer.headers['content-length'] ?? ''
  return /^\d+$/.test(length) ? { sizeBytes: Number(length) } : fail('DEST_104')
}
