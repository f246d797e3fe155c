import { createHash } from 'node:crypto'
import type { RecordDocument, RecordFile } from '#shared/domain/index.ts'

/** What stands on every page: of which copy this is, and who took it out. */
export type Stamp = {
  readonly clinic: string
  readonly product: string
  readonly copyTakenAt: string
  readonly copyId: string
  readonly madeAt: string
  readonly person: string
  readonly reason: string
}

const STYLE = `
:root{color-scheme:light}
body{font:16px/1.45 system-ui,"Segoe UI",sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:60rem;padding:1.5rem}
.mark{position:sticky;top:0;background:#fff4d6;border:2px solid #8a5a00;color:#3d2800;padding:.5rem .75rem;font-weight:600;z-index:1}
h1{font-size:1.7rem;margin:1rem 0 .25rem}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:2px solid #0b5d5b;padding-bottom:.25rem;break-after:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.25rem 0}dt{color:#4a4a4a}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
article{border:1px solid #c9c9c9;border-radius:.4rem;padding:.6rem .8rem;margin:.5rem 0;break-inside:avoid-page}
article.gone{background:#f4f4f4;color:#444}time{font-weight:600}img{max-width:16rem;max-height:16rem;display:block;margin:.4rem 0;border:1px solid #c9c9c9}
.note{border-left:4px solid #8a5a00;padding:.25rem .75rem;margin:.75rem 0}.soft{color:#4a4a4a;font-size:.9rem}
.water{position:fixed;inset:0;z-index:-1;display:flex;flex-direction:column;justify-content:space-around;align-items:center;overflow:hidden;pointer-events:none;user-select:none;text-align:center;text-transform:uppercase;font-weight:700;font-size:1.9rem;color:#efe6d3}
.water span{transform:rotate(-24deg)}
@media print{body{max-width:none;padding:0}.mark{position:static}.water{color:#eadfc8}}
`

// SECURITY: everything below comes from a database that anybody may have written into.
const plain = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? char,
  )

/** One file that says everything: no script, nothing loaded from anywhere, and a policy that would not let it. */
export function recordHtml(document: RecordDocument, stamp: Stamp): string {
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`
  const { patient, fields, sections } = document
  const body = sections.filter(({ rows, withheld }) => rows.length > 0 || withheld > 0).map(sectionHtml)
  const empty = sections
    .filter(({ rows, withheld }) => rows.length === 0 && withheld === 0)
    .map(({ title }) => plain(title))
  return `<!doctype html>
<html lang="pt-BR"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width">
<title>Prontuário de ${plain(patient.name)}</title><style>${STYLE}</style></head><body>
${watermark(stamp)}
<p class="mark">Cópia de ${plain(stamp.copyTakenAt)}. Somente leitura. O que foi digitado depois não está aqui.</p>
<h1>${plain(patient.name)}</h1>
<p class="soft">${plain(stamp.clinic)} · ${plain(stamp.product)} · tirado em ${plain(stamp.madeAt)} por ${plain(stamp.person)} · motivo: ${plain(stamp.reason)}</p>
<dl>${fields.map(({ label, value }) => `<dt>${plain(label)}</dt><dd>${plain(value)}</dd>`).join('')}</dl>
${body.join('\n')}
<h2>O que este documento não traz</h2>
${missingHtml(document.missingFiles)}
${uncoveredHtml(document)}
${empty.length > 0 ? `<p class="soft">Sem nada deste paciente: ${empty.join(', ')}.</p>` : ''}
<p class="soft">Cópia ${plain(stamp.copyId)}. Conferido por uma segunda contagem, feita de outro modo: nenhuma linha de outro paciente.</p>
</body></html>
`
}

function missingHtml(missing: number): string {
  if (missing === 0) return '<p>Tudo o que o sistema cita estava na cópia.</p>'
  const words =
    missing === 1
      ? '1 foto ou documento que o sistema cita não estava na cópia. Está marcado acima.'
      : `${missing} fotos ou documentos que o sistema cita não estavam na cópia. Cada um está marcado acima.`
  return `<p class="note">${words}</p>`
}

/** Behind the words of every page on paper, since what is fixed is printed on each; a page taken out alone still says what it is. */
function watermark({ copyTakenAt }: Stamp): string {
  const line = `<span>Cópia de ${plain(copyTakenAt)} · Somente leitura</span>`
  return `<div class="water" aria-hidden="true">${line.repeat(3)}</div>`
}

function sectionHtml({ title, rows, withheld }: RecordDocument['sections'][number]): string {
  const articles = rows.map(
    ({ date, isDeleted, fields, files }) =>
      `<article${isDeleted ? ' class="gone"' : ''}>${date === '' ? '' : `<time>${plain(date)}</time>`}${isDeleted ? ' <strong>(apagado no sistema)</strong>' : ''}<dl>${fields
        .map(({ label, value }) => `<dt>${plain(label)}</dt><dd>${plain(value)}</dd>`)
        .join('')}</dl>${files.map(fileHtml).join('')}</article>`,
  )
  const left =
    withheld === 1
      ? '1 linha ficou de fora porque também aponta para outro paciente.'
      : `${withheld} linhas ficaram de fora porque também apontam para outro paciente.`
  const note = withheld > 0 ? `<p class="note">${left}</p>` : ''
  return `<h2>${plain(title)} (${rows.length})</h2>${note}${articles.join('\n')}`
}

function fileHtml({ label, original, kind, path, image }: RecordFile): string {
  if (kind === 'missing') return `<p class="note">${plain(label)}: não está na cópia: ${plain(original)}</p>`
  const picture = image === undefined ? '' : `<img alt="${plain(label)}" src="${plain(image)}">`
  const name = original === '' ? label : `${label}: ${original}`
  return path === undefined
    ? `<p>${plain(name)}</p>${picture}`
    : `<p><a href="${plain(encodeURI(path))}">${plain(name)}</a></p>${picture}`
}

function uncoveredHtml({ uncovered }: RecordDocument): string {
  if (uncovered.length === 0) return '<p>O mapa deste sistema cobre todas as tabelas da cópia.</p>'
  const list = uncovered.map(({ table, rows }) => `${plain(table)} (${rows})`).join(', ')
  return `<p class="note">Tabelas que o mapa não cobre, com quantas linhas têm ao todo: ${list}. Pode haver nelas algo deste paciente.</p>`
}
