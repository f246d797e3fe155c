import { createLimiter } from '#engine/kernel/index.ts'
import { statsAt, throwSystemFailure } from '#engine/sources/index.ts'
import { MIN_CHUNK_BYTES } from '../chunker/chunker.ts'
import type { VaultCore } from '../core.ts'
import type { FileToStore, StoredFile } from '../file-types.ts'
import type { Id } from '../types.ts'
import type { SmallReading } from '../workers/index.ts'
import type { BlobWriter } from './blob-writer.ts'

/** Small files are read in batches of so many, or of so many bytes. */
const BATCH_FILES = 96
const BATCH_BYTES = 1024 ** 2
const SMALL_FILES_IN_FLIGHT = 512

type Gathered = {
  readonly file: FileToStore
  readonly resolve: (stored: StoredFile | 'big') => void
  readonly reject: (error: unknown) => void
}

/** Has files read, cut, hashed and packed by the vault's threads; only ids come to this one, which knows what the vault has. */
export class FileIntake {
  readonly #core: VaultCore
  readonly #writer: BlobWriter
  readonly #small = createLimiter(SMALL_FILES_IN_FLIGHT)
  readonly #big
  #gathered: Gathered[] = []
  #gatheredBytes = 0
  #nextNumber = 1

  constructor(core: VaultCore, writer: BlobWriter) {
    this.#core = core
    this.#writer = writer
    // One more than there are threads, so that none waits for this one; each takes the memory of a chunk.
    this.#big = createLimiter(core.crew.readers + 1)
  }

  /** Resolves once there is room to begin. `done` throws the system's error for the file, AppErrors for the vault, the signal's reason. */
  async begin(file: FileToStore): Promise<{ readonly done: Promise<StoredFile> }> {
    const isSmall = file.sizeBytes < MIN_CHUNK_BYTES
    const leave = await (isSmall ? this.#small : this.#big).enter()
    const done = this.#store(file, isSmall).finally(leave)
    // Whoever began it may be stopped before he waits for it.
    done.catch(() => undefined)
    return { done }
  }

  async #store(file: FileToStore, isSmall: boolean): Promise<StoredFile> {
    file.signal.throwIfAborted()
    const stored = isSmall ? await this.#gather(file) : 'big'
    return stored === 'big' ? this.#storeBig(file) : stored
  }

  #gather(file: FileToStore): Promise<StoredFile | 'big'> {
    return new Promise((resolve, reject) => {
      // Whoever walks a folder finds its files in one go, so they make one batch.
      if (this.#gathered.length === 0) setImmediate(() => this.#sendBatch())
      this.#gathered.push({ file, resolve, reject })
      this.#gatheredBytes += file.sizeBytes
      if (this.#gathered.length >= BATCH_FILES || this.#gatheredBytes >= BATCH_BYTES) this.#sendBatch()
    })
  }

  #sendBatch(): void {
    const batch = this.#gathered
    const bytes = this.#gatheredBytes
    if (batch.length === 0) return
    this.#gathered = []
    this.#gatheredBytes = 0
    this.#storeBatch(batch, bytes).catch((error: unknown) => {
      for (const { reject } of batch) reject(error)
    })
  }

  async #storeBatch(batch: readonly Gathered[], bytes: number): Promise<void> {
    const { crew } = this.#core
    await this.#writer.room()
    this.#writer.throwFailure()
    const number = this.#nextNumber++
    const paths = batch.map(({ file }) => file.path)
    const [place, answer] = crew.readSmall(number, paths, bytes)
    const wanted = new Map<number, number>()
    let wantedBytes = 0
    try {
      const reading = await orAborted(answer, batch[0]?.file.signal)
      this.#writer.throwFailure()
      // Nothing waits from here to the end: what is claimed must be kept.
      for (const [at, read] of reading.files.entries()) {
        if (read.kind !== 'read' || read.lengthBytes === 0) continue
        if (!this.#writer.claim('data', read.id, read.lengthBytes, place)) continue
        wanted.set(at, wanted.size)
        wantedBytes += read.lengthBytes
      }
      const packing = wanted.size > 0 ? crew.keep(place, number, [...wanted.keys()], wantedBytes) : Promise.resolve([])
      const stored = this.#writer.follow('data', place, packing, wantedBytes)
      for (const [at, each] of batch.entries()) {
        const index = wanted.get(at)
        settle(each, reading, at, index === undefined ? undefined : bytesAt(stored, index))
      }
    } finally {
      if (wanted.size === 0) crew.drop(place, number)
    }
  }

  async #storeBig(file: FileToStore): Promise<StoredFile> {
    const { crew, config } = this.#core
    const number = this.#nextNumber++
    const place = crew.readerOf()
    const content: Id[] = []
    let sizeBytes = 0n
    try {
      for (;;) {
        await this.#writer.room()
        file.signal.throwIfAborted()
        this.#writer.throwFailure()
        const order = crew.readChunk(place, number, file.path, config.chunkerPolynomial)
        const reading = await orAborted(order, file.signal)
        if (reading.kind === 'end') return { kind: 'stored', stats: reading.stats, content, sizeBytes }
        if (reading.kind === 'failed') throwSystemFailure(reading.failure)
        if (reading.kind === 'changed') return { kind: 'changed' }
        const { id, lengthBytes } = reading
        const isNew = this.#writer.claim('data', id, lengthBytes, place)
        const stored = isNew
          ? this.#writer.follow('data', place, crew.keep(place, number, [0], lengthBytes), lengthBytes)
          : undefined
        content.push(id)
        sizeBytes += BigInt(lengthBytes)
        file.onChunk({ id, lengthBytes, isNew, stored: stored ? bytesAt(stored, 0) : NOTHING })
      }
    } finally {
      crew.drop(place, number)
    }
  }
}

const NOTHING = Promise.resolve(0)

/** Whoever does not ask hears of a failure from the next file, or from `flush`. */
function bytesAt(stored: Promise<readonly number[]>, index: number): Promise<number> {
  const bytes = stored.then((all) => all[index] ?? 0)
  bytes.catch(() => undefined)
  return bytes
}

function settle(
  { file, resolve, reject }: Gathered,
  { files, stats }: SmallReading,
  at: number,
  stored: Promise<number> | undefined,
): void {
  const read = files[at]
  try {
    if (read?.kind === 'big') resolve('big')
    else if (read?.kind === 'failed') throwSystemFailure(read.failure)
    else if (read?.kind !== 'read') resolve({ kind: 'changed' })
    else {
      const { id, lengthBytes } = read
      if (lengthBytes > 0) file.onChunk({ id, lengthBytes, isNew: stored !== undefined, stored: stored ?? NOTHING })
      const content = lengthBytes === 0 ? [] : [id]
      resolve({ kind: 'stored', stats: statsAt(stats, at), content, sizeBytes: BigInt(lengthBytes) })
    }
  } catch (error) {
    reject(error)
  }
}

/** A drive that hangs keeps its thread; whoever gave up goes on. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
