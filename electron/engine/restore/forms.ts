import { isUtf8 } from 'node:buffer'

/** The beginning and the end of a file; of a small one both are all of it. */
export type FileEnds = { readonly head: Uint8Array; readonly tail: Uint8Array; readonly sizeBytes: number }
type Judge = (ends: FileEnds) => boolean

const ascii = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
const begins =
  (text: string, at = 0): Judge =>
  ({ head }) =>
    ascii(head.subarray(at, at + text.length)) === text
const ends =
  (text: string): Judge =>
  ({ tail }) =>
    ascii(tail).includes(text)
const all =
  (...judges: readonly Judge[]): Judge =>
  (file) =>
    judges.every((judge) => judge(file))
const any =
  (...judges: readonly Judge[]): Judge =>
  (file) =>
    judges.some((judge) => judge(file))

const zip = all(begins('PK\u0003\u0004'), ends('PK\u0005\u0006'))
const office = begins('\u00d0\u00cf\u0011\u00e0')
const media = begins('ftyp', 4)
const sqlite: Judge = ({ head, sizeBytes }) => {
  if (!begins('SQLite format 3\u0000')({ head, tail: head, sizeBytes })) return false
  const pageBytes = ((head[16] ?? 0) << 8) | (head[17] ?? 0)
  return sizeBytes % (pageBytes === 1 ? 65_536 : pageBytes) === 0
}
/** UTF-8, or one byte a character without the control characters that no text has. */
const plainText: Judge = ({ head }) =>
  !head.includes(0) && (isUtf8(head.subarray(0, cutAt(head))) || !hasControls(head))

function cutAt(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--
  return end > 0 && (bytes[end - 1] ?? 0) >= 0xc0 ? end - 1 : bytes.length
}
const hasControls = (bytes: Uint8Array): boolean => bytes.some((byte) => byte < 9 || (byte > 13 && byte < 27))

// Signatures and closing marks as the formats' own specifications give them (ISO 10918-1, ISO 32000-1, PNG, APPNOTE.TXT, MS-CFB, DICOM PS3.10).
const judges: Readonly<Record<string, Judge>> = {
  jpg: all(begins('\u00ff\u00d8\u00ff'), ends('\u00ff\u00d9')),
  png: all(begins('\u0089PNG\r\n\u001a\n'), ends('IEND')),
  gif: begins('GIF8'),
  bmp: begins('BM'),
  webp: all(begins('RIFF'), begins('WEBP', 8)),
  tif: any(begins('II*\u0000'), begins('MM\u0000*')),
  pdf: all(({ head }) => ascii(head.subarray(0, 1024)).includes('%PDF-'), ends('%%EOF')),
  zip,
  doc: any(office, zip, begins('{\\rtf')),
  xls: any(office, zip),
  dcm: begins('DICM', 128),
  mp4: media,
  heic: media,
  rtf: begins('{\\rtf'),
  db: sqlite,
  txt: plainText,
}
const alike: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  tiff: 'tif',
  docx: 'zip',
  xlsx: 'zip',
  pptx: 'zip',
  odt: 'zip',
  ods: 'zip',
  odp: 'zip',
  ppt: 'xls',
  msg: 'xls',
  mov: 'mp4',
  m4v: 'mp4',
  heif: 'heic',
  sqlite: 'db',
  sqlite3: 'db',
  csv: 'txt',
  xml: 'txt',
  json: 'txt',
  html: 'txt',
  htm: 'txt',
  md: 'txt',
}

/** Whether a file has, at its beginning and end, the form that its name says; 'whole' for kinds that we cannot judge. */
export function judgeForm(name: string, file: FileEnds): 'opens' | 'whole' | 'odd' {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const judge = judges[alike[extension] ?? extension]
  if (!judge) return 'whole'
  return judge(file) ? 'opens' : 'odd'
}
