import { z } from 'zod'
import { swapDayAfter, swapDayBefore, swapDayCovered } from './disk-calendar.ts'
import { type DiskRecord, readBackDueSince } from './disk-record.ts'
import type { DiskSet, PlugVerdict } from './disk-set.ts'
import { type DiskId, diskIdSchema } from './volumes.ts'

const next = { diskId: diskIdSchema, dayMs: z.number().int(), byMs: z.number().int() }

/** How the promise stands. `diskId` is the disk whose turn it is, `dayMs` the promised day, `byMs` the moment it is late. */
export const diskPromiseSchema = z.discriminatedUnion('kind', [
  /** No disk can be swapped: none was added, or all are lost or retired. */
  z.object({ kind: z.literal('no-disks') }),
  z.object({ kind: z.literal('kept'), ...next }),
  /** The day is so near that a swap counts for it. */
  z.object({ kind: z.literal('near'), ...next }),
  z.object({ kind: z.literal('today'), ...next }),
  /** `sinceMs`: the first promised moment that passed without a swap; `missed` how many did. */
  z.object({ kind: z.literal('overdue'), ...next, sinceMs: z.number().int(), missed: z.number().int().positive() }),
])
export type DiskPromise = z.infer<typeof diskPromiseSchema>

export const diskStateSchema = z.enum(['new', 'in-use', 'away', 'due-back', 'to-check', 'retired', 'lost'])
export type DiskState = z.infer<typeof diskStateSchema>

const CLOCK_SLACK_MS = 86_400_000

type Records = ReadonlyMap<DiskId, DiskRecord>

/**
 * What the clinic promised itself and how that stands: what is due, since when it is overdue, which disk is next.
 *
 * Being away is a normal state of a disk; this is the only thing that alarms. A copy on a disk that was lost since keeps no promise.
 */
export function promiseOf({ policy, disks }: DiskSet, records: Records, nowMs: number): DiskPromise {
  const usable = disks.filter(({ diskId }) => isUsable(records.get(diskId)))
  if (usable.length === 0) return { kind: 'no-disks' }
  // A time that lies ahead was written by a clock that was wrong: it keeps no promise.
  const swaps = [...records.values()].flatMap(({ copiedAtMs, lost }) =>
    copiedAtMs === null || copiedAtMs > nowMs + CLOCK_SLACK_MS || lost !== null ? [] : [copiedAtMs],
  )
  const lastSwapMs = swaps.length === 0 ? null : Math.max(...swaps)
  const open =
    lastSwapMs === null
      ? swapDayAfter(policy, Math.min(policy.sinceMs, nowMs))
      : swapDayAfter(policy, Math.max(swapDayCovered(policy, lastSwapMs).byMs, Math.min(policy.sinceMs, nowMs)))
  if (open.byMs > nowMs) {
    const { dayMs, byMs } = open
    const kind = nowMs >= dayMs ? 'today' : nowMs >= open.fromMs ? 'near' : 'kept'
    return { kind, diskId: turnOf(usable, records, dayMs), dayMs, byMs }
  }
  const { dayMs, byMs } = swapDayCovered(policy, nowMs)
  let missed = 1
  for (let day = swapDayBefore(policy, nowMs); day.byMs > open.byMs; day = swapDayBefore(policy, day.byMs - 1))
    missed += 1
  return { kind: 'overdue', diskId: turnOf(usable, records, dayMs), dayMs, byMs, sinceMs: open.byMs, missed }
}

const isUsable = (disk: DiskRecord | undefined): boolean => !disk || (disk.lost === null && disk.retiredAtMs === null)

/** The month's own disk where there is one; else the one that was away longest, a new one first. */
function turnOf(usable: DiskSet['disks'], records: Records, dayMs: number): DiskId {
  const month = new Date(dayMs).getMonth() + 1
  const own = usable.find((disk) => disk.month === month)
  const since = ({ diskId }: DiskSet['disks'][number]) => records.get(diskId)?.copiedAtMs ?? Number.NEGATIVE_INFINITY
  const [first, ...others] = usable
  if (own || !first) return (own ?? first)?.diskId as DiskId
  const inMonths = (disk: DiskSet['disks'][number]) => (disk.month === undefined ? 0 : (disk.month - month + 12) % 12)
  return others.reduce((chosen, disk) => {
    const earlier = since(disk) - since(chosen)
    if (Number.isNaN(earlier)) return inMonths(disk) - inMonths(chosen) < 0 ? disk : chosen
    return earlier < 0 ? disk : chosen
  }, first).diskId
}

/** The one state of a disk. */
export function diskStateOf(
  disk: DiskRecord,
  policy: DiskSet['policy'],
  promise: DiskPromise,
  nowMs: number,
): DiskState {
  if (disk.lost !== null) return 'lost'
  if (disk.retiredAtMs !== null) return 'retired'
  if (disk.copiedAtMs === null) return 'new'
  if (disk.holder === null) return 'in-use'
  if (readBackDueSince(disk, policy, nowMs) !== null) return 'to-check'
  const isAsked = promise.kind === 'near' || promise.kind === 'today' || promise.kind === 'overdue'
  return isAsked && promise.diskId === disk.diskId ? 'due-back' : 'away'
}

/**
 * What to do with a disk of the set that was plugged in. Only `right` lets anything be written to it.
 *
 * Right is the disk whose turn it is, a new one, and the one that was swapped for this very day and is at the clinic still.
 */
export function judgePlug(
  set: DiskSet,
  records: Records,
  diskId: DiskId,
  { nowMs, isHeld }: { readonly nowMs: number; readonly isHeld: boolean },
): PlugVerdict {
  const disk = records.get(diskId)
  if (disk?.lost) return 'lost'
  if (isHeld) return 'held'
  const mustRead = disk !== undefined && readBackDueSince(disk, set.policy, nowMs) !== null
  if (disk?.retiredAtMs) return mustRead ? 'read-back' : 'retired'
  const promise = promiseOf(set, records, nowMs)
  const isTurn = promise.kind !== 'no-disks' && promise.diskId === diskId
  if (isTurn || !disk || disk.copiedAtMs === null) return 'right'
  const dayOf = (atMs: number) => swapDayCovered(set.policy, atMs).dayMs
  if (disk.holder === null && dayOf(disk.copiedAtMs) === dayOf(nowMs)) return 'right'
  return mustRead ? 'read-back' : 'wrong'
}
