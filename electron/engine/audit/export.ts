import { createHash } from 'node:crypto'
import type { AuditRow, ClinicIdentity } from '#shared/domain/index.ts'
import { dictionaries, fill, historySentence } from '#shared/i18n/index.ts'
import { formatDate, type Language } from '#shared/units/index.ts'

/** Who made a paper, for whom, and when. */
export type ExportStamp = {
  readonly clinic: ClinicIdentity
  readonly version: string
  readonly madeAtMs: number
  readonly language: Language
}

/** Dates as every program reads them, with the offset from UTC of this computer. */
const isoMoment = (atMs: number): string => {
  const offsetMinutes = -new Date(atMs).getTimezoneOffset()
  const shifted = new Date(atMs + offsetMinutes * 60_000).toISOString().slice(0, 19)
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60]
  return `${shifted}${offsetMinutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** The same on the page, which people read: the day first. */
const readMoment = (atMs: number, language: Language): string => {
  const iso = isoMoment(atMs)
  return `${formatDate(atMs, language)} ${iso.slice(11, 19)} (UTC${iso.slice(19)})`
}

type Moment = (atMs: number, language: Language) => string

function cellsOf(row: AuditRow, language: Language, moment: Moment): readonly string[] {
  return [
    moment(row.atMs, language),
    historySentence(row, language),
    row.type,
    row.actor,
    row.component,
    row.subject === null ? '' : `${row.subject.kind}:${row.subject.id}`,
    JSON.stringify(row.extra),
    row.segment,
    String(row.number),
    row.hash,
  ]
}

/** Who the clinic is and what made this, one thing a line. */
function headOf(
  { clinic, version, madeAtMs, language }: ExportStamp,
  count: number,
  moment: Moment,
): readonly string[] {
  const { paper } = dictionaries[language].history
  const said = (value: string | null) => value ?? paper.unknown
  return [
    paper.title,
    fill(paper.clinic, { name: clinic.name }),
    fill(paper.cnpj, { cnpj: said(clinic.cnpj) }),
    fill(paper.cnes, { cnes: said(clinic.cnes) }),
    fill(paper.program, { version }),
    fill(paper.madeAt, { when: moment(madeAtMs, language) }),
    fill(paper.period, { count: String(count) }),
  ]
}

/**
 * The lines as a table for spreadsheets, oldest first: UTF-8 with its mark and `;` between cells, which Excel in Brazil opens as it is.
 * A cell that a spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV injection).
 */
export function auditCsv(rows: readonly AuditRow[], stamp: ExportStamp): string {
  const { columns } = dictionaries[stamp.language].history.paper
  const lines = [
    ...headOf(stamp, rows.length, isoMoment).map((text) => [text]),
    Object.values(columns),
    ...rows.map((row) => cellsOf(row, stamp.language, isoMoment)),
  ]
  return `\uFEFF${lines.map((cells) => cells.map(csvCell).join(';')).join('\r\n')}\r\n`
}

const csvCell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

const STYLE =
  'body{font:14px/1.4 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25rem .4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}td{font-size:.8rem}thead{display:table-header-group}'

/** The lines as a page that runs nothing and loads nothing. */
export function auditHtml(rows: readonly AuditRow[], stamp: ExportStamp): string {
  const { paper } = dictionaries[stamp.language].history
  const [title = '', ...facts] = headOf(stamp, rows.length, readMoment)
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`
  const cells = (name: 'th' | 'td', texts: readonly string[]) =>
    texts.map((text) => `<${name}>${escaped(text)}</${name}>`).join('')
  return `<!doctype html>
<html lang="${stamp.language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1><p>${facts.map(escaped).join('<br>')}</p>
<table><thead><tr>${cells('th', Object.values(paper.columns))}</tr></thead><tbody>
${rows.map((row) => `<tr>${cells('td', cellsOf(row, stamp.language, readMoment))}</tr>`).join('\n')}
</tbody></table><p>${escaped(paper.foot)}</p></body></html>
`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
