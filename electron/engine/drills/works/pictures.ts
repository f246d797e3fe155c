import { crc32, inflateSync } from 'node:zlib'

/** `unknown`: a picture of a kind that is not judged here. `none`: no picture at all. */
export type PictureState = 'whole' | 'broken' | 'unknown' | 'none'

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const MOST_PIXEL_BYTES = 400 * 1024 * 1024

/**
 * Whether a picture came back whole: a PNG is unpacked to its last line, a JPEG followed marker by marker to its end.
 * Decision 0031 says why the engine does not decode more.
 */
export function judgePicture(name: string, bytes: Buffer): PictureState {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (ending === 'png' || bytes.subarray(0, 8).equals(PNG)) return isWholePng(bytes) ? 'whole' : 'broken'
  if (ending === 'jpg' || ending === 'jpeg') return isWholeJpeg(bytes) ? 'whole' : 'broken'
  return ['gif', 'bmp', 'webp', 'avif', 'tif', 'tiff', 'heic', 'dcm'].includes(ending) ? 'unknown' : 'none'
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Adam7 of the PNG specification: first column and row of each pass, and its steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Every chunk by its own sum, and as many bytes of pixels as its head promises (ISO/IEC 15948). */
function isWholePng(bytes: Buffer): boolean {
  if (!bytes.subarray(0, 8).equals(PNG)) return false
  let expected = -1
  const packed: Buffer[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) return false
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return false
    const data = bytes.subarray(at + 8, end - 4)
    if (type === 'IHDR') expected = pixelBytes(data)
    if (type === 'IDAT') packed.push(data)
    if (type === 'IEND') return expected >= 0 && unpackedBytes(packed) === expected
    at = end
  }
  return false
}

function pixelBytes(head: Buffer): number {
  if (head.length < 13) return -1
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const bits = (head[8] ?? 0) * (CHANNELS[head[9] ?? 99] ?? 0)
  if (bits === 0 || width === 0 || height === 0) return -1
  const size = (columns: number, rows: number) => (columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8)))
  if (head[12] === 0) return size(width, height)
  return PASSES.reduce(
    (sum, [x, y, dx, dy]) =>
      sum + size(Math.ceil(Math.max(0, width - x) / dx), Math.ceil(Math.max(0, height - y) / dy)),
    0,
  )
}

function unpackedBytes(packed: readonly Buffer[]): number {
  try {
    return inflateSync(Buffer.concat(packed), { maxOutputLength: MOST_PIXEL_BYTES }).length
  } catch {
    return -1
  }
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/** From start to end of image, with a frame that has a size and at least one scan (ISO/IEC 10918-1, annex B). */
function isWholeJpeg(bytes: Buffer): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return false
  let hasFrame = false
  let hasScan = false
  let at = 2
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return false
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xd9) return hasFrame && hasScan
    at += 2
    if (isAlone(marker)) continue
    if (at + 2 > bytes.length) return false
    const length = bytes.readUInt16BE(at)
    if (length < 2 || at + length > bytes.length) return false
    if (isFrame(marker)) hasFrame = length >= 8 && bytes.readUInt16BE(at + 5) > 0
    at += length
    if (marker === 0xda) {
      hasScan = true
      at = endOfScan(bytes, at)
    }
  }
  return false
}

/** The next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}
