import type { Evidence, IncidentView, PlanView, planCalls } from '#shared/contracts/index.ts'
import {
  diskIdSchema,
  incidentIdSchema,
  incidentTerms,
  type RecordSeries,
  recordSeriesIdSchema,
  reviewQuestionSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

const DAY_MS = 86_400_000
const nowMs = Date.now()
const ago = (days: number) => nowMs - days * DAY_MS
const month = new Date(nowMs).toISOString().slice(0, 7)

const places: PlanView['places'] = [
  {
    ...{ name: 'HD da recepção', place: { kind: 'local', path: '/media/HD da recepção/Salvaguarda/cofre' } },
    ...{ isMain: true, isDisk: false, isOutside: false, copies: 412, newestCopyAtMs: ago(0), provenAtMs: ago(1) },
  },
  {
    ...{ name: 'Disco de Novembro', place: { kind: 'local', path: '/media/Disco de Novembro/Salvaguarda/cofre' } },
    ...{ isMain: false, isDisk: true, isOutside: false, copies: 390, newestCopyAtMs: ago(17), provenAtMs: ago(17) },
  },
]
const drills: PlanView['drills'] = [
  { kind: 'burned-computer', atMs: ago(40), elapsedMs: 38 * 60_000, goalMs: 60 * 60_000, outcome: 'in-time' },
  { kind: 'random-record', atMs: ago(130), elapsedMs: 72 * 60_000, goalMs: 60 * 60_000, outcome: 'late' },
  { kind: 'random-record', atMs: ago(220), elapsedMs: 41 * 60_000, goalMs: 60 * 60_000, outcome: 'in-time' },
]

export const samplePlanView: PlanView = {
  atMs: nowMs,
  clinicName: 'Clínica Sorriso Vivo',
  lossMinutes: 15,
  backMinutes: 30,
  lastCopyAtMs: ago(0),
  places,
  things: [
    {
      label: 'Prontuário',
      category: 'records',
      owner: 'Dra. Paula',
      savedAtMs: ago(0),
      lossMinutes: 15,
      backMinutes: 60,
      weight: 'stops',
    },
    {
      label: 'Imagens',
      category: 'images',
      owner: 'Marina',
      savedAtMs: ago(0),
      lossMinutes: 60,
      backMinutes: 240,
      weight: 'hinders',
    },
    {
      label: 'Financeiro',
      category: 'finance',
      owner: null,
      savedAtMs: ago(0),
      lossMinutes: 1440,
      backMinutes: 1440,
      weight: 'waits',
    },
  ],
  disks: [
    { label: 'Disco de Novembro', number: 2, takenBy: 'Sr. João', place: 'casa', sinceMs: ago(17), isLost: false },
    { label: 'Disco de Dezembro', number: 3, takenBy: null, place: null, sinceMs: null, isLost: false },
  ],
  kit: { printedAtMs: ago(60), provenAtMs: ago(20) },
  drills,
  drillDueAtMs: ago(-51),
  people: [
    { name: 'Dra. Paula', role: 'manager' },
    { name: 'Marina', role: 'reception' },
  ],
  contacts: [
    { role: 'technician', name: 'Carlos Lima', phone: '(11) 98888-0001', note: 'também no fim de semana' },
    { role: 'system', name: 'Suporte do prontuário', phone: '0800 000 0000', note: 'contrato 1234' },
    { role: 'lawyer', name: 'Dra. Helena', phone: '(11) 97777-0002', note: '' },
  ],
  keyHolders: [{ what: 'kit', who: 'Sr. João', where: 'cofre de casa' }],
  conflicts: [{ kind: 'back-below-drill', goalMinutes: 30, drillMinutes: 38 }],
  leavers: [{ name: 'Rita', holds: [{ kind: 'thing', label: 'Imagens' }] }],
  printed: { atMs: ago(90), by: 'Dra. Paula', changed: ['contacts', 'disks'], isOld: false },
  evidenceDue: null,
  reviewDue: true,
  openIncidents: 0,
}

export const sampleEvidence: Evidence = {
  format: 'salvaguarda-evidence-1',
  month,
  clinicName: 'Clínica Sorriso Vivo',
  ...{ fromMs: ago(21), toMs: nowMs, madeAtMs: nowMs, madeBy: 'Dra. Paula' },
  days: Array.from({ length: 30 }, (_, at) => ({
    day: `${month}-${String(at + 1).padStart(2, '0')}`,
    copies: at % 7 === 0 ? 0 : 6 + ((at * 5) % 9),
    failures: at === 12 ? 2 : 0,
  })),
  copies: { made: 231, unchanged: 88, withMisses: 3, failures: 2, addedBytes: 41_000_000_000 },
  growth: ['06', '07', '08', '09', '10', '11'].map((at, index) => ({
    month: `2026-${at}`,
    bytes: 220e9 + index * 38e9,
  })),
  room: { freeBytes: 510e9, fitsUntilMs: ago(-400) },
  places,
  checks: Array.from({ length: 21 }, (_, at) => ({
    ...{ atMs: ago(21 - at), place: 'HD da recepção', readBytes: 9e9 + at * 1e8, problems: 0, isWhole: at % 7 === 6 },
  })),
  drills: drills.slice(0, 1),
  swaps: [
    { atMs: ago(17), disk: 'Disco de Novembro', kind: 'copied', who: null, where: null, seal: '0a1b2c3d4e5f' },
    {
      atMs: ago(17),
      disk: 'Disco de Novembro',
      kind: 'handed-over',
      who: 'Sr. João',
      where: 'casa',
      seal: '9f8e7d6c5b4a',
    },
  ],
  accesses: { recoveries: 4, recoveredFiles: 19, undone: 1, viewed: 2, exported: 0 },
  register: { lines: { 'copy-finished': 231, 'call.signIn': 44 }, head: 'ab12'.repeat(16), problems: 0 },
  incidents: [{ number: 1, kind: 'lost-disk', knownAtMs: ago(3), toldAtMs: null, isClosed: false }],
  reviews: [{ atMs: ago(15), by: 'Dra. Paula' }],
}

export const sampleIncident: IncidentView = {
  incidentId: incidentIdSchema.parse('00000000-0000-4000-8000-000000000071'),
  number: 1,
  kind: 'lost-disk',
  openedAtMs: ago(1),
  openedBy: 'Marina',
  knownAtMs: ago(1),
  disk: {
    diskId: diskIdSchema.parse('00000000-0000-4000-8000-000000000072'),
    ...{ label: 'Disco de Outubro', number: 1, reference: '2026-1', replicaId: 'ab'.repeat(32), keys: 2 },
    newestCopyAtMs: ago(45),
    custody: { takenBy: 'Sr. João', place: 'casa', atMs: ago(45) },
  },
  account: {
    what: 'O disco ficou no carro, que foi furtado à noite.',
    happenedAtMs: ago(2),
    data: ['health', 'secrecy'],
    people: 1800,
    risk: 'undecided',
    riskWhy: '',
    measures: 'Boletim de ocorrência; disco dado como perdido.',
    whyNot: '',
  },
  tasks: { contain: { atMs: ago(1), by: 'Marina' } },
  told: {},
  closedAtMs: null,
  lines: 3,
  terms: incidentTerms(ago(1), []),
}

const series = (end: number, change: Partial<RecordSeries>): RecordSeries => ({
  seriesId: recordSeriesIdSchema.parse(`00000000-0000-4000-8000-00000000008${end}`),
  ...{ name: 'Prontuários em papel, A a M', where: 'arquivo morto, caixas 1 a 40', lastEntryYear: 2003 },
  ...{ records: 1_204, guardYears: 20 },
  ...change,
})
/** One series whose time is over, one nobody counted, and a line of what was decided. */
export const sampleGuard: Awaited<ReturnType<(typeof planFakes)['recordGuard']>> = {
  series: [
    series(1, {}),
    series(2, { name: 'Radiografias em filme', where: 'sala 3', lastEntryYear: 2014, records: null }),
    series(3, {
      name: 'Prontuários do sistema novo',
      where: 'prontuário eletrônico',
      lastEntryYear: 2026,
      records: 2_114,
    }),
  ],
  eliminations: [
    {
      ...{
        number: 1,
        atMs: ago(30),
        by: 'Dra. Paula',
        series: series(4, { name: 'Fichas até 1999', lastEntryYear: 1999 }),
      },
      ...{ records: 310, decidedOn: '2026-10-20', commission: ['Dra. Paula', 'Dr. Paulo Nogueira', 'Marina'] },
      ...{ decision: 'Prazo de guarda encerrado; sem interesse histórico.', how: 'fragmentação, com certificado' },
    },
  ],
}

/** The plan's room, as the gallery shows it. */
export const planFakes: Handlers<typeof planCalls> = {
  plan: async () => samplePlanView,
  setContacts: async ({ contacts }) => ({ ...samplePlanView, contacts }),
  setKeyHolders: async ({ keyHolders }) => ({ ...samplePlanView, keyHolders }),
  planPrinted: async ({ by }) => ({ ...samplePlanView, printed: { atMs: nowMs, by, changed: [], isOld: false } }),
  review: async () => ({
    month,
    questions: reviewQuestionSchema.options.map((question, at) => ({
      question,
      verdict: at === 4 ? 'attention' : at === 5 ? 'unknown' : 'good',
      values: { count: 1, atMs: ago(1), minutes: 38 },
    })),
    done: [],
  }),
  saveReview: () => fail('PLAN_103'),
  evidenceMonths: async () => ({ months: [month], saved: [] }),
  evidence: async () => ({ evidence: sampleEvidence, json: '{}', sha256: 'cd34'.repeat(16) }),
  evidenceSaved: async () => ({}),
  incidents: async () => ({ incidents: [sampleIncident], ownHolidays: ['2026-01-25'] }),
  openIncident: async () => sampleIncident,
  describeIncident: async () => sampleIncident,
  tickIncident: async () => sampleIncident,
  tellIncident: async () => sampleIncident,
  closeIncident: () => fail('PLAN_104'),
  setOwnHolidays: async ({ days }) => ({ incidents: [sampleIncident], ownHolidays: days }),
  recordGuard: async () => ({ series: [], eliminations: [] }),
  setSeries: async () => ({ series: [], eliminations: [] }),
  addElimination: () => fail('PLAN_101', { year: 2027 }),
}
