import { z } from 'zod'
import { fail } from '#shared/errors/index.ts'
import { type HttpClient, parseXml } from '../http/index.ts'

/** What a server tells of a file or a folder (RFC 4918). `sizeBytes` is undefined where it does not say. */
export type WebdavEntry = {
  readonly name: string
  readonly isFolder: boolean
  readonly sizeBytes: number | undefined
}

/** A listing of a folder of packs: of a thousand names some 500 kB. */
const MAX_LISTING_BYTES = 64 * 1024 ** 2
const CREATED = [200, 201, 204]

const PROPERTIES = Buffer.from(
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getcontentlength/><resourcetype/></prop></propfind>',
)
const QUOTA = Buffer.from(
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><quota-available-bytes/></prop></propfind>',
)

const propSchema = z.object({
  getcontentlength: z.string().optional(),
  'quota-available-bytes': z.string().optional(),
  resourcetype: z.unknown().optional(),
})
const answerSchema = z.object({
  multistatus: z.object({
    response: z
      .array(
        z.object({
          href: z.string(),
          // an empty element is read as empty text
          propstat: z
            .array(z.object({ prop: propSchema.or(z.literal('')), status: z.string().optional() }))
            .default([]),
          status: z.string().optional(),
        }),
      )
      .default([]),
  }),
})
type Response = z.infer<typeof answerSchema>['multistatus']['response'][number]

/** Steps on the files of a WebDAV server, by the paths of `client.pathOf`. Failures are DEST_…, from the client. */
export class WebdavFiles {
  readonly #client: HttpClient
  readonly #origin: string

  constructor(client: HttpClient, url: string) {
    this.#client = client
    this.#origin = new URL(url).origin
  }

  /** One file or folder; undefined when there is none. */
  async find(path: string): Promise<WebdavEntry | undefined> {
    const found = await this.#propfind(path, '0', PROPERTIES)
    const [entry] = found ?? []
    return entry && entryOf(entry)
  }

  /** What a folder holds, itself left out; undefined when there is no such folder. */
  async list(folder: string): Promise<readonly WebdavEntry[] | undefined> {
    const found = await this.#propfind(asFolder(folder), '1', PROPERTIES)
    const own = plainPath(folder)
    return found?.filter(({ href }) => plainPath(href) !== own).map(entryOf)
  }

  /** Room that is left, where the server tells (RFC 4331). */
  async freeBytes(folder: string): Promise<number | undefined> {
    const [entry] = (await this.#propfind(asFolder(folder), '0', QUOTA)) ?? []
    return entry && wholeNumber(propsOf(entry)['quota-available-bytes'])
  }

  /** `missing-parent` when the folder above is not there. One that exists already is no failure. */
  async makeFolder(path: string): Promise<'done' | 'missing-parent'> {
    // 405: it is there already
    const accept = [...CREATED, 404, 405, 409]
    const { status } = await this.#client.ask({ method: 'MKCOL', path: asFolder(path), accept, wants: 'nothing' })
    return status === 404 || status === 409 ? 'missing-parent' : 'done'
  }

  async put(path: string, body: Uint8Array): Promise<'done' | 'missing-parent'> {
    const headers = { 'content-type': 'application/octet-stream' }
    const accept = [...CREATED, 404, 409]
    const { status } = await this.#client.ask({ method: 'PUT', path, headers, accept, wants: 'nothing', body })
    return status === 404 || status === 409 ? 'missing-parent' : 'done'
  }

  /**
   * Gives a file its name, never another file's: servers that are told to overwrite erase first and move then, and erase also
   * when the source is gone, which a repeated request would find.
   *
   * `not-done`: the name is taken, or the source is not there (any more). `unable`: this server cannot move.
   */
  async move(from: string, to: string): Promise<'done' | 'not-done' | 'unable'> {
    const { status } = await this.#client.ask({
      method: 'MOVE',
      path: from,
      headers: { destination: `${this.#origin}${to}`, overwrite: 'F' },
      accept: [...CREATED, 403, 404, 405, 409, 412, 501],
      wants: 'nothing',
    })
    if (CREATED.includes(status)) return 'done'
    if (status === 405 || status === 501) return 'unable'
    // some servers forbid to move what is not there
    if (status === 403 && (await this.find(from))) fail('DEST_103')
    return 'not-done'
  }

  /** False when there was nothing to remove. */
  async remove(path: string): Promise<boolean> {
    const accept = [...CREATED, 404]
    const { status } = await this.#client.ask({ method: 'DELETE', path, accept, wants: 'nothing' })
    return status !== 404
  }

  /** A server removes what is in a folder along with it: only one that was seen empty goes. */
  async removeEmptyFolder(path: string): Promise<void> {
    if ((await this.list(path))?.length === 0) await this.remove(asFolder(path))
  }

  async #propfind(path: string, depth: '0' | '1', body: Uint8Array): Promise<readonly Response[] | undefined> {
    const answer = await this.#client.ask({
      method: 'PROPFIND',
      path,
      headers: { depth, 'content-type': 'application/xml; charset=utf-8' },
      body,
      accept: [207, 404],
      wants: 'text',
      maxBytes: MAX_LISTING_BYTES,
    })
    if (answer.status === 404) return undefined
    const read = answerSchema.safeParse(await parseXml(answer.body, ['response', 'propstat']))
    if (!read.success) return fail('DEST_104', {}, { cause: read.error })
    return read.data.multistatus.response.filter(({ status }) => isFine(status))
  }
}

const asFolder = (path: string) => (path.endsWith('/') ? path : `${path}/`)
const isFine = (status: string | undefined) => status === undefined || / 2\d\d\b/.test(status)

function propsOf({ propstat }: Response): Partial<z.infer<typeof propSchema>> {
  const props = {}
  for (const { prop, status } of propstat) if (prop !== '' && isFine(status)) Object.assign(props, prop)
  return props
}

function entryOf(response: Response): WebdavEntry {
  const { resourcetype, getcontentlength } = propsOf(response)
  return {
    name: plainPath(response.href).split('/').at(-1) ?? '',
    isFolder: typeof resourcetype === 'object' && resourcetype !== null && 'collection' in resourcetype,
    sizeBytes: wholeNumber(getcontentlength),
  }
}

const wholeNumber = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined)

/** A path without its encoding and without slashes at its end; a server may tell it with its own host. */
function plainPath(href: string): string {
  const path = /^https?:\/\//i.test(href) && URL.canParse(href) ? new URL(href).pathname : href
  const trimmed = path.replace(/\/+$/, '')
  try {
    return decodeURIComponent(trimmed)
  } catch {
    return trimmed
  }
}
