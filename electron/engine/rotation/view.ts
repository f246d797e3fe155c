import type { DiskSetView, DiskView, StrangeDisk, SwapView } from '#shared/contracts/index.ts'
import {
  type DiskId,
  type DiskRecord,
  type DiskSet,
  diskStateOf,
  isOldDisk,
  type JobId,
  promiseOf,
  readBackDueSince,
  recordsOf,
  staysSince,
} from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'

/** What a view is made of, besides the decided set. */
export type Seen = {
  readonly records: ReadonlyMap<DiskId, DiskRecord>
  readonly freeBytes: ReadonlyMap<DiskId, number>
  readonly strangers: readonly StrangeDisk[]
  /** Work on a disk that waits or runs; `jobId` is null while it waits. */
  readonly work: { readonly diskId: DiskId; readonly jobId: JobId | null } | null
  readonly failure: SwapFailure | null
}

/** The newest work on a disk that stopped, and when it had begun. */
export type SwapFailure = { readonly beganAtMs: number; readonly error: WireError }

/**
 * Whether work stopped on the disk as it is plugged in now. Work that began before is what the cable was pulled from; it may
 * take minutes until it notices, and the disk may be back by then.
 */
export const hasStopped = (failure: SwapFailure | null, stay: { readonly sinceMs: number }): failure is SwapFailure =>
  failure !== null && failure.beganAtMs >= stay.sinceMs

/** Everything the screens and notices know of the disks. Pure. */
export function viewOf(set: DiskSet | undefined, seen: Seen, nowMs: number): DiskSetView {
  if (!set)
    return {
      policy: null,
      promise: { kind: 'no-disks' },
      disks: [],
      swap: { kind: 'none' },
      strangers: [...seen.strangers],
    }
  const promise = promiseOf(set, seen.records, nowMs)
  const disks = set.disks.map((disk): DiskView => {
    const record = seen.records.get(disk.diskId) ?? unwritten(disk.diskId, set)
    return {
      ...disk,
      state: diskStateOf(record, set.policy, promise, nowMs),
      addedAtMs: record.addedAtMs,
      copiedAtMs: record.copiedAtMs,
      newestCopyAtMs: record.newestCopyAtMs,
      readBackAtMs: record.readBackAtMs,
      readBackDueSinceMs: readBackDueSince(record, set.policy, nowMs),
      wholeReadAtMs: record.wholeReadAtMs,
      problems: record.problems,
      isOld: isOldDisk(record, set.policy, nowMs),
      present: record.present && { ...record.present, freeBytes: seen.freeBytes.get(disk.diskId) ?? null },
      staysSinceMs: staysSince(record, set.policy, nowMs),
      holder: record.holder,
      lost: record.lost,
    }
  })
  return { policy: set.policy, promise, disks, swap: swapOf(set, seen), strangers: [...seen.strangers] }
}

/** A disk that was added while its first line could not be written. */
function unwritten(diskId: DiskId, { policy }: DiskSet): DiskRecord {
  const [record] = recordsOf([{ kind: 'added', diskId, number: 1, atMs: policy.sinceMs }]).values()
  if (!record) throw new Error('a book of one line has one disk')
  return { ...record, entries: [] }
}

function swapOf({ disks }: DiskSet, { records, work, failure }: Seen): SwapView {
  if (work) {
    const { diskId, jobId } = work
    return jobId === null ? { kind: 'waiting', diskId } : { kind: 'working', diskId, jobId }
  }
  const known = disks.flatMap(({ diskId }) => records.get(diskId) ?? [])
  const present = known.filter((disk) => disk.present !== null)
  const [plugged] = present.sort((left, right) => (right.present?.sinceMs ?? 0) - (left.present?.sinceMs ?? 0))
  if (plugged?.present) {
    const { diskId, present: stay } = plugged
    if (stay.readAtMs !== null) return { kind: 'ready', diskId, isEjected: stay.ejectedAtMs !== null }
    if (hasStopped(failure, stay)) return { kind: 'stopped', diskId, error: failure.error }
    if (stay.verdict === 'held') return { kind: 'held', diskId }
    if (stay.verdict === 'right' || stay.verdict === 'read-back') return { kind: 'waiting', diskId }
    return { kind: 'wrong', diskId, verdict: stay.verdict }
  }
  const unsigned = known
    .filter(({ readyAtMs, lost, retiredAtMs }) => readyAtMs !== null && lost === null && retiredAtMs === null)
    .sort((left, right) => (right.readyAtMs ?? 0) - (left.readyAtMs ?? 0))[0]
  return unsigned ? { kind: 'ready', diskId: unsigned.diskId, isEjected: true } : { kind: 'none' }
}
