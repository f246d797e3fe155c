import type { DiskSetView, DiskView } from '#shared/contracts/index.ts'
import type { Progress } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { makeDisk, makeDiskSet, sampleBook } from './disk-samples.ts'
import { type EngineFake, fakeEngine, never, standingProgress } from './fakes.ts'
import { LONG_NAME, LONG_WORD } from './long-samples.ts'
import { makeOverview, makeReplica, sampleJob } from './samples.ts'
import { named, type Scene } from './scene.ts'

const HOUR_MS = 3_600_000
const disks = (view: DiskSetView, progress?: Progress): Scene => ({
  engine: fakeEngine(
    makeOverview({
      replicas: [makeReplica({}, Date.now())],
      running: progress ? [{ jobId: sampleJob, jobKind: 'swap' }] : [],
    }),
    {
      diskSet: async () => view,
      diskEvidence: async () => ({
        replicaId: 'c4'.repeat(32),
        keys: [
          { createdAt: '2026-01-05T09:00:00-03:00', kind: 'computer' },
          { createdAt: '2026-01-05T09:00:00-03:00', kind: 'kit' },
        ],
        lines: [
          ...sampleBook,
          {
            entry: {
              kind: 'lost',
              number: 10,
              atMs: Date.now() - HOUR_MS,
              diskId: makeDisk(1).diskId,
              reportedBy: 'Marina',
              what: 'A mochila foi levada no ônibus, ontem à noite.',
              incident: '2026-001',
            },
            seal: '77ab01cd23ef',
          },
        ],
      }),
      ...(progress && { progress: standingProgress(progress) }),
    },
  ),
  // What is printed stays for a look at the paper.
  shell: { print: never },
  screen: 'disks',
})
const here = (change: Partial<DiskView> = {}) => {
  const view = makeDiskSet()
  const present = { sinceMs: Date.now() - HOUR_MS, verdict: 'right' as const, ejectedAtMs: null, freeBytes: 812e9 }
  const third = makeDisk(3, { state: 'in-use', holder: null, present, ...change })
  return { view: { ...view, disks: [...view.disks.slice(0, 2), third] }, disk: third }
}
const swapping = (swap: (disk: DiskView) => DiskSetView['swap'], change: Partial<DiskView> = {}): DiskSetView => {
  const { view, disk } = here(change)
  return { ...view, swap: swap(disk) }
}
const progress = (phase: Progress['phase']): Progress => ({
  jobId: sampleJob,
  jobKind: 'swap',
  phase,
  doneBytes: 16_200_000_000,
  totalBytes: 38_412_000_000,
  doneFiles: 0,
  totalFiles: 0,
})
const asked = (kind: 'near' | 'today'): DiskSetView => {
  const view = makeDiskSet()
  const [first, second, third] = view.disks
  if (!first || !second || !third) return view
  const byMs = Date.now() + (kind === 'today' ? 3 : 80) * HOUR_MS
  const promise = { kind, diskId: third.diskId, dayMs: byMs, byMs } as const
  return { ...view, promise, disks: [first, second, { ...third, state: 'due-back' }] }
}

const manyDisks = () =>
  makeDiskSet({
    disks: [
      makeDisk(1, { state: 'in-use', holder: null, staysSinceMs: Date.now() - HOUR_MS }),
      makeDisk(2, { label: 'Disco de Fevereiro', state: 'due-back', isOld: true }),
      makeDisk(3, { state: 'to-check', readBackDueSinceMs: Date.now() - HOUR_MS }),
      makeDisk(4, { state: 'new', copiedAtMs: null, newestCopyAtMs: null, holder: null }),
      makeDisk(5),
      makeDisk(6, { state: 'lost', lost: { atMs: Date.now() - 50 * HOUR_MS, incident: '2026-001' } }),
      makeDisk(7, { state: 'retired' }),
    ],
    strangers: [{ kind: 'foreign', label: 'Backup antigo' }],
  })
/** What is done with one of many disks. */
const asking = (engine: Partial<EngineFake>, ...steps: Step[]): Scene => {
  const scene = disks(manyDisks())
  return { ...scene, engine: { ...scene.engine, ...engine }, steps }
}
const lostTold = [
  press('disks:card.reportLost'),
  write('disks:lost.who', 'Marina'),
  write('disks:lost.what', 'A mochila foi levada no ônibus, ontem à noite.'),
]

/** Discos in every state worth looking at, and what is done with one. */
export const diskScenes = named({
  'disks-begin': () => disks({ ...makeDiskSet(), policy: null, promise: { kind: 'no-disks' }, disks: [] }),
  'disks-first': () => disks({ ...makeDiskSet(), promise: { kind: 'no-disks' }, disks: [] }),
  'disks-kept': () => disks(makeDiskSet()),
  'disks-today': () => disks(asked('today')),
  'disks-near': () => disks(asked('near')),
  'disks-overdue': () => {
    const view = asked('today')
    if (view.promise.kind !== 'today') return disks(view)
    const sinceMs = Date.now() - 40 * 24 * HOUR_MS
    return disks({ ...view, promise: { ...view.promise, kind: 'overdue', sinceMs, missed: 2 } })
  },
  'disks-writing': () =>
    disks(
      swapping(({ diskId }) => ({ kind: 'working', diskId, jobId: sampleJob })),
      progress('writing'),
    ),
  'disks-checking': () =>
    disks(
      swapping(({ diskId }) => ({ kind: 'working', diskId, jobId: sampleJob })),
      progress('checking'),
    ),
  'disks-ready': () => disks(swapping(({ diskId }) => ({ kind: 'ready', diskId, isEjected: true }))),
  'disks-not-ejected': () => disks(swapping(({ diskId }) => ({ kind: 'ready', diskId, isEjected: false }))),
  'disks-wrong': () => {
    const view = asked('today')
    const [first] = view.disks
    return disks(first ? { ...view, swap: { kind: 'wrong', diskId: first.diskId, verdict: 'wrong' } } : view)
  },
  'disks-held': () => disks(swapping(({ diskId }) => ({ kind: 'held', diskId }))),
  'disks-stopped': () =>
    disks(swapping(({ diskId }) => ({ kind: 'stopped', diskId, error: { code: 'DEST_102', params: {} } }))),
  'disks-many-states': () => disks(manyDisks()),
  'disks-add': () => asking({}, press('disks:add.open')),
  'disks-agree': () => asking({}, press('disks:promise.change')),
  'disks-labels': () => asking({}, press('disks:labels.open')),
  'disks-book': () => asking({}, press('disks:card.book')),
  'disks-book-none': () => asking({ diskBook: async () => [] }, press('disks:card.book'), see('disks:book.empty')),
  'disks-book-loading': () => asking({ diskBook: never }, press('disks:card.book')),
  'disks-book-error': () =>
    asking({ diskBook: () => fail('APP_000') }, press('disks:card.book'), see('errors:APP_000.safe')),
  'disks-hand-over': () => asking({}, press('disks:card.handOver')),
  'disks-handed-over': () =>
    asking(
      {},
      press('disks:card.handOver'),
      write('disks:hand.who', LONG_NAME),
      write('disks:hand.where', 'casa da Dra. Paula'),
      press('disks:hand.submit'),
      see('disks:hand.done'),
    ),
  'disks-lost': () => asking({}, ...lostTold),
  'disks-lost-refused': () => asking({}, ...lostTold, press('disks:lost.submit'), see('errors:DISK_102.safe')),
  'disks-found': () => asking({}, press('disks:card.found')),
  'disks-retire': () =>
    asking({}, press('disks:card.retire'), write('disks:retire.reason', `${LONG_WORD} ${LONG_NAME}`)),
  'disks-incident': () =>
    asking({}, press('disks:card.incident'), see('disks:lost.sheetTitle', { incident: '2026-001' })),
  'disks-incident-loading': () => asking({ diskEvidence: never }, press('disks:card.incident')),
  'disks-incident-error': () =>
    asking({ diskEvidence: () => fail('DEST_101') }, press('disks:card.incident'), see('errors:DEST_101.safe')),
})
