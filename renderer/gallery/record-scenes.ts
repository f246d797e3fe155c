import { copyIdSchema, recoveryIdSchema, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { type EngineFake, fakeEngine, never } from './fakes.ts'
import { LONG_NAME, LONG_WORD } from './long-samples.ts'
import { makeOpened, sampleMap, samplePatients, sampleRecord } from './record-samples.ts'
import { makeOverview, makeReplica, sampleJob } from './samples.ts'
import { named, type Scene } from './scene.ts'

const DAY_MS = 86_400_000
const copyOf = (day: number) => ({
  copyId: copyIdSchema.parse(day.toString(16).padStart(2, '0').repeat(32)),
  takenAtMs: Date.now() - day * DAY_MS - 3 * 3_600_000,
})
const sourceOf = (at: number) => sourceIdSchema.parse(`0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f7${at}`)
const databases: EngineFake['recoverableDatabases'] = async () => [
  {
    sourceId: sourceOf(1),
    label: 'Prontuário eletrônico',
    kind: 'postgresql',
    place: 'esus em 192.168.0.10:5433',
    isProven: true,
    needsAdmin: true,
    copies: [1, 2, 9].map(copyOf),
  },
  {
    sourceId: sourceOf(2),
    label: 'Agenda',
    kind: 'firebird',
    place: 'C:\\Sistema\\AGENDA.FDB',
    isProven: true,
    needsAdmin: true,
    copies: [copyOf(1)],
  },
]

const findings = {
  ...{ tables: 84, rows: 1_204_551, checksums: 84, isCounted: true, hasLive: true },
  ...{ newestAtMs: Date.now() - DAY_MS - 4 * 3_600_000, liveNewestAtMs: Date.now() - 60_000 },
}
type Recovery = Awaited<ReturnType<EngineFake['databaseRecoveries']>>[number]

const scene = (screen: 'records' | 'recover', engine: Partial<EngineFake>, ...steps: Step[]): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), {
    recoverableDatabases: databases,
    ...engine,
  }),
  screen,
  steps,
})
/** A copy is open, and somebody does something with it. */
const opened = (engine: Partial<EngineFake>, ...steps: Step[]) =>
  scene(
    'records',
    { openRecords: async () => makeOpened(), findPatients: async () => [...samplePatients], ...engine },
    press('records:choose.open'),
    ...steps,
  )
const searched = (engine: Partial<EngineFake>, ...steps: Step[]) =>
  opened(engine, write('records:find.label', 'concei'), ...steps)
const asked = (engine: Partial<EngineFake>, ...steps: Step[]) =>
  searched(engine, press('Ana Lúcia Conceição'), write('records:why.person', 'Dr. Paulo Nogueira'), ...steps)
const shown = (engine: Partial<EngineFake>, ...steps: Step[]) =>
  asked(
    { viewRecord: async () => sampleRecord, ...engine },
    write('records:why.reason', 'urgent-care'),
    press('records:why.show'),
    ...steps,
  )
const mapped = (engine: Partial<EngineFake>, ...steps: Step[]) =>
  opened(
    { openRecords: async () => makeOpened({ mapState: 'proposed' }), recordMap: async () => sampleMap, ...engine },
    press('records:map.open'),
    ...steps,
  )

const recovery = (state: Recovery['state']): Recovery => ({
  recoveryId: recoveryIdSchema.parse('3f0c9a52-77aa-4a5c-9f5e-0a1b2c3d4e5f'),
  ...{ sourceId: sourceOf(1), ...copyOf(1), beganAtMs: Date.now() - 60_000, fingerprint: 'amostra' },
  state,
})

/** The way of a server's database back, at one of its steps. */
const whole = (state: Recovery['state'] | null, ...steps: Step[]) =>
  scene(
    'recover',
    { databaseRecoveries: async () => (state ? [recovery(state)] : []) },
    press('databaseRecovery:open'),
    ...steps,
  )

const ready = { kind: 'ready', stopped: null, findings } as const
/** What comes after a manager agreed to the exchange. */
const exchanged = (state: Recovery['state'], ...steps: Step[]) => {
  let now: Recovery['state'] = ready
  const scene = whole(
    ready,
    write('databaseRecovery:approve.person', 'Dra. Paula'),
    press('databaseRecovery:approve.manager'),
    write('databaseRecovery:approve.clinic', 'Clínica Sorriso Vivo'),
    press('databaseRecovery:approve.submit'),
    ...steps,
  )
  const engine: EngineFake = {
    ...scene.engine,
    databaseRecoveries: async () => [recovery(now)],
    applyDatabaseRecovery: async () => {
      now = state
      return { jobId: sampleJob }
    },
  }
  return { ...scene, engine }
}
const live: Recovery['state'] = {
  ...{ kind: 'live', findings, atMs: Date.now() - 60_000, durationMs: 212_000 },
  ...{ keptAs: 'esus_antes_2026_11_21', stopped: null },
}

/** Prontuários, and a server's database on its way back. */
export const recordScenes = named({
  'records-choose': () => scene('records', {}),
  'records-opening': () => scene('records', { openRecords: never }, press('records:choose.open')),
  'records-unreadable': () => scene('records', {}, press('records:choose.open'), see('errors:REC_105.safe')),
  'records-none': () => scene('records', { recoverableDatabases: async () => [] }),
  'records-open': () => opened({}),
  'records-found': () => searched({}, see('Conceição Araújo')),
  'records-nobody': () => searched({ findPatients: async () => [] }, see('records:find.nothing')),
  'records-searching': () => searched({ findPatients: never }, see('records:find.searching')),
  'records-lost': () => searched({ findPatients: () => fail('REC_106') }, see('errors:REC_106.safe')),
  'records-why': () => asked({}),
  'records-record': () => shown({}, see('records:record.notCovered')),
  'records-record-refused': () => shown({ viewRecord: () => fail('REC_102') }, see('errors:REC_102.safe')),
  'records-record-taken': () =>
    shown(
      {
        exportRecord: async ({ targetFolder }) => ({
          ...{ folder: `${targetFolder}/Ana Lúcia Conceição`, rows: 412, files: 38, missingFiles: 2 },
          ...{ bytes: 96_000_000, hasPdf: true, durationMs: 4_100 },
        }),
      },
      press('records:take.button'),
      see('records:take.open'),
    ),
  'records-unknown': () => opened({ openRecords: async () => makeOpened({ mapState: 'proposed' }) }),
  'records-map': () => mapped({}, see('records:map.sections')),
  'records-map-none': () =>
    mapped({ recordMap: async () => ({ ...sampleMap, map: null, evidence: [] }) }, see('records:map.noProposal')),
  'records-map-loading': () => mapped({ recordMap: never }, see('records:map.loading')),
  'records-map-error': () => mapped({ recordMap: () => fail('REC_101') }, see('errors:REC_101.safe')),
  'records-long': () =>
    shown(
      {
        openRecords: async () => makeOpened({ label: LONG_WORD, product: LONG_NAME }),
        viewRecord: async () => ({
          ...sampleRecord,
          fields: [...sampleRecord.fields, { label: LONG_WORD, value: `${LONG_NAME} ${LONG_WORD}` }],
          uncovered: Array.from({ length: 30 }, (_, at) => ({ table: `${LONG_WORD}_${at}`, rows: 12_345_678 })),
        }),
      },
      see('records:record.notCovered'),
    ),
  'recover-database': () => whole(null),
  'recover-database-none': () => ({
    ...scene('recover', { recoverableDatabases: async () => [] }, press('databaseRecovery:open')),
  }),
  'recover-database-loading': () =>
    scene('recover', { recoverableDatabases: never }, press('databaseRecovery:open'), see('databaseRecovery:loading')),
  'recover-database-error': () =>
    scene(
      'recover',
      { recoverableDatabases: () => fail('APP_000') },
      press('databaseRecovery:open'),
      see('errors:APP_000.safe'),
    ),
  'recover-database-preparing': () => whole({ kind: 'preparing' }, see('databaseRecovery:preparing')),
  'recover-database-ready': () => whole(ready, see('databaseRecovery:approve.title')),
  'recover-database-stopped': () =>
    whole({ ...ready, stopped: { code: 'DB_117', params: {} } }, see('errors:DB_117.safe')),
  'recover-database-swapping': () => whole({ kind: 'swapping', findings }),
  'recover-database-live': () => exchanged(live, see('databaseRecovery:live.kept')),
  'recover-database-undo': () => exchanged(live, press('databaseRecovery:live.undo')),
  'recover-database-undone': () =>
    exchanged(
      { kind: 'undone', findings, atMs: Date.now() - 60_000, keptAs: 'esus_copia_2026_11_20' },
      see('databaseRecovery:undone.words'),
    ),
  'recover-database-failed': () =>
    exchanged({ kind: 'failed', error: { code: 'DB_107', params: {} } }, see('errors:DB_107.safe')),
})
