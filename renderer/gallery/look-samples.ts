import type { CopyReasons, Preview, TablePeek } from '#shared/contracts/index.ts'
import type { ReplicaId } from '#shared/domain/index.ts'
import type { EngineFake } from './fakes.ts'
import { makeVersions, sampleFound } from './samples.ts'

const text = (value: string): TablePeek['rows'][number][number] => ({ kind: 'text', text: value })
const patients: TablePeek = {
  name: 'pacientes',
  columns: ['id', 'nome', 'nascimento', 'foto', 'observações'],
  rows: Array.from({ length: 24 }, (_, at) => [
    text(String(at + 1)),
    text(['Conceição Araújo', 'Thiago Souza', 'Jéssica Walter'][at % 3] ?? ''),
    text(`19${60 + at}-03-12`),
    at % 3 === 0 ? { kind: 'bytes', sizeBytes: 248_000 } : { kind: 'empty' },
    text('Retorno em 30 dias. Alergia a dipirona, avisar antes de qualquer procedimento.'),
  ]),
  hasMore: true,
}

/** A page of paper with two lines, as small as a PDF can be. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 96>>stream
BT /F1 20 Tf 40 240 Td (Laudo: joelho direito) Tj 0 -40 Td (Sem sinais de fratura.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
`

export const lookSamples = {
  text: {
    kind: 'text',
    text: 'Evolução de 12/03/2026\n\nPaciente refere melhora da dor. Mantida a conduta.\n'.repeat(12),
    encoding: 'windows-1252',
    isCut: true,
  },
  pdf: { kind: 'pdf', bytes: new TextEncoder().encode(PDF) },
  tables: { kind: 'tables', tables: [patients, { ...patients, name: 'consultas', hasMore: false }], moreTables: 3 },
  none: { kind: 'none', why: 'too-big' },
} as const satisfies Record<string, Preview>

export const sampleReasons: CopyReasons = {
  takenAtMs: Date.UTC(2026, 10, 21, 17, 32),
  reasons: ['never-delete', 'floor', 'newest'],
  legalUntilMs: Date.UTC(2046, 10, 21, 17, 32),
  holders: [{ replicaId: 'c4'.repeat(32) as ReplicaId, isMonthDisk: true }],
}

/** Found by names that only look alike, on two computers, with versions far apart. */
export const similarFound: EngineFake['searchFiles'] = async () =>
  sampleFound.map((file, at) => ({
    ...file,
    isSimilar: at > 1,
    computer: at % 2 === 1 ? 'RECEPÇÃO-02' : null,
  }))

export const unevenVersions: EngineFake['listVersions'] = async () =>
  makeVersions(14, (at) => 3 + at * (at > 5 ? 77 : 17))
