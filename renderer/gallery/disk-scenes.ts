import type { DiskSetView, DiskView } from '#shared/contracts/index.ts'
import type { Progress } from '#shared/domain/index.ts'
import { makeDisk, makeDiskSet, sampleBook } from './disk-samples.ts'
import { fakeEngine, never, standingProgress } from './fakes.ts'
import { makeOverview, makeReplica, sampleJob } from './samples.ts'
import type { Scene, Scenes } from './scene.ts'

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

/** Discos in every state worth looking at. */
export const diskScenes: Scenes = {
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
  'disks-many-states': () =>
    disks(
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
      }),
    ),
}
