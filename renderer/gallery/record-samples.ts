import type { EhrMap, MapReport, OpenRecords, PatientCard, RecordDocument } from '#shared/domain/index.ts'
import { recordsIdSchema } from '#shared/domain/index.ts'

// A copy of a clinic's system that is open for reading. People and illnesses are invented.
const DAY_MS = 86_400_000

export const makeOpened = (change: Partial<OpenRecords> = {}): OpenRecords => ({
  recordsId: recordsIdSchema.parse('7c1f4b5e-0d2a-4f6b-8c3d-1a2b3c4d5e6f'),
  label: 'Prontuário eletrônico',
  takenAtMs: Date.now() - DAY_MS - 3 * 3_600_000,
  product: 'e-SUS PEC',
  mapState: 'curated',
  ...change,
})

const patient = (at: number, name: string): PatientCard => ({
  ...{ key: `k${at}`, name, cpf: `***.${String(401 + at)}.***-0${at}`, birth: `19${60 + at * 7}-03-1${at}`, sex: '' },
})
export const samplePatients: readonly PatientCard[] = [
  patient(1, 'Ana Lúcia Conceição'),
  patient(2, 'Ana Paula da Conceição Ferreira'),
  patient(3, 'Conceição Araújo'),
]

const visit = (daysAgo: number, words: string, change: Partial<Row> = {}): Row => ({
  date: new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10),
  isDeleted: false,
  fields: [
    { label: 'Profissional', value: 'Dr. Paulo Nogueira', isLong: false },
    { label: 'Evolução', value: words, isLong: true },
  ],
  files: [],
  ...change,
})
type Row = RecordDocument['sections'][number]['rows'][number]

export const sampleRecord: RecordDocument = {
  patient: samplePatients[0] ?? patient(1, ''),
  fields: [
    { label: 'Nome', value: 'Ana Lúcia Conceição' },
    { label: 'Nascimento', value: '11/03/1967' },
    { label: 'Alergias', value: 'Dipirona' },
    { label: 'Telefone', value: '(11) 90000-0000' },
  ],
  sections: [
    {
      title: 'Consultas',
      rows: [
        visit(
          12,
          'Retorno. Refere melhora da dor no joelho direito; marcha sem apoio. Mantida a fisioterapia por 4 semanas.',
          {
            files: [
              { label: 'Radiografia', original: 'E:\\Imagens\\2026\\rx-joelho.jpg', kind: 'beside' },
              { label: 'Laudo', original: '', kind: 'inside' },
            ],
          },
        ),
        visit(40, 'Dor no joelho direito há duas semanas, sem queda. Pedida radiografia.'),
        visit(41, 'Agendada por engano.', { isDeleted: true }),
      ],
      withheld: 1,
    },
    {
      title: 'Receitas',
      rows: [visit(12, 'Paracetamol 750 mg, 1 comprimido a cada 8 horas se houver dor.')],
      withheld: 0,
    },
    { title: 'Vacinas', rows: [], withheld: 0 },
  ],
  uncovered: [{ table: 'tb_anexo_temporario', rows: 41 }],
  missingFiles: 0,
}

const map: EhrMap = {
  ...{ ehrMap: 1, id: 'sistema-da-clinica', product: 'Sistema da clínica', origin: 'proposed' },
  detect: { tables: ['pacientes', 'consultas'], columns: [] },
  patient: { table: 'pacientes', key: ['id'], name: ['nome'], cpf: 'cpf', birth: 'nascimento' },
  sections: [
    { table: 'consultas', title: 'Consultas', links: [{ to: 'pacientes', on: [['paciente_id', 'id']] }] },
    { table: 'receitas', title: 'Receitas', links: [{ to: 'consultas', on: [['consulta_id', 'id']] }] },
  ],
  ignored: ['log_*'],
}
/** A proposal that somebody has to look at. */
export const sampleMap: MapReport = {
  map,
  tables: [
    { name: 'pacientes', columns: ['id', 'nome', 'cpf', 'nascimento', 'telefone'], rows: 2_114 },
    { name: 'consultas', columns: ['id', 'paciente_id', 'data', 'evolucao'], rows: 48_211 },
    { name: 'receitas', columns: ['id', 'consulta_id', 'texto'], rows: 9_302 },
  ],
  evidence: [
    { table: 'consultas', kind: 'name', share: 0.998 },
    { table: 'receitas', kind: 'values', share: 0.91 },
  ],
  suspicious: [{ table: 'orcamentos', columns: ['cod_pac'] }],
}
