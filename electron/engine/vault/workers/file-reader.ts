import { closeSync, fstatSync, readSync } from 'node:fs'
import { systemRandom } from '#engine/kernel/index.ts'
import {
  type FileSystem,
  kindOf,
  type NativePath,
  NUMBERS_PER_STATS,
  openFileSystem,
  putStats,
  type RawStats,
  systemFailureOf,
} from '#engine/sources/index.ts'
import { Chunker, MIN_CHUNK_BYTES } from '../chunker/chunker.ts'
import { IV_BYTES } from '../crypto/seal.ts'
import { idOf } from '../format/ids.ts'
import type { Packed, Packer } from '../pack/packer.ts'
import type { Id } from '../types.ts'
import type { ChunkReading, SmallFile, SmallReading } from './file-orders.ts'

/** Room for a batch of small files. */
const ARENA_BYTES = 2 * 1024 ** 2

const IVS_DRAWN = 256

type Blob = { readonly id: Id; readonly bytes: Uint8Array }
type OpenFile = {
  readonly descriptor: number
  readonly before: RawStats
  readonly chunker: Chunker
  readBytes: number
  chunk: Blob | undefined
}

/** Reads files for `FileOrder`s, cuts and hashes them, and packs what it is told to, all with calls that block this thread. */
export class FileReader {
  readonly #packer: Packer
  readonly #fileSystem: FileSystem = openFileSystem()
  readonly #files = new Map<number, OpenFile>()
  readonly #batches = new Map<number, { readonly arena: Uint8Array; readonly blobs: readonly (Blob | undefined)[] }>()
  readonly #chunkers: Chunker[] = []
  readonly #arenas: Uint8Array[] = []
  #ivs: Uint8Array = new Uint8Array(0)

  constructor(packer: Packer) {
    this.#packer = packer
  }

  readSmall(number: number, paths: readonly NativePath[]): SmallReading {
    const arena = this.#arenas.pop() ?? new Uint8Array(ARENA_BYTES)
    const stats = new BigInt64Array(paths.length * NUMBERS_PER_STATS)
    const blobs: (Blob | undefined)[] = []
    let used = 0
    const files = paths.map((path, at): SmallFile => {
      const read = () =>
        this.#readOne(path, arena.subarray(used, used + MIN_CHUNK_BYTES), (seen) => putStats(stats, at, seen))
      let file = read()
      if (file.kind === 'changed') file = read()
      const lengthBytes = file.kind === 'read' ? file.lengthBytes : 0
      blobs[at] = file.kind === 'read' ? { id: file.id, bytes: arena.subarray(used, used + lengthBytes) } : undefined
      used += lengthBytes
      return file
    })
    this.#batches.set(number, { arena, blobs })
    return { files, stats }
  }

  #readOne(path: NativePath, room: Uint8Array, tell: (stats: RawStats) => void): SmallFile {
    let descriptor: number | undefined
    try {
      descriptor = this.#fileSystem.openForReadingNow(nativePath(path))
      const before = fstatSync(descriptor, { bigint: true })
      if (kindOf(before) !== 'file') return { kind: 'changed' }
      // One byte more than it has, so that growth is noticed.
      if (before.size >= room.length) return { kind: 'big' }
      const size = Number(before.size)
      let length = 0
      for (let isEnded = false; !isEnded && length <= size; ) {
        const wanted = size + 1 - length
        const got = readSync(descriptor, room, length, wanted, null)
        length += got
        isEnded = got === 0 || (length === size && got < wanted)
      }
      const after = fstatSync(descriptor, { bigint: true })
      if (length !== size || after.size !== before.size || after.mtimeNs !== before.mtimeNs) return { kind: 'changed' }
      tell(before)
      return { kind: 'read', id: length === 0 ? '' : idOf(room.subarray(0, length)), lengthBytes: length }
    } catch (error) {
      return { kind: 'failed', failure: systemFailureOf(error) }
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  }

  readChunk(number: number, path: NativePath, polynomial: bigint): ChunkReading {
    try {
      const file = this.#files.get(number) ?? this.#openFile(number, path, polynomial)
      if (!file) return { kind: 'changed' }
      const { descriptor, before, chunker } = file
      const bytes = chunker.next((room) => {
        // A file that grows as fast as it is read would never end.
        const got = BigInt(file.readBytes) > before.size ? 0 : readSync(descriptor, room, 0, room.length, null)
        file.readBytes += got
        return got
      })
      if (bytes) {
        file.chunk = { id: idOf(bytes), bytes }
        return { kind: 'chunk', id: file.chunk.id, lengthBytes: bytes.length }
      }
      const after = fstatSync(descriptor, { bigint: true })
      this.#closeFile(number)
      const heldStill =
        after.size === before.size && after.mtimeNs === before.mtimeNs && BigInt(file.readBytes) === before.size
      return heldStill ? { kind: 'end', stats: plain(before) } : { kind: 'changed' }
    } catch (error) {
      this.#closeFile(number)
      return { kind: 'failed', failure: systemFailureOf(error) }
    }
  }

  drop(number: number): void {
    this.#closeBatch(number)
    this.#closeFile(number)
  }

  #openFile(number: number, path: NativePath, polynomial: bigint): OpenFile | undefined {
    const descriptor = this.#fileSystem.openForReadingNow(nativePath(path))
    let before: RawStats | undefined
    try {
      before = fstatSync(descriptor, { bigint: true })
    } finally {
      if (!before || kindOf(before) !== 'file') closeSync(descriptor)
    }
    if (kindOf(before) !== 'file') return undefined
    const chunker = this.#chunkers.pop() ?? new Chunker(polynomial)
    const file: OpenFile = { descriptor, before, chunker, readBytes: 0, chunk: undefined }
    this.#files.set(number, file)
    return file
  }

  #closeFile(number: number): void {
    const file = this.#files.get(number)
    if (!file) return
    this.#files.delete(number)
    closeSync(file.descriptor)
    file.chunker.finish()
    this.#chunkers.push(file.chunker)
  }

  #closeBatch(number: number): void {
    const batch = this.#batches.get(number)
    if (!batch) return
    this.#batches.delete(number)
    this.#arenas.push(batch.arena)
  }

  keep(number: number, wanted: readonly number[]): readonly Packed[] {
    const blobs = this.#batches.get(number)?.blobs ?? [this.#files.get(number)?.chunk]
    const packed = wanted.flatMap((at) => {
      const blob = blobs[at]
      return blob ? [this.#pack(blob)] : []
    })
    this.#closeBatch(number)
    return packed
  }

  /** Fresh, and drawn many at once: asking for a few bytes costs as much as for many. */
  #nextIv(): Uint8Array {
    if (this.#ivs.length === 0) this.#ivs = systemRandom.bytes(IV_BYTES * IVS_DRAWN)
    const iv = this.#ivs.subarray(0, IV_BYTES)
    this.#ivs = this.#ivs.subarray(IV_BYTES)
    return iv
  }

  #pack({ id, bytes }: Blob): Packed {
    return this.#packer.add({ type: 'data', id, iv: this.#nextIv(), headerIv: this.#nextIv() }, bytes)
  }
}

/** A buffer comes as plain bytes out of a message. */
const nativePath = (path: NativePath | Uint8Array): NativePath => (typeof path === 'string' ? path : Buffer.from(path))

/** What of the system's own object can go to another thread. */
function plain(stats: RawStats): RawStats {
  const { mode, uid, gid, size, mtimeNs, ctimeNs, ino, dev, nlink, rdev } = stats
  return { mode, uid, gid, size, mtimeNs, ctimeNs, ino, dev, nlink, rdev }
}
