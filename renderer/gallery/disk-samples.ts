import type { BookLine, DiskSetView, DiskView } from '#shared/contracts/index.ts'
import { type DiskEntry, type DiskId, diskPolicyOf, type NewDiskEntry } from '#shared/domain/index.ts'

// Invented disks of the month.
const DAY_MS = 86_400_000
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as DiskId

export const makeDisk = (number: number, change: Partial<DiskView> = {}, nowMs = Date.now()): DiskView => ({
  diskId: idOf(number),
  replicaId: String(number % 10).repeat(64),
  number,
  label: `Disco ${number}`,
  state: 'away',
  addedAtMs: nowMs - 200 * DAY_MS,
  copiedAtMs: nowMs - number * 30 * DAY_MS,
  newestCopyAtMs: nowMs - number * 30 * DAY_MS - 600_000,
  readBackAtMs: nowMs - number * 30 * DAY_MS,
  readBackDueSinceMs: null,
  wholeReadAtMs: null,
  problems: 0,
  isOld: false,
  present: null,
  staysSinceMs: null,
  holder: { takenBy: 'Sr. João', place: 'casa do Sr. João', sinceMs: nowMs - number * 30 * DAY_MS, entry: 9 },
  lost: null,
  ...change,
})

export function makeDiskSet(change: Partial<DiskSetView> = {}, nowMs = Date.now()): DiskSetView {
  const by = new Date(nowMs + 12 * DAY_MS)
  return {
    policy: diskPolicyOf({ kind: 'month-day', day: by.getDate() }, nowMs - 200 * DAY_MS),
    promise: { kind: 'kept', diskId: idOf(3), dayMs: by.setHours(0, 0, 0, 0), byMs: by.setHours(18, 0, 0, 0) },
    disks: [
      makeDisk(
        1,
        { holder: { takenBy: 'Dra. Paula', place: 'casa da Dra. Paula', sinceMs: nowMs - 18 * DAY_MS, entry: 21 } },
        nowMs,
      ),
      makeDisk(2, {}, nowMs),
      makeDisk(3, { wholeReadAtMs: nowMs - 90 * DAY_MS }, nowMs),
    ],
    swap: { kind: 'none' },
    strangers: [],
    ...change,
  }
}

const lines: readonly NewDiskEntry[] = [
  { kind: 'added', diskId: idOf(1) },
  { kind: 'came', diskId: idOf(1), verdict: 'right' },
  { kind: 'copied', diskId: idOf(1), copies: 214, bytes: 38_412_000_000, durationMs: 900_000, newestCopyAtMs: 0 },
  { kind: 'read-back', diskId: idOf(1), scope: 'sample', bytes: 2_100_000_000, problems: 0, durationMs: 160_000 },
  { kind: 'ejected', diskId: idOf(1) },
  { kind: 'left', diskId: idOf(1), wasEjected: true },
  { kind: 'handed-over', diskId: idOf(1), takenBy: 'Sr. João', place: 'casa do Sr. João', note: '' },
  { kind: 'came', diskId: idOf(1), verdict: 'wrong' },
  { kind: 'left', diskId: idOf(1), wasEjected: false },
]
export const sampleBook: readonly BookLine[] = lines.map((line, index) => ({
  entry: { ...line, number: index + 1, atMs: Date.now() - (40 - 4 * index) * DAY_MS } as DiskEntry,
  seal: `${index}f0c1e2ab94d`,
}))
