import type { FileVersion, FoundFile, Overview, ReplicaOverview } from '#shared/contracts/index.ts'
import {
  type CopyId,
  type CopySummary,
  type DatabaseFinding,
  type DatabaseScript,
  type Day,
  type DueWork,
  type ItemFreshness,
  type JobId,
  type Notice,
  type NoticeSettings,
  type PlaceTestEvent,
  placeTestCases,
  type ServerSource,
  type Source,
  type SourceId,
  type TabletView,
  tabletIdSchema,
  tabletPolicySchema,
} from '#shared/domain/index.ts'

// Invented data for the gallery and for tests of pure functions. Names are made up.
const MINUTE_MS = 60_000
export const NOW_MS = Date.parse('2026-11-21T14:52:00')

const uuid = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`
export const sampleJob = uuid(900) as JobId

export const makeSource = (last: number, kind: 'folder' | 'sqlite', path: string, label: string): Source => ({
  id: uuid(last) as SourceId,
  kind,
  path,
  label,
})

export const sampleServer: ServerSource = {
  id: uuid(4) as SourceId,
  kind: 'server',
  label: 'Banco do sistema',
  server: {
    kind: 'postgresql',
    host: 'servidor-recepcao',
    port: 5433,
    database: 'esus',
    user: 'salvaguarda',
    secretRef: `database:${uuid(5)}`,
  },
  beside: ['C:\\Program Files\\e-SUS\\webserver\\config', 'C:\\Certificados\\clinica-2026.pfx'],
  category: 'records',
  owner: 'Marina, recepção',
}

export const sampleDatabases: readonly DatabaseFinding[] = [
  {
    kind: 'postgresql',
    evidence: 'service',
    isRunning: true,
    host: 'localhost',
    port: 5433,
    toolsFolder: 'C:\\Program Files\\e-SUS\\database\\postgresql-9.6\\bin',
    product: 'e-SUS PEC',
    instance: null,
  },
  {
    kind: 'sql-server',
    evidence: 'service',
    isRunning: false,
    host: 'localhost',
    port: 1433,
    toolsFolder: null,
    product: null,
    instance: '.\\SQLEXPRESS',
  },
]

export const sampleScript: DatabaseScript = {
  language: 'sql',
  text: `-- Rode uma vez no psql, como administrador do servidor, dentro do banco:  \\connect "esus"
-- Este usuário lê tudo e não muda nada.
CREATE ROLE "salvaguarda" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 5;
\\password "salvaguarda"
GRANT CONNECT ON DATABASE "esus" TO "salvaguarda";
GRANT pg_read_all_data TO "salvaguarda";
`,
}

export const makeCopy = (change: Partial<CopySummary> = {}): CopySummary => ({
  copyId: 'a3f1'.repeat(16) as CopyId,
  takenAtMs: NOW_MS - 20 * MINUTE_MS,
  durationMs: 94_000,
  files: 14_203,
  folders: 812,
  sourceBytes: 38_412_000_000,
  addedBytes: 41_800_000,
  newFiles: 12,
  changedFiles: 3,
  unchangedFiles: 14_188,
  databases: 1,
  skips: {},
  ...change,
})

export const makeReplica = (change: Partial<ReplicaOverview> = {}, nowMs = NOW_MS): ReplicaOverview => ({
  replicaId: 'c4'.repeat(32),
  place: { kind: 'local', path: '/media/recepcao/HD da clínica/Salvaguarda/cofre' },
  isMain: true,
  isReachable: true,
  isOutside: false,
  copies: 214,
  newestCopyAtMs: nowMs - 20 * MINUTE_MS,
  trouble: null,
  protection: null,
  freeBytes: 1_412_000_000_000,
  proof: {
    kind: 'current',
    atMs: nowMs - 3_600_000,
    oldestAtMs: nowMs - 12 * 86_400_000,
    expiresAtMs: nowMs + 18 * 86_400_000,
    provenBytes: 38_000_000_000,
    totalBytes: 38_000_000_000,
  },
  lastUpdate: null,
  ...change,
})

export function makeFreshItem(sourceId: SourceId, change: Partial<ItemFreshness> = {}, nowMs = NOW_MS): ItemFreshness {
  const sinceMs = nowMs - 3 * MINUTE_MS
  return {
    sourceId,
    goalMs: 15 * MINUTE_MS,
    savedAtMs: nowMs - 4 * MINUTE_MS,
    provenAtMs: nowMs - 86_400_000,
    changedSinceMs: sinceMs,
    isHeard: true,
    mayLose: { kind: 'since', sinceMs },
    isWithinGoal: true,
    ...change,
  }
}

export const makeNotice = (change: Partial<Notice> = {}, nowMs = NOW_MS): Notice => ({
  subject: 'place-away',
  tone: 'needs-you',
  action: 'connect-place',
  code: 'DEST_101',
  level: 'first',
  audience: ['reception'],
  sinceMs: nowMs - 26 * 3_600_000,
  untilMs: nowMs + 17 * 3_600_000,
  snooze: null,
  ...change,
})

const DAY_KINDS = 'bbbgggggigggmgiggggoigggggiggg'
export const sampleDays: readonly Day[] = [...DAY_KINDS].map((letter, index) => ({
  fromMs: new Date(2026, 9, 23 + index).getTime(),
  kind: ({ b: 'before', g: 'guarded', i: 'idle', m: 'with-misses', o: 'overdue' } as const)[letter] ?? 'idle',
  copies: letter === 'g' ? 14 : 0,
}))

export const samplePlan = (nowMs = Date.now()): DueWork => ({
  kind: 'later',
  work: { kind: 'copy' },
  atMs: nowMs + 9 * MINUTE_MS,
  unmet: [
    { kind: 'not-yet', untilMs: nowMs + 9 * MINUTE_MS },
    { kind: 'settling-changes', untilMs: nowMs + MINUTE_MS },
  ],
})

export const makeOverview = (change: Partial<Overview> = {}): Overview => ({
  state: { kind: 'ready', clinicName: 'Clínica Sorriso Vivo' },
  sources: [
    makeSource(1, 'folder', '/home/recepcao/Clínica/Pacientes', 'Pacientes'),
    makeSource(2, 'folder', '/home/recepcao/Clínica/Fotos antes e depois', 'Fotos antes e depois'),
    makeSource(3, 'sqlite', '/home/recepcao/Clínica/Sistema/prontuario.db', 'prontuario.db'),
  ],
  vault: {
    place: { kind: 'local', path: '/media/recepcao/HD da clínica/Salvaguarda/cofre' },
    isReachable: true,
    freeBytes: 1_412_000_000_000,
  },
  lastCopy: makeCopy(),
  copies: 214,
  lastCheck: { atMs: NOW_MS - 9 * 86_400_000, problems: 0, readData: true },
  openFailure: null,
  replicas: [],
  freshness: { items: [], mayLose: { kind: 'nothing' }, overdueSinceMs: null },
  running: [],
  seq: 1204,
  ...change,
})

const DAY_MS = 86_400_000
export const makeFound = (key: number, name: string, folder: string, change: Partial<FoundFile> = {}): FoundFile => ({
  fileKey: key,
  name,
  folder,
  kind: 'file',
  isSimilar: false,
  computer: null,
  versions: 1 + (key % 5),
  lastSeenAtMs: NOW_MS - 20 * MINUTE_MS,
  isInNewestCopy: true,
  newestBytes: 240_000 * key,
  ...change,
})

export const sampleFound: readonly FoundFile[] = [
  makeFound(1, 'Laudo panorâmica.pdf', '/home/recepcao/Clínica/Pacientes/Conceição, Ana Lúcia', { versions: 4 }),
  makeFound(2, 'antes-01.jpg', '/home/recepcao/Clínica/Fotos antes e depois/Conceição, Ana Lúcia', {
    isInNewestCopy: false,
    lastSeenAtMs: NOW_MS - 3 * DAY_MS,
    newestBytes: 4_820_000,
  }),
  makeFound(3, 'prontuario.db', '/home/recepcao/Clínica/Sistema', {
    kind: 'database',
    versions: 61,
    newestBytes: 812_000_000,
  }),
  makeFound(5, 'esus.sql', '/Bancos de dados (Salvaguarda)/PostgreSQL esus em servidor-recepcao 5433', {
    kind: 'database',
    versions: 12,
    isInNewestCopy: false,
    newestBytes: 2_400_000_000,
  }),
  makeFound(
    4,
    `Termo de consentimento livre e esclarecido ${'para tratamento ortodôntico '.repeat(7)}assinado 😀.pdf`,
    '/home/recepcao/Clínica/Pacientes/Conceição, Ana Lúcia/Documentos assinados/2024/Ortodontia/Segunda via',
  ),
]

/** Each was changed, copied that day, and stayed so until the day before the next one. */
export const makeVersions = (count: number, ageDays = (index: number) => 3 + index * 17): FileVersion[] =>
  Array.from({ length: count }, (_, index) => ({
    versionKey: 100 + index,
    copyId: 'b2'.repeat(32) as CopyId,
    modifiedAtMs: NOW_MS - ageDays(index) * DAY_MS - 3 * 3_600_000,
    firstCopyAtMs: NOW_MS - ageDays(index) * DAY_MS,
    lastCopyAtMs: NOW_MS - (index === 0 ? 20 * MINUTE_MS : (ageDays(index - 1) + 1) * DAY_MS),
    sizeBytes: 1_980_000 - index * 120_000,
  }))

export const sampleWords: readonly string[] =
  'abacate bússola cidade domador encontro farofa girassol hortelã imagem jabuti lagarto moldura navio ostra pedreira quiosque ramal sereno tecido urubu vinagre xadrez zangado abelha'
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(' ')

export const sampleNoticeSettings: NoticeSettings = {
  language: 'pt-BR',
  escalateAfterDays: 1,
  tellFromHour: 8,
  emails: {
    reception: ['recepcao@sorrisovivo.example'],
    manager: ['paula@sorrisovivo.example', 'carlos@sorrisovivo.example'],
    technician: ['ti@example.org'],
  },
  mailServer: {
    host: 'smtp.example.org',
    port: 465,
    security: 'tls',
    user: 'avisos@sorrisovivo.example',
    from: 'avisos@sorrisovivo.example',
  },
  ping: { url: 'https://example.org/ping/7f3a' },
}

/** One tablet at work, one that went quiet. */
export const sampleTablets: TabletView = {
  isOn: true,
  inboxPath: '/home/recepcao/Documentos/Fotos dos tablets',
  addresses: ['https://192.168.0.14:48213/'],
  fingerprint: Array.from({ length: 32 }, (_, at) =>
    ((at * 37 + 11) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':'),
  policy: tabletPolicySchema.parse({}),
  tablets: [
    {
      tabletId: tabletIdSchema.parse('3c0b2a6e-6d0f-4a49-9a76-0d1f6f0b7c11'),
      name: 'Tablet da sala 1',
      pairedAtMs: Date.now() - 60 * 86_400_000,
      lastSentAtMs: Date.now() - 40 * 60_000,
      sentFiles: 1284,
      isQuiet: false,
    },
    {
      tabletId: tabletIdSchema.parse('5f2f8f0e-1f57-4b0e-8a55-3b0f2f1a9d22'),
      name: 'Tablet da sala 2',
      pairedAtMs: Date.now() - 50 * 86_400_000,
      lastSentAtMs: Date.now() - 9 * 86_400_000,
      sentFiles: 310,
      isQuiet: true,
    },
  ],
}

export const samplePlaceTest: readonly PlaceTestEvent[] = [
  {
    kind: 'measured',
    upBytesPerSecond: 1_250_000,
    downBytesPerSecond: 6_200_000,
    latencyMs: 41,
    freeBytes: 1_900_000_000_000,
  },
  ...placeTestCases.map((id) => ({ kind: 'case', id, outcome: { kind: 'kept' } }) as const),
  { kind: 'finished', isFit: true, isAsBefore: true, code: null },
]
