import type { Overview } from '#shared/contracts/index.ts'
import type { Progress } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { forgetSetup, type SetupState, setupStore } from '../screens/first-steps/setup-store.ts'
import { type EngineFake, fakeEngine, never, type ShellFake, standingProgress } from './fakes.ts'
import { makeCopy, makeFound, makeOverview, sampleJob, sampleWords } from './samples.ts'

export type Scene = {
  readonly engine: EngineFake
  readonly shell?: Partial<ShellFake>
  readonly screen?: 'recover'
  /** Runs before the window is drawn. */
  prepare?(): void
}

const HOUR_MS = 3_600_000
const ago = (ms: number) => makeCopy({ takenAtMs: Date.now() - ms })
const AWAY = { path: '/media/recepcao/HD da clínica/Salvaguarda/cofre', isReachable: false, freeBytes: null }
const fresh = makeOverview({ state: { kind: 'fresh' }, sources: [], vault: null, lastCopy: null, copies: 0, seq: 0 })
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

const home = (change: Partial<Overview> = {}, engine: Partial<EngineFake> = {}): Scene => ({
  engine: fakeEngine(
    makeOverview({
      lastCopy: ago(20 * 60_000),
      lastCheck: { atMs: Date.now() - 216 * HOUR_MS, problems: 0, readData: true },
      ...change,
    }),
    engine,
  ),
})
const recover = (engine: Partial<EngineFake> = {}, change: Partial<Overview> = {}): Scene => ({
  ...home(change, engine),
  screen: 'recover',
})

const folders: SetupState['folders'] = [
  {
    findings: {
      path: '/home/recepcao/Clínica',
      files: 1204,
      bytes: 3_200_000_000,
      isPartial: false,
      databases: [
        { path: '/home/recepcao/Clínica/Sistema/prontuario.db', bytes: 812_000_000 },
        { path: '/home/recepcao/Clínica/Sistema/agenda.db', bytes: 12_000_000 },
      ],
    },
    databasesOff: new Set(['/home/recepcao/Clínica/Sistema/agenda.db']),
  },
  {
    findings: {
      path: 'E:\\Exames digitalizados',
      files: 200_000,
      bytes: 61_000_000_000,
      isPartial: true,
      databases: [],
    },
    databasesOff: new Set(),
  },
]
const place: SetupState['place'] = {
  kind: 'has-other-things',
  path: '/media/recepcao/HD da clínica',
  freeBytes: 931_000_000_000,
  sameDiskAsSources: false,
}
const kit: SetupState['kit'] = { words: sampleWords, proofPositions: [3, 9, 14], madeFor: '', madeAtMs: Date.now() }

const steps = (
  state: Partial<SetupState>,
  engine: Partial<EngineFake> = {},
  shell: Partial<ShellFake> = {},
): Scene => ({
  engine: fakeEngine(fresh, engine),
  shell,
  prepare() {
    forgetSetup()
    setupStore.setState({ clinicName: 'Clínica Sorriso Vivo', ...state })
  },
})
const proof = [3, 9, 14].map((position) => ({ position, word: sampleWords[position - 1] ?? '' }))

/** Every screen in every state worth looking at. */
export const scenes: Readonly<Record<string, () => Scene>> = {
  'steps-protect-empty': () => steps({ clinicName: '' }),
  'steps-protect': () => steps({ folders }),
  'steps-protect-looking': () => steps({ folders: [] }, { inspectFolder: never }),
  'steps-protect-trouble': () => steps({ folders: [] }, { inspectFolder: () => fail('SRC_101') }),
  'steps-place-empty': () => steps({ folders, step: 'place' }),
  'steps-place': () => steps({ folders, step: 'place', place }),
  'steps-place-same-disk': () =>
    steps({ folders, step: 'place', place: { ...place, sameDiskAsSources: true, freeBytes: 41_000_000_000 } }),
  'steps-place-vault': () =>
    steps(
      { folders, step: 'place' },
      { inspectDestination: async () => ({ kind: 'vault', path: '/media/recepcao/HD da clínica/Salvaguarda/cofre' }) },
    ),
  'steps-place-refused': () =>
    steps({ folders, step: 'place' }, { inspectDestination: async () => ({ kind: 'refused', code: 'SET_104' }) }),
  'steps-kit': () => steps({ folders, place, step: 'kit' }),
  'steps-kit-trouble': () => steps({ folders, place, step: 'kit' }, { beginSetup: () => fail('DEST_101') }),
  'steps-start': () => steps({ folders, place, kit, proof, step: 'start' }),
  'home-guarded': () => home(),
  'home-never-checked': () => home({ lastCheck: null, copies: 1 }),
  'home-working': () => home({ running: copying }, { progress: standingProgress(progress({})) }),
  'home-first-copy': () =>
    home(
      { running: copying, lastCopy: null, copies: 0, lastCheck: null },
      { progress: standingProgress(progress({ phase: 'preparing', totalBytes: 0 })) },
    ),
  'home-none': () => home({ lastCopy: null, copies: 0, lastCheck: null }),
  'home-skipped': () =>
    home({ lastCopy: makeCopy({ takenAtMs: Date.now() - HOUR_MS, skips: { SRC_102: 2, SRC_103: 1, SRC_105: 1 } }) }),
  'home-records-skipped': () =>
    home({ lastCopy: makeCopy({ takenAtMs: Date.now() - HOUR_MS, skips: { DB_101: 1 }, databases: 0 }) }),
  'home-aging': () => home({ lastCopy: ago(27 * HOUR_MS) }),
  'home-old': () => home({ lastCopy: ago(98 * HOUR_MS) }),
  'home-away': () => home({ vault: AWAY }),
  'home-away-long': () => home({ vault: AWAY, lastCopy: ago(50 * HOUR_MS) }),
  'home-failed': () => home({ openFailure: { atMs: Date.now() - HOUR_MS, error: { code: 'DEST_102', params: {} } } }),
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
  'recover-waiting': () => recover(),
  'recover-no-copies': () => recover({}, { copies: 0, lastCopy: null }),
  'recover-slow': () => recover({ searchFiles: never }),
  'recover-trouble': () => recover({ searchFiles: () => fail('IPC_002') }),
  'recover-many': () =>
    recover({
      searchFiles: async () =>
        Array.from({ length: 200 }, (_, index) =>
          makeFound(index + 1, `antes-${index + 1}.jpg`, '/home/recepcao/Clínica/Fotos antes e depois'),
        ),
    }),
  'recover-failed': () => recover({ recoverVersion: () => fail('DEST_101') }),
  'recover-working': () => recover({ recoverVersion: never }),
  'unlock-no-keychain': () => ({
    engine: fakeEngine(
      makeOverview({
        state: { kind: 'locked', clinicName: 'Clínica Sorriso Vivo', error: { code: 'KEY_103', params: {} } },
      }),
    ),
  }),
  'opening-trouble': () => ({ engine: fakeEngine(undefined, { overview: () => fail('APP_000') }) }),
}
