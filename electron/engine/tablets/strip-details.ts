import type { PhotoKind } from './photo-kind.ts'

/**
 * A photo without what the camera wrote beside the picture: place, moment, serial number, thumbnails, captions.
 *
 * Colour profiles stay, and so does a JPEG's orientation, or the picture would lie on its side. The picture's own bytes are not touched.
 * Undefined for what cannot be told apart: a kind we do not know how to take apart, or a damaged file.
 * Sources: JPEG (ITU T.81 B.1), Exif 2.32 §4.5 and §4.6.4 (tag 0x0112), PNG 3rd edition §5.3, RIFF container of WebP.
 */
export function stripDetails(kind: PhotoKind, bytes: Uint8Array): Uint8Array | undefined {
  if (kind === 'jpg') return stripJpeg(bytes)
  if (kind === 'png') return stripPng(bytes)
  if (kind === 'webp') return stripWebp(bytes)
  return undefined
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, Math.min(to, bytes.length) - from)).toString('latin1')

const SOS = 0xda
const EOI = 0xd9
const APP1 = 0xe1
const EXIF = 'Exif\0\0'

function stripJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let orientation = 1
  let at = 2
  for (;;) {
    if (at + 4 > bytes.length || bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    // Fill bytes before a marker are allowed.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === SOS) break
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length || end < at + 4) return undefined
    const segment = bytes.subarray(at, end)
    if (marker === APP1 && latin(segment, 4, 10) === EXIF) orientation = orientationOf(segment.subarray(10))
    if (staysInJpeg(marker, segment)) kept.push(segment)
    at = end
  }
  if (orientation !== 1) kept.splice(1, 0, orientationSegment(orientation))
  const picture = endOfPicture(bytes, at)
  if (picture === undefined) return undefined
  kept.push(bytes.subarray(at, picture))
  return Buffer.concat(kept)
}

/** Tables and frames stay; of what programs add only the colours: JFIF, ICC profile, Adobe's transform. */
function staysInJpeg(marker: number, segment: Uint8Array): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef
  if (marker === 0xfe) return false
  if (!isApplication) return true
  if (marker === 0xe0) return latin(segment, 4, 9) === 'JFIF\0'
  if (marker === 0xe2) return latin(segment, 4, 16) === 'ICC_PROFILE\0'
  return marker === 0xee && latin(segment, 4, 9) === 'Adobe'
}

/**
 * Just past the end-of-image marker that belongs to the picture: phones hang films and second pictures behind it.
 *
 * Between the scans of a progressive picture lie segments whose bytes may look like any marker, so they are stepped over by their length.
 */
function endOfPicture(bytes: Uint8Array, firstScan: number): number | undefined {
  const view = viewOf(bytes)
  for (let at = firstScan; at + 1 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      at += bytes[at] === 0xff && marker !== 0xff ? 2 : 1
      continue
    }
    if (marker === EOI) return at + 2
    if (at + 4 > bytes.length) return undefined
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

const ORIENTATION = 0x0112

/** 1 (upright) when it is not said, or said wrongly. */
function orientationOf(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1
  const view = viewOf(tiff)
  const isLittle = latin(tiff, 0, 2) === 'II'
  const table = view.getUint32(4, isLittle)
  if (table + 2 > tiff.length) return 1
  const entries = view.getUint16(table, isLittle)
  for (let index = 0; index < entries; index++) {
    const entry = table + 2 + index * 12
    if (entry + 12 > tiff.length) return 1
    if (view.getUint16(entry, isLittle) !== ORIENTATION) continue
    const value = view.getUint16(entry + 8, isLittle)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

function orientationSegment(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  const body = [...Buffer.from(EXIF, 'latin1'), ...tiff]
  return Uint8Array.from([0xff, APP1, 0, body.length + 2, ...body])
}

/** What draws the picture; text, time, Exif and what programs add for themselves go. */
const PNG_CHUNKS = new Set('IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' '))

function stripPng(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return undefined
    const type = latin(bytes, at + 4, at + 8)
    if (PNG_CHUNKS.has(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return undefined
}

const WEBP_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Bits of VP8X that promise an Exif and an XMP chunk. */
const WEBP_PROMISES = 0x0c

function stripWebp(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes)
  const whole = view.getUint32(4, true) + 8
  if (whole > bytes.length) return undefined
  const kept: Uint8Array[] = []
  for (let at = 12; at + 8 <= whole; ) {
    const size = view.getUint32(at + 4, true)
    const end = at + 8 + size + (size & 1)
    if (at + 8 + size > whole) return undefined
    const type = latin(bytes, at, at + 4)
    if (WEBP_CHUNKS.has(type)) {
      const chunk = Uint8Array.from(bytes.subarray(at, Math.min(end, whole)))
      if (type === 'VP8X' && chunk.length > 8) chunk[8] = (chunk[8] ?? 0) & ~WEBP_PROMISES
      kept.push(chunk)
    }
    at = end
  }
  if (kept.length === 0) return undefined
  const header = Uint8Array.from(bytes.subarray(0, 12))
  viewOf(header).setUint32(4, 4 + kept.reduce((sum, { length }) => sum + length, 0), true)
  return Buffer.concat([header, ...kept])
}
