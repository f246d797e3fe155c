import type { DrillsView, RunningDrill } from '#shared/contracts/index.ts'
import { type DrillRecord, type DrillStep, drillIdSchema } from '#shared/domain/index.ts'
import { press, type Step, write } from './act.ts'
import { drillFakes } from './drill-samples.ts'
import { fakeEngine } from './fakes.ts'
import { LONG_NAME } from './long-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import { named, type Scene } from './scene.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const GOAL_MS = 60 * MINUTE_MS
const idOf = (number: number) => drillIdSchema.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

const place: NonNullable<RunningDrill['place']> = {
  replicaId: 'c4'.repeat(32),
  place: { kind: 'local', path: '/media/recepcao/HD da clínica/Salvaguarda/cofre' },
  name: 'HD da recepção',
  source: 'disk',
  isOutside: false,
}
const outside: typeof place = {
  ...place,
  replicaId: 'd5'.repeat(32),
  name: 'Disco de Novembro',
  source: 'disk-of-month',
  isOutside: true,
}
const step = (id: DrillStep['id'], change: Partial<DrillStep> = {}): DrillStep => ({
  ...{ id, state: 'waiting', endedAtElapsedMs: null, note: '', ticked: 0, points: 3 },
  ...{ finding: null, code: null, tries: 0 },
  ...change,
})
const done = (id: DrillStep['id'], minutes: number, change: Partial<DrillStep> = {}) =>
  step(id, { state: 'done', endedAtElapsedMs: minutes * MINUTE_MS, ticked: 3, ...change })
const brought = (daysAgo: number): DrillStep['finding'] => ({
  ...{ kind: 'files', takenAtMs: Date.now() - daysAgo * DAY_MS, files: 42, bytes: 96_000_000 },
  ...{ different: 0, unreadable: 0, pictures: 12, brokenPictures: 0, signed: 3, signedMatching: 3 },
  opened: { pictures: 12, broken: 0, left: 0, points: 148_000_000 },
})
const rows: DrillStep['finding'] = {
  ...{ kind: 'database', takenAtMs: Date.now() - DAY_MS, databases: 1, unopened: 0 },
  ...{ tables: 31, rows: 48_211, bytes: 812_000_000 },
}

const record = (number: number, change: Partial<DrillRecord> = {}): DrillRecord => ({
  ...{ id: idOf(number), number, kind: 'burned-computer', goalMs: GOAL_MS, clockChanges: 0 },
  startedAtMs: Date.now() - 20 * MINUTE_MS,
  leader: 'Marina Alves',
  participants: ['Dr. Paulo Nogueira', 'Sr. João'],
  replicaId: outside.replicaId,
  source: 'disk-of-month',
  steps: [
    done('tell-everybody', 2),
    done('fetch-kit', 9),
    step('open-with-kit'),
    step('bring-sample'),
    step('bring-database'),
    step('look-at-it'),
  ],
  obstacles: [],
  pauses: [],
  elapsedMs: 19 * MINUTE_MS,
  beatAtMs: Date.now(),
  improvements: [],
  end: null,
  ...change,
})
const ended = (number: number, minutes: number, daysAgo: number, change: Partial<DrillRecord> = {}): DrillRecord => {
  const startedAtMs = Date.now() - daysAgo * DAY_MS
  return record(number, {
    startedAtMs,
    elapsedMs: minutes * MINUTE_MS,
    steps: [
      done('tell-everybody', 2),
      done('fetch-kit', 9),
      done('open-with-kit', 14, {
        finding: { kind: 'kit', takenAtMs: startedAtMs - DAY_MS, copies: 204, computers: 2 },
      }),
      done('bring-sample', 22, { finding: brought(daysAgo + 1) }),
      done('bring-database', 31, { finding: rows }),
      done('look-at-it', minutes, { note: 'O prontuário de hoje de manhã ainda não estava na cópia.' }),
    ],
    obstacles: [
      { kind: 'stuck', atElapsedMs: 7 * MINUTE_MS, stepId: 'fetch-kit', note: 'Ninguém sabia a senha do cofre.' },
      { kind: 'failed', atElapsedMs: 12 * MINUTE_MS, stepId: 'open-with-kit', code: 'KEY_102' },
    ],
    end: { atMs: startedAtMs + minutes * MINUTE_MS, outcome: minutes > 60 ? 'late' : 'in-time' },
    ...change,
  })
}

const past = (): readonly DrillRecord[] => [
  ended(6, 38, 40, {
    improvements: [
      {
        id: idOf(61),
        text: 'Deixar a senha do cofre com a Dra. Paula',
        owner: 'Marina Alves',
        dueDay: '2026-12-18',
        doneAtMs: null,
      },
      {
        id: idOf(62),
        text: 'Imprimir o telefone do técnico',
        owner: 'Sr. João',
        dueDay: '2026-11-30',
        doneAtMs: Date.now(),
      },
    ],
  }),
  ended(5, 72, 130, { kind: 'random-record' }),
  ended(4, 19, 220, {
    end: { atMs: Date.now() - 220 * DAY_MS, outcome: 'not-finished' },
    steps: record(4).steps,
  }),
  ended(3, 41, 310, { kind: 'theft' }),
  ended(2, 55, 400, { kind: 'no-internet' }),
  ended(1, 118, 490, { kind: 'ransomware' }),
]
const library = (change: Partial<DrillsView> = {}): DrillsView => ({
  cards: (
    [
      ['random-record', 5],
      ['burned-computer', 6],
      ['ransomware', 9],
      ['theft', 8],
      ['no-internet', 6],
      ['corrupt-database', 7],
      ['technician-away', 6],
    ] as const
  ).map(([kind, steps]) => ({
    ...{ kind, steps, goalMs: GOAL_MS, next: kind === 'theft' ? null : place },
    missing: kind === 'theft' ? ['outside-place' as const] : [],
  })),
  running: null,
  past: [...past()],
  silent: [3, 10, 17].map((daysAgo) => ({
    ...{ atMs: Date.now() - daysAgo * DAY_MS, replicaId: place.replicaId, source: 'disk', files: 20, rows: 4_812 },
    ...{ bytes: 31_000_000, durationMs: 41_000, problems: daysAgo === 10 ? 1 : 0 },
    code: daysAgo === 10 ? 'SRC_105' : null,
  })),
  dueAtMs: Date.now() + 51 * DAY_MS,
  ...change,
})
const underWay = (change: Partial<RunningDrill> = {}, of: Partial<DrillRecord> = {}): RunningDrill => ({
  record: record(7, of),
  state: 'running',
  elapsedMs: 19 * MINUTE_MS,
  atMs: Date.now(),
  place: outside,
  places: [outside, place],
  working: null,
  brought: [],
  folder: null,
  hidden: [],
  error: null,
  ...change,
})
const seen = (): RunningDrill =>
  underWay(
    {
      folder: '/home/recepcao/Ensaio',
      brought: Array.from({ length: 42 }, (_, at) => ({ name: `Laudo panorâmica ${at + 1}.pdf`, bytes: 2_400_000 })),
    },
    {
      steps: [
        done('tell-everybody', 2),
        done('bring-sample', 9, { points: 0, ticked: 0, finding: brought(1) }),
        step('look-at-it'),
        step('bring-database'),
      ],
    },
  )
const failedAtKit = (): RunningDrill =>
  underWay(
    { error: { code: 'KEY_102', params: { position: 7 } } },
    {
      steps: [
        done('tell-everybody', 2),
        done('fetch-kit', 9),
        step('open-with-kit', { state: 'failed', code: 'KEY_102', tries: 1 }),
        step('bring-sample'),
      ],
    },
  )

const scene = (view: DrillsView, running: RunningDrill | null = null, ...steps: Step[]): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), {
    ...drillFakes,
    drills: async () => view,
    drillUnderWay: (_nothing, emit) => {
      emit(running)
      return () => {}
    },
    drillReport: async () => ({ text: '{}', sha256: 'cd34'.repeat(16) }),
  }),
  screen: 'drills',
  steps,
})

/** Ensaios: the library, a drill in each of its states, and what came of those before. */
export const drillScenes = named({
  drills: () => scene(library()),
  'drills-first': () => scene(library({ past: [], silent: [] })),
  'drills-due': () => scene(library({ dueAtMs: Date.now() - DAY_MS })),
  'drills-people-step': () => scene(library(), seen()),
  'drills-hand-over': () => scene(library(), { ...seen(), brought: [], folder: null, hidden: ['finance'] }),
  'drills-app-step': () => scene(library(), underWay()),
  'drills-app-working': () => scene(library(), underWay({ working: { stepId: 'open-with-kit', doneShare: 0.4 } })),
  'drills-app-failed': () => scene(library(), failedAtKit()),
  'drills-paused': () => scene(library(), underWay({ state: 'paused' })),
  'drills-interrupted': () => scene(library(), underWay({ state: 'interrupted' })),
  'drills-begin': () => scene(library(), null, press('drills:begin'), write('drills:begins.leader', 'Marina Alves')),
  'drills-stuck': () => scene(library(), underWay(), press('drills:stuck')),
  'drills-result': () => scene(library(), null, press('drills:see')),
  'drills-result-late': () => scene(library(), null, press('drills:see', {}, 1)),
  'drills-result-not-finished': () => scene(library(), null, press('drills:see', {}, 2)),
  'drills-long': () =>
    scene(
      library(),
      underWay(
        { place: { ...outside, name: LONG_NAME } },
        { leader: LONG_NAME, participants: Array.from({ length: 8 }, () => LONG_NAME), elapsedMs: 26 * 3_600_000 },
      ),
    ),
})
