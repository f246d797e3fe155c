import { createLimiter } from '#engine/kernel/index.ts'
import type { Id, ReadBlobs, Vault } from '#engine/vault/index.ts'
import { AppError } from '#shared/errors/index.ts'
import type { UnderWay } from './under-way.ts'
import type { Piece } from './writer/orders.ts'
import type { WriterThread } from './writer/writer-thread.ts'

/** Of what is read in the order of packs rather than of files: more would cost memory, less would read packs in small parts. */
const WINDOW_BYTES = 64 * 1024 ** 2
const WINDOW_PIECES = 16_384
const WINDOWS_AT_ONCE = 2
/** Written later than read: more would only wait in memory. */
const WRITES_AHEAD = 2

/** Smaller memory may be a part of what Node shares out. */
const HANDED_OVER_BYTES = 128 * 1024

/** A file whose pieces were asked for. `doneBytes` counts those that are written. */
export type FedFile = { readonly number: number; doneBytes: number; isLost: boolean }
type Use = { readonly file: FedFile; readonly position: number }

/** Gathers what many files need, reads each pack once for all of them, and hands the pieces to the thread that writes. */
export class PieceFeed {
  readonly #vault: Vault
  readonly #writer: WriterThread
  readonly #underWay: UnderWay
  readonly #onBytes: (file: FedFile, count: number) => void
  readonly #windows = createLimiter(WINDOWS_AT_ONCE)
  readonly #writes = createLimiter(WRITES_AHEAD)
  #uses = new Map<Id, Use[]>()
  #bytes = 0
  #pieces = 0

  constructor(vault: Vault, writer: WriterThread, underWay: UnderWay, onBytes: (file: FedFile, count: number) => void) {
    this.#vault = vault
    this.#writer = writer
    this.#underWay = underWay
    this.#onBytes = onBytes
  }

  /** Asks for the bytes of a file that was ordered already. Resolves when the next one may be asked for. */
  async add(file: FedFile, content: readonly Id[]): Promise<void> {
    let position = 0
    for (const id of content) {
      const uses = this.#uses.get(id)
      if (uses) uses.push({ file, position })
      else this.#uses.set(id, [{ file, position }])
      const lengthBytes = this.#vault.blobLengthBytes('data', id) ?? 0
      position += lengthBytes
      this.#bytes += lengthBytes
      this.#pieces += 1
      if (this.#bytes >= WINDOW_BYTES || this.#pieces >= WINDOW_PIECES) await this.flush()
    }
  }

  /** Begins to read what was asked for; resolves when there is room for more. */
  async flush(): Promise<void> {
    const uses = this.#uses
    if (uses.size === 0) return
    this.#uses = new Map()
    this.#bytes = 0
    this.#pieces = 0
    const leave = await this.#windows.enter()
    this.#underWay.add(this.#run(uses).finally(leave))
  }

  async #run(uses: ReadonlyMap<Id, readonly Use[]>): Promise<void> {
    const writes = new Set<Promise<void>>()
    for await (const run of this.#vault.readBlobs('data', uses.keys())) {
      this.#underWay.signal.throwIfAborted()
      const leave = await this.#writes.enter()
      const write = this.#write(run, uses).finally(leave)
      write.then(
        () => writes.delete(write),
        () => undefined,
      )
      writes.add(write)
    }
    await Promise.all(writes)
  }

  async #write({ blobs, lost, done }: ReadBlobs, uses: ReadonlyMap<Id, readonly Use[]>): Promise<void> {
    const memory: Uint8Array<ArrayBuffer>[] = []
    const places = new Map<ArrayBufferLike, number>()
    const pieces: Piece[] = []
    const written: { readonly file: FedFile; readonly count: number }[] = []
    for (const id of lost) for (const { file } of uses.get(id) ?? []) this.#lose(file)
    for (const { id, bytes } of blobs) {
      const whole = handedOver(bytes)
      const at = places.get(whole.buffer) ?? memory.push(whole) - 1
      places.set(whole.buffer, at)
      const from = whole.buffer === bytes.buffer ? bytes.byteOffset : 0
      for (const { file, position } of uses.get(id) ?? []) {
        if (file.isLost) continue
        pieces.push({ file: file.number, position, memory: at, from, to: from + bytes.length })
        written.push({ file, count: bytes.length })
      }
    }
    done(await this.#writer.write(pieces, memory))
    for (const { file, count } of written) this.#onBytes(file, count)
  }

  #lose(file: FedFile): void {
    if (file.isLost) return
    file.isLost = true
    this.#writer.drop(file.number, new AppError('VAULT_105'))
  }
}

/** Memory that may change hands: all of what the bytes lie in, or, of little, a copy. */
function handedOver(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength >= HANDED_OVER_BYTES
    ? new Uint8Array(buffer)
    : Uint8Array.from(bytes)
}
