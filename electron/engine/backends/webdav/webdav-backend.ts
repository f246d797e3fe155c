import { type Clock, type Random, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { PlaceOf } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import type { Backend, ByteRange, FileEntry, FileKind, FileRef } from '../backend.ts'
import {
  folderOf,
  isForeignThing,
  isLeftover,
  isSingle,
  isSpreadFolder,
  isVaultFileName,
  KIND_FOLDERS,
  pathPartsOf,
} from '../file-kind.ts'
import { basicAuth, type HttpClient, type HttpTimes, httpClient, readFile } from '../http/index.ts'
import { WebdavFiles } from './webdav-files.ts'

export type WebdavBackendOptions = {
  readonly clock?: Clock
  readonly random?: Random
  readonly times?: Partial<HttpTimes>
}

const PARALLEL_CALLS = 4
/** How long a place that was seen is written to without another look. */
const SEEN_FOR_MS = 5 * 60_000
/** How often a file is sent anew when it does not arrive as it should. */
const MAX_ROUNDS = 3
const CONFIG: FileRef = { kind: 'config', name: '' }

/** A vault in a folder of a WebDAV server (RFC 4918), laid out as restic lays it out: a NAS, Nextcloud, a hosted disk. */
export function webdavBackend(
  place: PlaceOf<'webdav'>,
  access: PlaceAccess,
  options: WebdavBackendOptions = {},
): Backend {
  return new WebdavBackend(place, access, options)
}

class WebdavBackend implements Backend {
  readonly capabilities = { removable: false, parallelCalls: PARALLEL_CALLS, givesUp: true } as const
  readonly #client: HttpClient
  readonly #files: WebdavFiles
  readonly #clock: Clock
  readonly #random: Random
  #seenAtMs = Number.NEGATIVE_INFINITY
  /** The place is ours since `create`, and has no config yet by which a vault could be known. */
  #isNew = false
  #canMove = true

  constructor(place: PlaceOf<'webdav'>, access: PlaceAccess, options: WebdavBackendOptions) {
    const { url, user } = place
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? systemRandom
    this.#client = httpClient({
      ...options,
      url,
      certificateSha256: place.certificateSha256,
      network: access.network,
      log: access.log,
      connections: PARALLEL_CALLS + 1,
      authorize: () => basicAuth(user, access.secret ?? fail('DEST_105')),
    })
    this.#files = new WebdavFiles(this.#client, url)
  }

  async create(): Promise<void> {
    // Only the last folder is made: a missing one above it is an address that is wrong.
    if ((await this.#files.makeFolder(this.#client.pathOf())) === 'missing-parent') fail('DEST_109')
    for (const folder of KIND_FOLDERS) await this.#files.makeFolder(this.#client.pathOf(folder))
    this.#isNew = true
  }

  async write(file: FileRef, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(file)
    await this.#requireThere(SEEN_FOR_MS)
    for (let rounds = 1; ; rounds += 1) {
      if (await this.#send(file, path, bytes)) break
      if (rounds === MAX_ROUNDS) fail('DEST_104')
    }
    if (file.kind === 'config') this.#isNew = false
  }

  async read(file: FileRef, range?: ByteRange, room?: Uint8Array): Promise<Uint8Array | undefined> {
    const bytes = await readFile(this.#client, this.#pathOf(file), range, room)
    if (bytes === undefined) await this.#requireThere(0)
    return bytes
  }

  async stat(file: FileRef): Promise<{ readonly sizeBytes: number } | undefined> {
    const sizeBytes = await this.#sizeOf(this.#pathOf(file))
    if (sizeBytes === undefined) await this.#requireThere(0)
    return sizeBytes === undefined ? undefined : { sizeBytes }
  }

  async list(kind: FileKind): Promise<readonly FileEntry[]> {
    if (isSingle(kind)) {
      const single = await this.stat({ kind, name: '' })
      return single ? [{ name: '', sizeBytes: single.sizeBytes }] : []
    }
    const folder = folderOf(kind)
    if (kind !== 'pack') return this.#listFolder([folder], isVaultFileName)
    const entries: FileEntry[] = []
    // A pack in the folder of another prefix is not where a reader looks for it: passed over, so that it counts as missing.
    await this.#inParallel(await this.#spreadFolders(), async (prefix) => {
      const isOurs = (name: string) => isVaultFileName(name) && name.startsWith(prefix)
      entries.push(...(await this.#listFolder([folder, prefix], isOurs)))
    })
    return entries
  }

  async remove(file: FileRef): Promise<void> {
    if (!(await this.#files.remove(this.#pathOf(file)))) await this.#requireThere(0)
  }

  async clearLeftovers(): Promise<void> {
    await this.#requireThere(0)
    // Not among the locks: somebody may be at the door right now.
    const kinds = KIND_FOLDERS.filter((name) => name !== folderOf('lock')).map((name) => [name])
    const spread = (await this.#spreadFolders()).map((prefix) => [folderOf('pack'), prefix])
    await this.#inParallel([[], ...kinds, ...spread], async (parts) => {
      for (const { name, isFolder } of (await this.#files.list(this.#client.pathOf(...parts))) ?? [])
        if (!isFolder && isLeftover(name)) await this.#files.remove(this.#client.pathOf(...parts, name))
    })
  }

  async removeEmptyFolders(): Promise<void> {
    const spread = (await this.#spreadFolders()).map((prefix) => [folderOf('pack'), prefix])
    for (const parts of [...spread, ...KIND_FOLDERS.map((name) => [name]), []])
      await this.#files.removeEmptyFolder(this.#client.pathOf(...parts))
  }

  async holdsForeignThings(): Promise<boolean> {
    const entries = (await this.#files.list(this.#client.pathOf())) ?? fail('DEST_101')
    return entries.some(({ name }) => isForeignThing(name))
  }

  async freeBytes(): Promise<number | undefined> {
    return this.#files.freeBytes(this.#client.pathOf())
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  #pathOf(file: FileRef): string {
    return this.#client.pathOf(...pathPartsOf(file))
  }

  /** Sends a file under a name of its own and moves it when all of it has arrived. False when it did not. */
  async #send(file: FileRef, path: string, bytes: Uint8Array): Promise<boolean> {
    const temporary = `${path}-tmp-${Buffer.from(this.#random.bytes(6)).toString('hex')}`
    const target = this.#canMove ? temporary : path
    try {
      if ((await this.#files.put(target, bytes)) === 'missing-parent') {
        await this.#makeFoldersOf(file)
        if ((await this.#files.put(target, bytes)) === 'missing-parent') return fail('DEST_104')
      }
      if ((await this.#sizeOf(target)) !== bytes.length) {
        await this.#files.remove(target)
        return false
      }
      if (target === path) return true
      const moved = await this.#files.move(temporary, path)
      if (moved === 'done') return true
      if (moved === 'not-done') {
        // There already: from long ago, or from a try whose answer was lost. Anything else makes room.
        const isThere = await this.#holds(path, bytes)
        if (!isThere) await this.#files.remove(path)
        await this.#files.remove(temporary)
        return isThere
      }
    } catch (error) {
      await this.#files.remove(target).catch(() => undefined)
      throw error
    }
    // A server that cannot move: it gets the file under its name at once, and the size is checked there.
    this.#canMove = false
    await this.#files.remove(temporary)
    return false
  }

  async #holds(path: string, bytes: Uint8Array): Promise<boolean> {
    if ((await this.#sizeOf(path)) !== bytes.length) return false
    const stored = await readFile(this.#client, path)
    return stored !== undefined && Buffer.compare(stored, bytes) === 0
  }

  /** Folders are only added to a vault: what was emptied or unplugged behind the server must stay empty. */
  async #makeFoldersOf(file: FileRef): Promise<void> {
    const [folder = '', ...below] = pathPartsOf(file).slice(0, -1)
    if (folder === '') return fail('DEST_101')
    if (!(await this.#files.find(this.#client.pathOf(folder)))) {
      if (!this.#isNew && (await this.#sizeOf(this.#pathOf(CONFIG))) === undefined) fail('DEST_101')
      await this.#files.makeFolder(this.#client.pathOf(folder))
    }
    for (const name of below) await this.#files.makeFolder(this.#client.pathOf(folder, name))
  }

  async #sizeOf(path: string): Promise<number | undefined> {
    const entry = await this.#files.find(path)
    return entry && !entry.isFolder ? (entry.sizeBytes ?? fail('DEST_104')) : undefined
  }

  async #listFolder(parts: readonly string[], isOurs: (name: string) => boolean): Promise<FileEntry[]> {
    const entries = await this.#files.list(this.#client.pathOf(...parts))
    if (!entries) await this.#requireThere(0)
    return (entries ?? [])
      .filter(({ name, isFolder }) => !isFolder && isOurs(name))
      .map(({ name, sizeBytes }) => ({ name, sizeBytes: sizeBytes ?? fail('DEST_104') }))
  }

  async #spreadFolders(): Promise<string[]> {
    const entries = await this.#files.list(this.#client.pathOf(folderOf('pack')))
    if (!entries) await this.#requireThere(0)
    return (entries ?? []).filter(({ name, isFolder }) => isFolder && isSpreadFolder(name)).map(({ name }) => name)
  }

  async #inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const rest = items.values()
    const worker = async () => {
      for (const item of rest) await work(item)
    }
    await Promise.all(Array.from({ length: PARALLEL_CALLS }, worker))
  }

  /** Throws DEST_101 when the place is not there. A look that is not older than `lastedMs` will do. */
  async #requireThere(lastedMs: number): Promise<void> {
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#seenAtMs < lastedMs) return
    if (!(await this.#files.find(this.#client.pathOf()))?.isFolder) fail('DEST_101')
    this.#seenAtMs = nowMs
  }
}
