import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { compressorOf, decompressorOf, isOneWholeFrame } from './zstd-context.ts'

/** Decision 0016. Below the border zstd has other tables, where level 2 is slower than level 1 and no smaller. */
const SMALL_LEVEL = 1
const BIG_LEVEL = 2
const BIG_FROM_BYTES = 256 * 1024
/** Frames of other writers may ask for windows up to 512 MiB, as far as restic goes. */
const MAX_WINDOW_LOG = 29
const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50

/** Below this, trying is cheaper than sampling. */
const SAMPLED_FROM_BYTES = 128 * 1024
const SAMPLE_BYTES = 8 * 1024
const SAMPLES = 4
/** What samples have to save before all of it is compressed. */
const WORTHWHILE = 0.98
/** Content that is cut into more was cut to keep us busy: opening a frame costs even when there is nothing in it. */
const MAX_FRAMES = 4096
const MAX_CHUNK_BYTES = 16 * 1024 ** 2
const UNKNOWN_CHUNK_BYTES = 1024 ** 2

/** Frames up to this are made in memory that is used again. */
const SMALL_BYTES = 128 * 1024
let kept: Uint8Array | undefined
function smallRoom(): Uint8Array {
  kept ??= new Uint8Array(SMALL_BYTES)
  return kept
}

/** In memory of just that length, which can be given back at once. */
function copyOf(bytes: Uint8Array, length: number): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(length)
  copy.set(bytes.subarray(0, length))
  return copy
}

/** One standard zstd frame with its content size. */
export function compress(plain: Uint8Array): Uint8Array {
  return compressAt(plain.length < BIG_FROM_BYTES ? SMALL_LEVEL : BIG_LEVEL, plain)
}

const samples = new Uint8Array(SAMPLES * SAMPLE_BYTES)

/** False when samples from all over the bytes say that they are compressed or encrypted already, as photos and archives are. */
export function willShrink(plain: Uint8Array): boolean {
  if (plain.length < SAMPLED_FROM_BYTES) return true
  for (let at = 0; at < SAMPLES; at += 1) {
    const from = Math.floor(((plain.length - SAMPLE_BYTES) * at) / (SAMPLES - 1))
    samples.set(plain.subarray(from, from + SAMPLE_BYTES), at * SAMPLE_BYTES)
  }
  return compressAt(SMALL_LEVEL, samples).length < samples.length * WORTHWHILE
}

function compressAt(level: number, plain: Uint8Array): Uint8Array {
  const roomBytes = plain.length + (plain.length >> 8) + 128
  const isSmall = roomBytes <= SMALL_BYTES
  const room = isSmall ? smallRoom() : Buffer.allocUnsafeSlow(roomBytes)
  const length = compressorOf(level).run(plain, room)
  if (length !== undefined) return isSmall ? copyOf(room, length) : room.subarray(0, length)
  return zstdCompressSync(plain, {
    params: { [constants.ZSTD_c_compressionLevel]: level },
    pledgedSrcSize: plain.length,
    // Room for all of it at once: the default of 16 KiB makes joining the pieces dearer than compressing them.
    chunkSize: Math.min(plain.length + (plain.length >> 8) + 128, MAX_CHUNK_BYTES),
  })
}

/**
 * Undoes zstd: any number of frames, with or without content size, skippable frames passed over.
 *
 * Gives undefined for anything else, also for bytes left over or for more than `maxBytes` of content.
 */
export function decompress(compressed: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const whole = decompressWhole(compressed, maxBytes)
  if (whole) return whole
  const parts: Uint8Array[] = []
  let left = compressed
  let room = maxBytes
  while (left.length > 0) {
    const magic = left.length >= 8 ? new DataView(left.buffer, left.byteOffset).getUint32(0, true) : 0
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      const skip = 8 + new DataView(left.buffer, left.byteOffset).getUint32(4, true)
      if (skip > left.length) return undefined
      left = left.subarray(skip)
      continue
    }
    if (magic !== FRAME_MAGIC || parts.length === MAX_FRAMES) return undefined
    const frame = decompressFrames(left, room)
    if (!frame) return undefined
    parts.push(frame.plain)
    room -= frame.plain.length
    left = left.subarray(frame.consumedBytes)
  }
  if (parts.length === 0) return undefined
  return parts.length === 1 ? parts[0] : Buffer.concat(parts)
}

/** The usual case: one frame of known length. Undefined for everything else. */
function decompressWhole(compressed: Uint8Array, maxBytes: number): Uint8Array | undefined {
  if (maxBytes > MAX_CHUNK_BYTES || !isOneWholeFrame(compressed)) return undefined
  // A document may be long and mostly is not: a vault of ten years has thousands of small ones. What is longer than it said is undone in pieces.
  const mostBytes = Math.min(maxBytes, likelyBytes(compressed))
  const isSmall = mostBytes < SMALL_BYTES
  // One byte more than may come, so that a full room means too much.
  const room = isSmall ? smallRoom() : Buffer.allocUnsafeSlow(mostBytes + 1)
  const length = decompressorOf().run(compressed, room)
  if (length === undefined || length > mostBytes) return undefined
  return isSmall ? copyOf(room, length) : room.subarray(0, length)
}

/** Room for what a frame says it holds, within reason: only a hint, it may lie. */
function likelyBytes(frame: Uint8Array): number {
  const descriptor = frame[4] ?? 0
  const isWhole = (descriptor & 0x20) !== 0
  const at = 5 + (isWhole ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0)
  const lengthBytes = [isWhole ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  if (lengthBytes === 0 || frame.length < at + 8) return UNKNOWN_CHUNK_BYTES
  const view = new DataView(frame.buffer, frame.byteOffset)
  // A length of two bytes begins where one byte ends (RFC 8878, 3.1.1.1.4).
  const said =
    lengthBytes === 1
      ? view.getUint8(at)
      : lengthBytes === 2
        ? view.getUint16(at, true) + 256
        : view.getUint32(at, true)
  return Math.min(said + 64, MAX_CHUNK_BYTES)
}

function decompressFrames(
  bytes: Uint8Array,
  maxBytes: number,
): { plain: Uint8Array; consumedBytes: number } | undefined {
  try {
    // `info` also gives the engine, which knows how far it has read; the types of Node do not say so.
    const result: unknown = zstdDecompressSync(bytes, {
      params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
      maxOutputLength: Math.max(1, maxBytes),
      // Room for all of it at once. A blob's length is known; a document's own word is taken for it.
      chunkSize: maxBytes <= MAX_CHUNK_BYTES ? Math.max(64, maxBytes) : likelyBytes(bytes),
      info: true,
    })
    const { buffer, engine } = result as { buffer: Uint8Array; engine: { bytesWritten: number } }
    if (buffer.length > maxBytes || engine.bytesWritten === 0) return undefined
    return { plain: buffer, consumedBytes: engine.bytesWritten }
  } catch {
    return undefined
  }
}
