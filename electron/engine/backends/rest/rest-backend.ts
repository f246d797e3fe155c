import { z } from 'zod'
import { type Clock, type Random, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import type { Backend, ByteRange, FileEntry, FileKind, FileRef } from '../backend.ts'
import { isSingle, isVaultFileName, pathPartsOf } from '../file-kind.ts'
import { basicAuth, type HttpClient, type HttpTimes, httpClient, readFile, statFile } from '../http/index.ts'

export type RestBackendOptions = {
  readonly clock?: Clock
  readonly random?: Random
  readonly times?: Partial<HttpTimes>
}

const PARALLEL_CALLS = 5
const API_V2 = 'application/vnd.x.restic.rest.v2'
const MAX_LISTING_BYTES = 64 * 1024 ** 2
/** How long a place that was seen is written to without another look. */
const SEEN_FOR_MS = 5 * 60_000
/** Files up to here are compared byte by byte when a server says it has one already; of longer ones the size. */
const COMPARED_BYTES = 1024 ** 2
const CONFIG: FileRef = { kind: 'config', name: '' }

const listingSchema = z.array(z.object({ name: z.string(), size: z.number().int().nonnegative() }))

/**
 * A vault on a server of restic's REST protocol (rest-server, `rclone serve restic`), append-only ones too.
 *
 * The protocol is restic's documentation, "REST backend". It knows restic's own files only: no trash, no reserve.
 */
export function restBackend(place: PlaceOf<'rest'>, access: PlaceAccess, options: RestBackendOptions = {}): Backend {
  return new RestBackend(place, access, options)
}

/**
 * Whether a server lets go of packs; asks for one that does not exist. Append-only servers say so also of what is not there.
 *
 * Throws DEST_101…109 when it cannot be asked.
 */
export async function mayRemoveRest(
  place: PlaceOf<'rest'>,
  access: PlaceAccess,
  options: RestBackendOptions = {},
): Promise<boolean> {
  const client = clientOf(place, access, options)
  try {
    const name = Buffer.from((options.random ?? systemRandom).bytes(32)).toString('hex')
    const asked = { method: 'DELETE', path: client.pathOf('data', name), wants: 'nothing' } as const
    const { status } = await client.ask({ ...asked, accept: [200, 204, 403, 404] })
    return status !== 403
  } finally {
    await client.close()
  }
}

function clientOf(place: PlaceOf<'rest'>, access: PlaceAccess, options: RestBackendOptions): HttpClient {
  const { user } = place
  return httpClient({
    ...options,
    url: place.url,
    certificateSha256: place.certificateSha256,
    network: access.network,
    log: access.log,
    connections: PARALLEL_CALLS + 1,
    authorize: () => (user === undefined ? {} : basicAuth(user, access.secret ?? fail('DEST_105'))),
  })
}

class RestBackend implements Backend {
  readonly capabilities = {
    removable: false,
    parallelCalls: PARALLEL_CALLS,
    givesUp: true,
    resticFilesOnly: true,
  } as const
  readonly #client: HttpClient
  readonly #clock: Clock
  #seenAtMs = Number.NEGATIVE_INFINITY
  /** The place is ours since `create`, and has no config yet by which it could be known. */
  #isNew = false

  constructor(place: PlaceOf<'rest'>, access: PlaceAccess, options: RestBackendOptions) {
    this.#clock = options.clock ?? systemClock
    this.#client = clientOf(place, access, options)
  }

  async create(): Promise<void> {
    const path = `${this.#client.pathOf()}?create=true`
    await this.#client.ask({ method: 'POST', path, accept: [200, 201, 204], wants: 'nothing', body: new Uint8Array(0) })
    this.#isNew = true
  }

  async write(file: FileRef, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(file)
    if (!isKept(file.kind)) fail('DEST_114')
    await this.#requireThere(SEEN_FOR_MS)
    await this.#store(file, path, bytes)
    if (file.kind === 'config') this.#isNew = false
  }

  async read(file: FileRef, range?: ByteRange, room?: Uint8Array): Promise<Uint8Array | undefined> {
    if (!isKept(file.kind)) return undefined
    const bytes = await readFile(this.#client, this.#pathOf(file), range, room)
    if (bytes === undefined) await this.#requireThere(0)
    return bytes
  }

  async stat(file: FileRef): Promise<{ readonly sizeBytes: number } | undefined> {
    if (!isKept(file.kind)) return undefined
    const found = await statFile(this.#client, this.#pathOf(file))
    if (!found) await this.#requireThere(0)
    return found
  }

  async list(kind: FileKind): Promise<readonly FileEntry[]> {
    if (isSingle(kind)) {
      const single = await this.stat({ kind, name: '' })
      return single ? [{ name: '', sizeBytes: single.sizeBytes }] : []
    }
    if (!isKept(kind)) return []
    const entries = await this.#listing(kind)
    // Servers list a folder that is not there as an empty one.
    if (entries.length === 0) await this.#requireThere(0)
    return entries
  }

  async remove(file: FileRef): Promise<void> {
    const path = this.#pathOf(file)
    if (!isKept(file.kind)) return
    const accept = [200, 204, 403, 404]
    const { status } = await this.#client.ask({ method: 'DELETE', path, accept, wants: 'nothing' })
    if (status === 404) await this.#requireThere(0)
    // Append-only servers let go of locks and of nothing else, and say so also of what is not there.
    if (status === 403 && (await this.stat(file))) fail('DEST_112')
  }

  async clearLeftovers(): Promise<void> {}

  async holdsForeignThings(): Promise<boolean> {
    return false
  }

  async freeBytes(): Promise<undefined> {
    return undefined
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  async #store(file: FileRef, path: string, bytes: Uint8Array): Promise<void> {
    if (await this.#post(path, bytes)) return
    // Refused: an append-only server that has this file already, perhaps from a try whose answer was lost.
    const stored = await statFile(this.#client, path)
    if (!stored) fail('DEST_103')
    if (stored.sizeBytes === bytes.length && (await this.#isSame(path, bytes))) return
    // Not what it should be: what a server left of an upload that broke off.
    await this.remove(file)
    if (!(await this.#post(path, bytes))) fail('DEST_103')
  }

  /** The protocol has no folders in `data`: how packs are spread is the server's own business. */
  #pathOf(file: FileRef): string {
    const parts = pathPartsOf(file)
    return this.#client.pathOf(...(file.kind === 'pack' ? ['data', file.name] : parts))
  }

  /** False when the server refuses to take it. */
  async #post(path: string, body: Uint8Array): Promise<boolean> {
    const accept = [200, 201, 204, 403]
    const headers = { 'content-type': 'application/octet-stream' }
    const { status } = await this.#client.ask({ method: 'POST', path, headers, accept, wants: 'nothing', body })
    return status !== 403
  }

  async #isSame(path: string, bytes: Uint8Array): Promise<boolean> {
    if (bytes.length > COMPARED_BYTES) return true
    const stored = await readFile(this.#client, path)
    return stored !== undefined && Buffer.compare(stored, bytes) === 0
  }

  async #listing(kind: FileKind): Promise<readonly FileEntry[]> {
    const path = `${this.#client.pathOf(FOLDERS[kind] ?? '')}/`
    const { status, body } = await this.#client.ask({
      method: 'GET',
      path,
      headers: { accept: API_V2 },
      accept: [200, 404],
      wants: 'text',
      maxBytes: MAX_LISTING_BYTES,
    })
    if (status === 404) return []
    return readListing(body)
      .filter(({ name }) => isVaultFileName(name))
      .map(({ name, size }) => ({ name, sizeBytes: size }))
  }

  /**
   * Throws DEST_101 when there is no vault: servers make folders as they need them, and nothing must be written where a vault was expected.
   * A look that is not older than `lastedMs` will do.
   */
  async #requireThere(lastedMs: number): Promise<void> {
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#seenAtMs < lastedMs) return
    if (await statFile(this.#client, this.#pathOf(CONFIG))) {
      this.#seenAtMs = nowMs
      this.#isNew = false
    } else if (!this.#isNew) fail('DEST_101')
  }
}

const FOLDERS: Partial<Record<FileKind, string>> = {
  key: 'keys',
  pack: 'data',
  index: 'index',
  snapshot: 'snapshots',
  lock: 'locks',
}
const isKept = (kind: FileKind) => kind === 'config' || kind in FOLDERS

function readListing(body: Uint8Array): z.infer<typeof listingSchema> {
  try {
    return listingSchema.parse(JSON.parse(Buffer.from(body).toString('utf8')))
  } catch (error) {
    return fail('DEST_104', {}, { cause: error })
  }
}
