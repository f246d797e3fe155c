import { createLimiter } from '#engine/kernel/index.ts'
import { type EntryFacts, type FileSystem, type NativePath, readSource } from '#engine/sources/index.ts'
import { Chunker, type StoredChunk, type StoredFile, type Vault } from '#engine/vault/index.ts'
import type { Tally } from './tally.ts'

export type SavedFile = {
  readonly facts: EntryFacts
  readonly content: readonly string[]
  readonly sizeBytes: bigint
}

export type SaverOptions = {
  readonly vault: Vault
  readonly fileSystem: FileSystem
  readonly tally: Tally
  readonly signal: AbortSignal
}

/** How saving one file goes on once it has begun: undefined when it would not hold still. */
type Begun = { readonly saved: Promise<SavedFile | undefined> }

/** Files read by this thread at once, while there are only a few. */
const READ_HERE = 3

/** Puts files into the vault: its own threads read them, or this one as long as that is little work. */
export class FileSaver {
  readonly #options: SaverOptions
  readonly #limiter = createLimiter(READ_HERE)
  readonly #chunkers: Chunker[] = []

  constructor(options: SaverOptions) {
    this.#options = options
  }

  /**
   * Resolves once there is room to begin. `sizeBytes` is how long the file was when it was seen.
   *
   * `saved` is undefined when the file would not hold still, twice: then no state of it is worth keeping.
   * It throws the system's errors for the file, AppErrors for the vault.
   */
  async begin(path: NativePath, sizeBytes: number): Promise<Begun> {
    const first = await this.#beginOnce(path, sizeBytes)
    const saved = async () => (await first.saved) ?? (await (await this.#beginOnce(path, sizeBytes)).saved)
    return { saved: saved() }
  }

  async #beginOnce(path: NativePath, sizeBytes: number): Promise<Begun> {
    const { vault, fileSystem, tally, signal } = this.#options
    let doneBytes = 0
    const onChunk = ({ isNew, lengthBytes, stored }: StoredChunk) => {
      doneBytes += lengthBytes
      // Sealing goes on while the next bytes are read; the vault itself tells of a failure.
      if (isNew) tally.blob('data', lengthBytes, stored)
      tally.doneBytes += lengthBytes
      tally.report('reading')
      signal.throwIfAborted()
    }
    const store = async (done: Promise<StoredFile>) => {
      const stored = await done
      const facts = stored.kind === 'stored' ? fileSystem.factsOf(stored.stats) : undefined
      return stored.kind === 'stored' && facts ? { ...stored, facts } : undefined
    }
    const undoUnlessSaved = async (work: Promise<SavedFile | undefined>) => {
      let saved: SavedFile | undefined
      try {
        saved = await work
        return saved
      } finally {
        if (!saved) tally.doneBytes -= doneBytes
      }
    }
    const begun = await vault.storeFile({ path, sizeBytes, signal, onChunk })
    if (begun) return { saved: undoUnlessSaved(store(begun.done)) }
    const leave = await this.#limiter.enter()
    return { saved: undoUnlessSaved(this.#saveHere(path, onChunk).finally(leave)) }
  }

  /** Undefined for a file that changed meanwhile. */
  async #saveHere(path: NativePath, onChunk: (chunk: StoredChunk) => void): Promise<SavedFile | undefined> {
    const { vault, fileSystem, signal } = this.#options
    const chunker = this.#chunkers.pop() ?? new Chunker(vault.config.chunkerPolynomial)
    const content: string[] = []
    let sizeBytes = 0n
    const save = async (chunk: Uint8Array) => {
      const lengthBytes = chunk.length
      const queued = await vault.queueBlob('data', chunk)
      content.push(queued.id)
      sizeBytes += BigInt(lengthBytes)
      onChunk({ ...queued, lengthBytes })
    }
    const consume = async (blocks: AsyncIterable<Uint8Array>) => {
      for await (const block of blocks) for (const chunk of chunker.push(block)) await save(chunk)
      const last = chunker.finish()
      if (last) await save(last)
    }
    try {
      signal.throwIfAborted()
      const reading = await readSource(fileSystem, path, consume, signal)
      return reading.kind === 'changed' ? undefined : { facts: reading.facts, content, sizeBytes }
    } finally {
      // Whatever an interrupted reading left in the chunker belongs to no other file.
      chunker.finish()
      this.#chunkers.push(chunker)
    }
  }
}
