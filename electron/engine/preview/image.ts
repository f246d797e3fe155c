import type { ImageType } from '#shared/contracts/index.ts'

/** More would be a picture made to fill the memory of whoever looks at it. */
const MOST_PIXELS = 120_000_000

const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']

type Size = { readonly width: number; readonly height: number }

const starts = (bytes: Uint8Array, text: string, at = 0) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(text.length, Math.max(0, bytes.length - at))).equals(
    Buffer.from(text, 'latin1'),
  )

/** Which picture a file is by its first bytes. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  if (starts(bytes, '\xff\xd8\xff')) return 'image/jpeg'
  if (starts(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts(bytes, 'GIF87a') || starts(bytes, 'GIF89a')) return 'image/gif'
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return 'image/webp'
  if (starts(bytes, 'BM') && bytes.length > 26) return 'image/bmp'
  return undefined
}

/** What nothing here draws, but people should be told the name of. ISO 14496-12 (file type box, HEIF's brands); DICOM PS3.10. */
export function undrawnTypeOf(bytes: Uint8Array): 'heic' | 'dicom' | undefined {
  if (starts(bytes, 'DICM', 128)) return 'dicom'
  const isHeif = starts(bytes, 'ftyp', 4) && HEIF_BRANDS.some((brand) => starts(bytes, brand, 8))
  return isHeif ? 'heic' : undefined
}

/** Whether a picture says a size that can be shown. A file that says none is no picture. */
export function isShowable(type: ImageType, bytes: Uint8Array): boolean {
  const size = sizeOf(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return size !== undefined && size.width > 0 && size.height > 0 && size.width * size.height <= MOST_PIXELS
}

function sizeOf(type: ImageType, view: DataView): Size | undefined {
  try {
    switch (type) {
      case 'image/png':
        return { width: view.getUint32(16), height: view.getUint32(20) }
      case 'image/gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
      case 'image/bmp':
        return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
      case 'image/webp':
        return webpSize(view)
      case 'image/jpeg':
        return jpegSize(view)
    }
  } catch (error) {
    // Cut off before it says its size.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** RFC 9649: the first chunk says the size, each kind of it in its own way. */
function webpSize(view: DataView): Size | undefined {
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  const kind = String.fromCharCode(...Array.from({ length: 4 }, (_, at) => view.getUint8(12 + at)))
  if (kind === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 }
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (kind !== 'VP8L') return undefined
  const bits = view.getUint32(21, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** ITU T.81: segments up to the start of a frame, which says the size. */
function jpegSize(view: DataView): Size | undefined {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    // Fill bytes.
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
}
