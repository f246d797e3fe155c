import { crc32, deflateSync } from 'node:zlib'
import type { Random } from '#engine/kernel/index.ts'

/** Kinds of files a canary can be. */
export type CanaryKind = 'txt' | 'csv' | 'pdf' | 'png'

/** Which kind stands in for the files of an extension; undefined where none does. */
export function canaryKindOf(extension: string): CanaryKind | undefined {
  if (/^(?:jpe?g|png|gif|bmp|tiff?|webp|heic|dcm)$/.test(extension)) return 'png'
  if (/^(?:pdf|docx?|odt|rtf)$/.test(extension)) return 'pdf'
  if (/^(?:csv|xlsx?|ods)$/.test(extension)) return 'csv'
  return /^(?:txt|md|xml|html?|log)$/.test(extension) ? 'txt' : undefined
}

/** A real file of a kind, with nothing in it that belongs to anybody. */
export function makeContent(kind: CanaryKind, random: Random): Uint8Array {
  switch (kind) {
    case 'txt':
      return Buffer.from(lines(random, 40).join('\r\n'))
    case 'csv':
      return Buffer.from(['codigo;data;valor', ...lines(random, 60).map((_, at) => row(random, at))].join('\r\n'))
    case 'pdf':
      return makePdf(lines(random, 20))
    case 'png':
      return makePng(random)
  }
}

const SENTENCES = [
  'Modelo de orientações gerais para o retorno.',
  'Manter repouso relativo e hidratação.',
  'Agendar reavaliação em trinta dias.',
  'Conferir materiais e esterilização.',
  'Registro interno de procedimentos padronizados.',
  'Sem intercorrências no período.',
]
const below = (random: Random, limit: number) => Buffer.from(random.bytes(4)).readUInt32LE() % limit

function lines(random: Random, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${at + 1}. ${SENTENCES[below(random, SENTENCES.length)]}`)
}

const row = (random: Random, at: number) =>
  `${1000 + at};2024-${String(1 + below(random, 12)).padStart(2, '0')}-10;${below(random, 90_000) / 100}`

/** One page of text, by the public specification of PDF 1.4. */
function makePdf(text: readonly string[]): Uint8Array {
  const shown = text.map(
    (line) =>
      `(${line
        .normalize('NFD')
        .replace(/[^ -~]/g, '')
        .replace(/[()\\]/g, '')}) Tj T*`,
  )
  const page = `BT /F1 11 Tf 14 TL 60 780 Td ${shown.join('\n')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  return Buffer.from(
    `${body}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  )
}

/** A picture of soft grey noise, by the public specification of PNG. */
function makePng(random: Random): Uint8Array {
  const [width, height] = [240, 160]
  const noise = random.bytes(width * height)
  const raw = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      raw[y * (width + 1) + 1 + x] = 96 + ((x + y) >> 2) + ((noise[y * width + x] ?? 0) & 15)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.of())])
}
