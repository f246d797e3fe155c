import type { Overview } from '#shared/contracts/index.ts'
import type { Progress } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { sampleCleaning } from './cleaning-samples.ts'
import { type EngineFake, fakeEngine, never, standingProgress } from './fakes.ts'
import { clinicBookFakes, quietInventory, sampleInventory } from './inventory-samples.ts'
import { LONG_WORD } from './long-samples.ts'
import {
  makeCopy,
  makeFreshItem,
  makeNotice,
  makeOverview,
  makeReplica,
  sampleJob,
  sampleNoticeSettings,
  sampleServer,
  sampleTablets,
  sampleWords,
} from './samples.ts'
import { named, type Scene } from './scene.ts'

const HOUR_MS = 3_600_000
const ago = (ms: number) => makeCopy({ takenAtMs: Date.now() - ms })
const AWAY: Overview['vault'] = {
  place: { kind: 'local', path: '/media/recepcao/HD da clínica/Salvaguarda/cofre' },
  isReachable: false,
  freeBytes: null,
}
const copying: Overview['running'] = [{ jobId: sampleJob, jobKind: 'copy' }]
const progress = (change: Partial<Progress>): Progress => ({
  jobId: sampleJob,
  jobKind: 'copy',
  phase: 'writing',
  doneBytes: 16_200_000_000,
  totalBytes: 38_412_000_000,
  doneFiles: 5_204,
  totalFiles: 14_203,
  ...change,
})

const freshNow = (): Overview['freshness'] => {
  const items = makeOverview().sources.map(({ id }, index) => makeFreshItem(id, index === 1 ? LATE() : {}, Date.now()))
  return { items, mayLose: { kind: 'since', sinceMs: Date.now() - 3 * 60_000 }, overdueSinceMs: null }
}
/** Nothing was kept for so long, in the place and in every item alike. */
const unkept = (ms: number): Partial<Overview> => {
  const atMs = Date.now() - ms
  const late = { savedAtMs: atMs, mayLose: { kind: 'since', sinceMs: atMs }, isWithinGoal: false } as const
  return {
    lastCopy: ago(ms),
    replicas: [makeReplica({ newestCopyAtMs: atMs }, Date.now())],
    freshness: {
      items: makeOverview().sources.map(({ id }) => makeFreshItem(id, late, Date.now())),
      mayLose: late.mayLose,
      overdueSinceMs: atMs,
    },
  }
}
/** The place does not answer; its newest copy is that old. */
const gone = (ms: number): Partial<Overview> => ({
  vault: AWAY,
  replicas: [makeReplica({ isReachable: false, freeBytes: null, newestCopyAtMs: Date.now() - ms }, Date.now())],
})
/** A vault that holds nothing yet. */
const neverCopied = (): Partial<Overview> => ({
  lastCopy: null,
  copies: 0,
  lastCheck: null,
  replicas: [makeReplica({ copies: 0, newestCopyAtMs: null, proof: { kind: 'none' } }, Date.now())],
})
const noDays: Partial<EngineFake> = { days: async () => [] }
const LATE = () =>
  ({
    isHeard: false,
    isWithinGoal: false,
    savedAtMs: Date.now() - 2 * HOUR_MS,
    provenAtMs: null,
    mayLose: { kind: 'since', sinceMs: Date.now() - 2 * HOUR_MS },
  }) as const
const serverFreshness = (change: Parameters<typeof makeFreshItem>[1]): Overview['freshness'] => ({
  items: [makeFreshItem(sampleServer.id, change, Date.now())],
  mayLose: { kind: 'since', sinceMs: Date.now() - 3 * 60_000 },
  overdueSinceMs: null,
})
const refusing: Partial<EngineFake> = {
  tryDatabase: () => fail('DB_107'),
  changeDatabasePassword: () => fail('DB_107'),
}
const twoDisks = (): Overview['replicas'] => [
  makeReplica({}, Date.now()),
  makeReplica(
    {
      replicaId: 'd5'.repeat(32),
      place: { kind: 'local', path: '\\\\NAS\\copias\\Salvaguarda\\cofre' },
      isMain: false,
      proof: { kind: 'none' },
      copies: 190,
      newestCopyAtMs: Date.now() - 9 * HOUR_MS,
      lastUpdate: { atMs: Date.now() - 9 * HOUR_MS, copies: 190, heldBack: 0 },
      freeBytes: 212_000_000_000,
    },
    Date.now(),
  ),
  makeReplica(
    {
      replicaId: 'e6'.repeat(32),
      place: { kind: 'local', path: 'E:\\Salvaguarda\\cofre' },
      isMain: false,
      isReachable: false,
      freeBytes: null,
      copies: 90,
      newestCopyAtMs: Date.now() - 700 * HOUR_MS,
      lastUpdate: { atMs: Date.now() - 700 * HOUR_MS, copies: 90, heldBack: 0 },
    },
    Date.now(),
  ),
]
const manyPlaces = (): Overview['replicas'] => [
  makeReplica({}, Date.now()),
  makeReplica(
    {
      replicaId: 'd5'.repeat(32),
      place: {
        kind: 'sftp',
        host: 'nas.sorriso.local',
        port: 22,
        user: 'copias',
        folder: '/volume1/cofre',
        hostKey: `SHA256:${'q7Xk'.repeat(10)}abc`,
        login: 'password',
        secretRef: 'place:1',
      },
      name: 'NAS da sala do servidor',
      isMain: false,
      copies: 212,
      newestCopyAtMs: Date.now() - 26 * HOUR_MS,
      trouble: { atMs: Date.now() - 2 * HOUR_MS, code: 'DEST_105' },
      lastUpdate: { atMs: Date.now() - 26 * HOUR_MS, copies: 1, heldBack: 0 },
    },
    Date.now(),
  ),
  makeReplica(
    {
      replicaId: 'e6'.repeat(32),
      place: {
        kind: 's3',
        endpoint: 'https://s3.sa-east-1.amazonaws.com',
        region: 'sa-east-1',
        bucket: 'clinica-sorriso-vivo',
        prefix: 'cofre',
        style: 'virtual-host',
        accessKeyId: 'AKIAEXEMPLO',
        lock: { mode: 'compliance', days: 30 },
        secretRef: 'place:2',
      },
      isMain: false,
      isOutside: true,
      copies: 210,
      newestCopyAtMs: Date.now() - 20 * 60_000,
      freeBytes: null,
      proof: { kind: 'damaged', atMs: Date.now() - 3 * HOUR_MS, problems: 1 },
      lastUpdate: { atMs: Date.now() - 20 * 60_000, copies: 1, heldBack: 0 },
    },
    Date.now(),
  ),
]
const unsolved = (): EngineFake['notices'] => (_nothing, emit) => {
  const snooze = { by: 'Marina', reason: 'o HD volta do conserto na quarta', untilMs: Date.now() + 40 * HOUR_MS }
  emit([
    makeNotice({}, Date.now()),
    makeNotice(
      {
        subject: 'email-unsent',
        tone: 'attention',
        action: 'fix-settings',
        code: 'NOTE_102',
        audience: ['technician'],
      },
      Date.now(),
    ),
    makeNotice({ subject: 'proof-expired', tone: 'attention', action: 'check-now', code: null, snooze }, Date.now()),
  ])
  return () => {}
}

const home = (change: Partial<Overview> = {}, engine: Partial<EngineFake> = {}): Scene => ({
  engine: fakeEngine(
    makeOverview({
      lastCopy: ago(20 * 60_000),
      lastCheck: { atMs: Date.now() - 216 * HOUR_MS, problems: 0, readData: true },
      replicas: [makeReplica({}, Date.now())],
      freshness: freshNow(),
      ...change,
    }),
    engine,
  ),
})
const typed = [write('kit:entry.label', sampleWords.join(' ')), press('unlock:open')]
const locked = (engine: Partial<EngineFake> = {}, ...steps: Step[]): Scene => ({
  engine: fakeEngine(
    makeOverview({
      state: { kind: 'locked', clinicName: 'Clínica Sorriso Vivo', error: { code: 'KEY_103', params: {} } },
    }),
    engine,
  ),
  steps,
})

/** Início, what is protected, Ajustes, and the doors before them. */
export const windowScenes = named({
  'home-guarded': () => home(),
  'home-two-disks': () => home({ replicas: twoDisks() }),
  'home-many-places': () => home({ replicas: manyPlaces() }),
  'home-notices': () => home({ ...unkept(30 * HOUR_MS), ...gone(30 * HOUR_MS) }, { notices: unsolved() }),
  'home-first-hint': () => ({
    ...home(),
    shell: { computer: async () => ({ role: 'reception', startsAtLogin: true, isHintRead: false }) },
  }),
  'home-todo': () => home({}, clinicBookFakes(sampleInventory)),
  'home-pilot': () =>
    home(
      {},
      clinicBookFakes({
        ...quietInventory,
        later: ['Fotos dos pacientes'],
        proven: { isCopied: true, isReadBack: true, isRecovered: false },
      }),
    ),
  inventory: () => ({ ...home({}, clinicBookFakes(sampleInventory)), screen: 'protected' }),
  learn: () => ({ ...home(), screen: 'learn' }),
  'home-brake': () =>
    home(
      {},
      {
        notices: (_nothing, emit) => {
          emit([
            makeNotice({ subject: 'mass-change', action: 'answer', code: null, audience: ['manager'] }, Date.now()),
          ])
          return () => {}
        },
        guardState: async () => ({
          brake: { sinceMs: Date.now() - HOUR_MS, firstCopyId: null, signs: ['mass-change', 'form-lost'] },
          canaries: 3,
          lostCanaries: 0,
        }),
      },
    ),
  'home-never-checked': () =>
    home({ lastCheck: null, copies: 1, replicas: [makeReplica({ copies: 1, proof: { kind: 'none' } }, Date.now())] }),
  'home-working': () => home({ running: copying }, { progress: standingProgress(progress({})) }),
  'home-first-copy': () =>
    home(
      { ...neverCopied(), running: copying },
      { ...noDays, progress: standingProgress(progress({ phase: 'preparing', totalBytes: 0 })) },
    ),
  'home-none': () => home(neverCopied(), noDays),
  'home-skipped': () =>
    home({ lastCopy: makeCopy({ takenAtMs: Date.now() - HOUR_MS, skips: { SRC_102: 2, SRC_103: 1, SRC_105: 1 } }) }),
  'home-records-skipped': () =>
    home({ lastCopy: makeCopy({ takenAtMs: Date.now() - HOUR_MS, skips: { DB_101: 1 }, databases: 0 }) }),
  'home-aging': () => home(unkept(27 * HOUR_MS)),
  'home-old': () => home(unkept(98 * HOUR_MS)),
  'home-away': () => home(gone(20 * 60_000)),
  'home-away-long': () => home({ ...unkept(50 * HOUR_MS), ...gone(50 * HOUR_MS) }),
  'home-failed': () => home({ openFailure: { atMs: Date.now() - HOUR_MS, error: { code: 'DEST_102', params: {} } } }),
  'home-taken-over': () =>
    home({ openFailure: { atMs: Date.now() - HOUR_MS, error: { code: 'NEW_103', params: {} } } }),
  'home-check-problems': () => home({ lastCheck: { atMs: Date.now() - HOUR_MS, problems: 2, readData: true } }),
  'home-checking': () =>
    home(
      { running: [{ jobId: sampleJob, jobKind: 'check' }] },
      { progress: standingProgress(progress({ jobKind: 'check', phase: 'checking' })) },
    ),
  'home-engine-away': () => ({
    ...home(),
    shell: {
      engineHealth: (_nothing, emit) => {
        emit({ kind: 'restarting', attempt: 1, retryAtMs: Date.now() + 2000 })
        return () => {}
      },
    },
  }),
  protected: () => ({ ...home(), screen: 'protected' }),
  'protected-server': () => ({
    ...home(
      { sources: [sampleServer], replicas: [], freshness: serverFreshness({}) },
      { findDatabases: async () => [] },
    ),
    screen: 'protected',
  }),
  'protected-server-smaller': () => ({
    ...home({ sources: [sampleServer], replicas: [], freshness: serverFreshness({ ...LATE(), trouble: 'DB_111' }) }),
    screen: 'protected',
  }),
  'protected-server-refused': () => ({
    ...home(
      { sources: [sampleServer], replicas: [], freshness: serverFreshness({ ...LATE(), trouble: 'DB_107' }) },
      refusing,
    ),
    screen: 'protected',
  }),
  settings: () => ({ ...home(), screen: 'settings' }),
  'settings-places': () => ({ ...home({ replicas: manyPlaces() }, sampleCleaning()), screen: 'settings' }),
  'settings-tablets-off': () => ({
    ...home({}, { tabletView: async () => ({ ...sampleTablets, isOn: false, inboxPath: null, tablets: [] }) }),
    screen: 'settings',
  }),
  'settings-tablets-none': () => ({
    ...home({}, { tabletView: async () => ({ ...sampleTablets, addresses: [], tablets: [] }) }),
    screen: 'settings',
  }),
  'settings-mail': () => ({
    ...home({}, { noticeSettings: async () => ({ settings: sampleNoticeSettings, hasMailPassword: true }) }),
    screen: 'settings',
  }),
  'unlock-no-keychain': () => locked(),
  'unlock-opening': () => locked({ unlockWithKit: never }, ...typed),
  'unlock-wrong': () => locked({}, ...typed, see('errors:KEY_102.safe', { position: 7 })),
  'unlock-long': () => locked({}, write('kit:entry.label', `${LONG_WORD} ${sampleWords.slice(0, 12).join(' ')}`)),
  'opening-trouble': () => ({ engine: fakeEngine(undefined, { overview: () => fail('APP_000') }) }),
})
