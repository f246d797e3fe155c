/** What the beginning of a file says it is. */
export type Content = {
  /** It begins as a known kind of file does. */
  readonly hasForm: boolean
  readonly isText: boolean
  /** No kind of file, no text, and as even as encrypted bytes are. */
  readonly isNoise: boolean
}

/** First bytes of kinds of files, from their public specifications; offset 0 unless said otherwise. */
const FORMS: readonly (readonly [hex: string, at?: number])[] = [
  ['ffd8ff'], // JPEG
  ['89504e470d0a1a0a'], // PNG
  ['47494638'], // GIF
  ['424d'], // BMP
  ['49492a00'], // TIFF, raw photos
  ['4d4d002a'],
  ['52494646'], // WebP, WAV, AVI
  ['66747970', 4], // MP4, HEIC
  ['255044462d'], // PDF
  ['504b0304'], // DOCX, XLSX, ODT, ZIP
  ['504b0506'],
  ['d0cf11e0a1b11ae1'], // DOC, XLS, documents with a password
  ['7b5c727466'], // RTF
  ['53514c69746520666f726d6174203300'], // SQLite
  ['4449434d', 128], // DICOM
  ['1f8b'], // gzip
  ['377abcaf271c'], // 7z
  ['526172211a07'], // RAR
  ['28b52ffd'], // zstd
  ['494433'], // MP3
  ['4f676753'], // Ogg
  ['1a45dfa3'], // Matroska, WebM
  ['4d5a'], // programs
  ['7f454c46'],
]
const SIGNATURES = FORMS.map(([hex, at = 0]) => ({ bytes: Buffer.from(hex, 'hex'), at }))

/** Kinds that begin in a known way, by the end of their names. */
const FORMED =
  /^(?:jpe?g|png|gif|bmp|tiff?|webp|heic|mp4|mov|avi|pdf|docx?|xlsx?|pptx?|od[tsp]|zip|rtf|sqlite3?|dcm|gz|7z|rar|mp3|ogg)$/i
const TEXT = /^(?:txt|csv|tsv|xml|json|html?|md|log|ini|hl7|tiss|sql|ics|vcf)$/i

/** Fewer bytes cannot be told from noise. */
const SMALLEST_NOISE = 256
const SAMPLE_BYTES = 4096
/** How much less even than perfect noise of the same length bytes may be, in bits. */
const NOISE_MARGIN = 0.2
const MAX_CONTROL_PART = 0.02

/** Judges the first bytes of a file, and some from their middle, where a header that was left alone tells nothing. */
export function contentOf(bytes: Uint8Array): Content {
  const hasForm = SIGNATURES.some(({ bytes: form, at }) => startsWith(bytes, form, at))
  const first = bytes.subarray(0, SAMPLE_BYTES)
  const middle = bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + SAMPLE_BYTES)
  const isText = !hasForm && looksLikeText(first) && looksLikeText(middle)
  return { hasForm, isText, isNoise: !hasForm && !isText && (isEven(first) || isEven(middle)) }
}

export type ExpectedContent = 'form' | 'text' | 'unknown'

/** What a file should be by the end of its name. */
export function expectedContent(extension: string): ExpectedContent {
  return FORMED.test(extension) ? 'form' : TEXT.test(extension) ? 'text' : 'unknown'
}

function startsWith(bytes: Uint8Array, form: Uint8Array, at: number): boolean {
  return Buffer.compare(bytes.subarray(at, at + form.length), form) === 0
}

/** Text of any alphabet that computers of a clinic wrote, UTF-8 or Latin-1: hardly any control characters. */
function looksLikeText(bytes: Uint8Array): boolean {
  let control = 0
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32) || (byte >= 0x7f && byte < 0xa0)) control += 1
  if (control <= bytes.length * MAX_CONTROL_PART) return true
  return isUtf8(bytes) && bytes.every((byte) => byte !== 0)
}

function isUtf8(bytes: Uint8Array): boolean {
  // A sample may end within a character.
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, Math.max(0, bytes.length - 3)))
  return !text.slice(2).includes('\ufffd')
}

/** Shannon's entropy against that of as many random bytes (Miller's correction for few). */
function isEven(bytes: Uint8Array): boolean {
  if (bytes.length < SMALLEST_NOISE) return false
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  let entropy = 0
  for (const count of counts) if (count > 0) entropy -= (count / bytes.length) * Math.log2(count / bytes.length)
  const random = Math.min(8 - 255 / (2 * bytes.length * Math.LN2), Math.log2(bytes.length))
  return entropy > random - NOISE_MARGIN
}
