import type { Clock } from '#engine/kernel/index.ts'
import type { ObjectLock, PlaceOf } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import type { PlaceAccess } from '../access.ts'
import type { Backend, ByteRange, FileEntry, FileKind, FileRef } from '../backend.ts'
import { folderOf, isForeignThing, isSingle, isVaultFileName, pathPartsOf } from '../file-kind.ts'
import { readFile, statFile } from '../http/index.ts'
import { type Bucket, listObjects, openBucket, PARALLEL_CALLS, type S3Options, versionsOf } from './bucket.ts'
import { protectedUntilMs, removeHidden, removeVersions } from './hidden.ts'
import { isLockable, lockHeaders, retentionOf } from './retention.ts'

/** How long a place that was seen is written to without another look. */
const SEEN_FOR_MS = 5 * 60_000
/** Written once and needed for as long as the vault is: all of restic's files but its locks. Nothing is ever rewritten under these names. */
export const LOCKED_KINDS = ['config', 'key', 'pack', 'index', 'snapshot'] as const satisfies readonly FileKind[]
const isLockedKind = (kind: FileKind) => LOCKED_KINDS.some((locked) => locked === kind)
/** Small, and named by every opening of the vault: what the owner's key removes before its time is put out of sight at least. */
const HIDEABLE_KINDS: ReadonlySet<FileKind> = new Set(['index', 'snapshot'])
/** Our own test objects begin so; they are no part of a vault and no foreign things. */
export const PROOF_PREFIX = 'salvaguarda-proof-'

/**
 * A vault in a bucket of S3 or of what speaks like it, laid out as stock restic lays it out.
 *
 * With `place.lock` everything but locks is written so that nobody can erase it before its time; removing it then is DEST_112. With the
 * owner's key (`isCleaning`) copies and index files leave the list at once all the same: S3's own marker hides what is still kept, and
 * `clearLeftovers` removes what was hidden once its time is over.
 */
export function s3Backend(place: PlaceOf<'s3'>, access: PlaceAccess, options: S3Options = {}): Backend {
  return new S3Backend(openBucket(place, access, options), place.lock, access.isCleaning ?? false)
}

class S3Backend implements Backend {
  readonly capabilities = { removable: false, parallelCalls: PARALLEL_CALLS, givesUp: true } as const
  readonly #bucket: Bucket
  readonly #clock: Clock
  readonly #lock: ObjectLock | undefined
  readonly #isCleaning: boolean
  #seenAtMs = Number.NEGATIVE_INFINITY
  /** The place is ours since `create`, and has no config yet by which it could be known. */
  #isNew = false

  constructor(bucket: Bucket, lock: ObjectLock | undefined, isCleaning: boolean) {
    this.#bucket = bucket
    this.#clock = bucket.clock
    this.#lock = lock
    this.#isCleaning = isCleaning
  }

  /** Makes nothing: a bucket has no folders, and is itself made by the technician (DEST_109). */
  async create(): Promise<void> {
    await this.#hasConfig()
    if (this.#lock && !(await isLockable(this.#bucket))) fail('DEST_110')
    this.#isNew = true
  }

  async write(file: FileRef, bytes: Uint8Array): Promise<void> {
    const key = this.#keyOf(file)
    await this.#requireThere(SEEN_FOR_MS)
    const lock = this.#lock && isLockedKind(file.kind) ? lockHeaders(this.#lock, this.#clock.nowMs()) : {}
    const headers = { 'content-type': 'application/octet-stream', ...lock }
    await this.#bucket.ask({ method: 'PUT', key, headers, body: bytes, accept: [200], wants: 'nothing' })
  }

  async read(file: FileRef, range?: ByteRange, room?: Uint8Array): Promise<Uint8Array | undefined> {
    const path = this.#bucket.address.objectPath(this.#keyOf(file))
    const bytes = await readFile(this.#bucket.client, path, range, room)
    if (bytes === undefined) await this.#requireThere(0)
    return bytes
  }

  async stat(file: FileRef): Promise<{ readonly sizeBytes: number } | undefined> {
    const path = this.#bucket.address.objectPath(this.#keyOf(file))
    try {
      const found = await statFile(this.#bucket.client, path)
      if (!found) await this.#requireThere(0)
      return found
    } catch (error) {
      // The answer to HEAD has no words: a wrong key, a wrong clock and a forbidden file look the same.
      if (codeOf(error) === 'DEST_103') await this.#hasConfig()
      throw error
    }
  }

  async list(kind: FileKind): Promise<readonly FileEntry[]> {
    if (isSingle(kind)) {
      const single = await this.stat({ kind, name: '' })
      return single ? [{ name: '', sizeBytes: single.sizeBytes }] : []
    }
    const prefix = `${this.#bucket.address.keyOf(folderOf(kind))}/`
    const entries: FileEntry[] = []
    for await (const { key, sizeBytes } of listObjects(this.#bucket, prefix)) {
      const name = key.slice(key.lastIndexOf('/') + 1)
      // a pack below another prefix is passed over, so that it counts as missing
      if (isVaultFileName(name) && key === this.#keyOf({ kind, name })) entries.push({ name, sizeBytes })
    }
    if (entries.length === 0) await this.#requireThere(0)
    return entries
  }

  async remove(file: FileRef): Promise<void> {
    const key = this.#keyOf(file)
    if (this.#lock && isLockedKind(file.kind)) return this.#removeProtected(file.kind, key)
    const accept = [200, 204, 404]
    const { headers } = await this.#bucket.ask({ method: 'DELETE', key, accept, wants: 'nothing' })
    // The bucket keeps what was: without this no room comes free. The day's key may not be let, and that does no harm.
    if (headers['x-amz-delete-marker'] === 'true') await removeVersions(this.#bucket, key).catch(passOverForbidden)
  }

  async protectedUntilMs(file: FileRef): Promise<number | undefined> {
    if (!this.#lock || !isLockedKind(file.kind)) return undefined
    const retention = await retentionOf(this.#bucket, this.#keyOf(file))
    return retention && retention.untilMs > this.#clock.nowMs() ? retention.untilMs : undefined
  }

  /** What was hidden while it was protected goes once it is not any more. Only the owner's key may remove it. */
  async clearLeftovers(): Promise<void> {
    if (!this.#isCleaning) return
    for (const kind of ['index', 'snapshot', 'lock', 'trash'] as const)
      await removeHidden(this.#bucket, `${this.#bucket.address.keyOf(folderOf(kind))}/`)
  }

  async holdsForeignThings(): Promise<boolean> {
    const root = this.#bucket.address.keyOf()
    for await (const { key } of listObjects(this.#bucket, root, { delimiter: '/' })) {
      const name = key.slice(root.length)
      // an empty name is the "folder" itself, which some programs make as an object
      if (name !== '' && !name.startsWith(PROOF_PREFIX) && isForeignThing(name.replace(/\/$/, ''))) return true
    }
    return false
  }

  async freeBytes(): Promise<undefined> {
    return undefined
  }

  async close(): Promise<void> {
    await this.#bucket.close()
  }

  #keyOf(file: FileRef): string {
    return this.#bucket.address.keyOf(...pathPartsOf(file))
  }

  /** All or nothing: while one version is protected none is removed. */
  async #removeProtected(kind: FileKind, key: string): Promise<void> {
    const versions = await versionsOf(this.#bucket, key)
    const untilMs = await protectedUntilMs(this.#bucket, versions)
    if (untilMs === undefined) return removeVersions(this.#bucket, key)
    if (!this.#isCleaning || !HIDEABLE_KINDS.has(kind)) fail('DEST_112', { untilMs })
    if (versions.some(({ isLatest, isMarker }) => isLatest && isMarker)) return
    await this.#bucket.ask({ method: 'DELETE', key, accept: [200, 204, 404], wants: 'nothing' })
  }

  /**
   * Throws DEST_101 when there is no vault: a bucket takes any key, and nothing must be written where a vault was expected.
   * A look that is not older than `lastedMs` will do.
   */
  async #requireThere(lastedMs: number): Promise<void> {
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#seenAtMs < lastedMs) return
    if (await this.#hasConfig()) {
      this.#seenAtMs = nowMs
      this.#isNew = false
    } else if (!this.#isNew) fail('DEST_101')
  }

  /** By listing, not by HEAD: only so the server says in words when the bucket, the key or the clock is wrong. */
  async #hasConfig(): Promise<boolean> {
    const key = this.#keyOf({ kind: 'config', name: '' })
    for await (const listed of listObjects(this.#bucket, key, { atMost: 1 })) if (listed.key === key) return true
    return false
  }
}

function passOverForbidden(error: unknown): void {
  if (codeOf(error) !== 'DEST_103') throw error
}
