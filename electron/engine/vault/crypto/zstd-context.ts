import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'

/** What Node's zstd streams are made of, as far as it is needed here; no promise of Node's, so it is tried out before it is used. */
type Inside = {
  readonly _handle: {
    reset(): void
    writeSync(
      flush: number,
      from: Uint8Array,
      fromAt: number,
      fromLength: number,
      to: Uint8Array,
      toAt: number,
      toLength: number,
    ): void
    onerror: () => void
  }
  /** Afterwards: room left, bytes left. */
  readonly _writeState: Uint32Array
}

/**
 * A zstd context that is used again and again. Node makes one for every call, with a stream around it,
 * which for a small blob takes longer than compressing it.
 */
class ZstdContext {
  readonly #make: () => object
  readonly #flush: number
  #inside: Inside | undefined
  #hasFailed = false
  #isAmidFrame = false

  constructor(make: () => object, flush: number) {
    this.#make = make
    this.#flush = flush
  }

  /** How much of `to` it filled; undefined when there was not room enough, or the bytes are not what they should be. */
  run(from: Uint8Array, to: Uint8Array): number | undefined {
    this.#inside ??= this.#open()
    const { _handle: handle, _writeState: state } = this.#inside
    // Node makes the whole context anew to reset it. After a frame that came to its end the next one may simply begin.
    if (this.#isAmidFrame) handle.reset()
    handle.writeSync(this.#flush, from, 0, from.length, to, 0, to.length)
    const [roomLeft = 0, bytesLeft = 0] = state
    this.#isAmidFrame = roomLeft === 0 || bytesLeft > 0
    // One that has failed once goes on failing.
    if (this.#hasFailed) this.#inside = undefined
    return this.#hasFailed || this.#isAmidFrame ? undefined : to.length - roomLeft
  }

  #open(): Inside {
    const inside = this.#make() as Inside
    this.#hasFailed = false
    this.#isAmidFrame = false
    inside._handle.onerror = () => {
      this.#hasFailed = true
    }
    return inside
  }
}

type Coder = { run(from: Uint8Array, to: Uint8Array): number | undefined }
/** Where Node's inside is not what it was: whoever asks does without. */
const none: Coder = { run: () => undefined }

/** Frames of other writers may ask for more; this much is kept for good. */
const MAX_WINDOW_LOG = 23

const FRAME_MAGIC = 0xfd2fb528

const compressors = new Map<number, Coder>()
let decompressor: Coder | undefined

/** Makes one frame with its content size; `run` gives undefined where `zstdCompressSync` has to do it. */
export function compressorOf(level: number): Coder {
  const known = compressors.get(level)
  if (known) return known
  const coder = tried(
    () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: level } }),
    constants.ZSTD_e_end,
  )
  compressors.set(level, coder)
  return coder
}

/** Undoes one frame that is known to be whole; `run` gives undefined where `zstdDecompressSync` has to do it or refuse it. */
export function decompressorOf(): Coder {
  decompressor ??= tried(
    () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG } }),
    constants.ZSTD_e_continue,
  )
  return decompressor
}

/** "salvaguarda" as one frame of one raw block. */
const SAMPLE = Buffer.from('28b52ffd200b59000073616c7661677561726461', 'hex')

function tried(make: () => object, flush: number): Coder {
  try {
    const context = new ZstdContext(make, flush)
    const room = new Uint8Array(256)
    const isRight = (bytes: number | undefined) => {
      const made = Buffer.from(room.subarray(0, bytes ?? 0))
      return flush === constants.ZSTD_e_end ? made.equals(SAMPLE) : made.toString() === 'salvaguarda'
    }
    const input = flush === constants.ZSTD_e_end ? Buffer.from('salvaguarda') : SAMPLE
    // Twice, because being used again is the point.
    for (let round = 0; round < 2; round += 1) if (!isRight(context.run(input, room))) return none
    return context
  } catch {
    return none
  }
}

/** True when the bytes are one zstd frame to their very end (RFC 8878 §3.1.1); nothing is said of what is in its blocks. */
export function isOneWholeFrame(bytes: Uint8Array): boolean {
  if (bytes.length < 9 || new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== FRAME_MAGIC) return false
  const descriptor = bytes[4] ?? 0
  const isSingleSegment = (descriptor & 0x20) !== 0
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  let at = 5 + (isSingleSegment ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0) + sizeBytes
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length) return false
    const header = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
    isLast = (header & 1) === 1
    const isRepeated = ((header >> 1) & 3) === 1
    at += 3 + (isRepeated ? 1 : header >> 3)
  }
  const checksumBytes = (descriptor & 0x04) === 0 ? 0 : 4
  return at + checksumBytes === bytes.length
}
