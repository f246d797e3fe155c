import { z } from 'zod'
import type { DiskEntry, DiskPolicy, PlugVerdict } from './disk-set.ts'
import type { DiskId } from './volumes.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Who has a disk that left the building, and since when. */
export const holderSchema = z.object({
  takenBy: z.string(),
  place: z.string(),
  sinceMs: z.number().int(),
  /** Number of the line in the book, printed on the receipt. */
  entry: z.number().int(),
})
export type Holder = z.infer<typeof holderSchema>

/** All that the book says of one disk now. */
export type DiskRecord = {
  readonly diskId: DiskId
  readonly addedAtMs: number
  /** When it was last brought up to date; null while it never was. */
  readonly copiedAtMs: number | null
  /** The newest copy it holds; null while it holds none. */
  readonly newestCopyAtMs: number | null
  readonly readBackAtMs: number | null
  /** When everything on it was last read and found whole, or when it began while nothing was. */
  readonly wholeAtMs: number
  /** Damage that the last reading found. */
  readonly problems: number
  /** Since when it is plugged in, and what was decided then; null while it is not. */
  readonly present: {
    readonly sinceMs: number
    readonly verdict: PlugVerdict
    readonly copiedAtMs: number | null
    readonly readAtMs: number | null
    readonly ejectedAtMs: number | null
  } | null
  /** Null while it is at the clinic and nobody has signed for it. */
  readonly holder: Holder | null
  readonly retiredAtMs: number | null
  readonly lost: { readonly atMs: number; readonly incident: string } | null
  /** It was away without anybody knowing where: all of it is read before it counts as good. */
  readonly mustBeRead: boolean
  readonly entries: readonly DiskEntry[]
}

const fresh = (diskId: DiskId, addedAtMs: number): DiskRecord => ({
  diskId,
  addedAtMs,
  copiedAtMs: null,
  newestCopyAtMs: null,
  readBackAtMs: null,
  wholeAtMs: addedAtMs,
  problems: 0,
  present: null,
  holder: null,
  retiredAtMs: null,
  lost: null,
  mustBeRead: false,
  entries: [],
})

/** Every disk that the book names, from all its lines. Pure; any order of lines gives each disk one record that holds all of its lines. */
export function recordsOf(entries: Iterable<DiskEntry>): ReadonlyMap<DiskId, DiskRecord> {
  const records = new Map<DiskId, DiskRecord>()
  for (const entry of entries) {
    const known = records.get(entry.diskId) ?? fresh(entry.diskId, entry.atMs)
    records.set(entry.diskId, { ...after(known, entry), entries: [...known.entries, entry] })
  }
  return records
}

function after(disk: DiskRecord, entry: DiskEntry): DiskRecord {
  const { atMs } = entry
  switch (entry.kind) {
    case 'added':
      return { ...disk, addedAtMs: atMs, wholeAtMs: disk.copiedAtMs === null ? atMs : disk.wholeAtMs }
    case 'came': {
      const { verdict } = entry
      const present = { sinceMs: atMs, verdict, copiedAtMs: null, readAtMs: null, ejectedAtMs: null }
      // Back at the clinic when it is its turn; one that came by mistake goes back to whoever has it.
      return { ...disk, present, holder: verdict === 'right' ? null : disk.holder }
    }
    case 'copied':
      return {
        ...disk,
        copiedAtMs: atMs,
        newestCopyAtMs: entry.newestCopyAtMs,
        // Bytes that were never here need not be read again yet.
        wholeAtMs: disk.copiedAtMs === null ? atMs : disk.wholeAtMs,
        present: disk.present && { ...disk.present, copiedAtMs: atMs },
      }
    case 'read-back': {
      const isWhole = entry.scope === 'whole' && entry.problems === 0
      return {
        ...disk,
        readBackAtMs: atMs,
        problems: isWhole ? 0 : Math.max(disk.problems, entry.problems),
        wholeAtMs: isWhole ? atMs : disk.wholeAtMs,
        mustBeRead: isWhole ? false : disk.mustBeRead,
        present: disk.present && { ...disk.present, readAtMs: atMs },
      }
    }
    case 'ejected':
      return { ...disk, present: disk.present && { ...disk.present, ejectedAtMs: atMs } }
    case 'left':
      return { ...disk, present: null }
    case 'handed-over':
      return {
        ...disk,
        holder: { takenBy: entry.takenBy, place: entry.place, sinceMs: atMs, entry: entry.number },
      }
    case 'lost':
      return { ...disk, lost: { atMs, incident: entry.incident } }
    case 'found':
      return { ...disk, lost: null, mustBeRead: disk.mustBeRead || disk.lost !== null }
    case 'retired':
      return { ...disk, retiredAtMs: disk.retiredAtMs ?? atMs }
  }
}

/** Since when all of a disk should have been read again; null while that is not so. Shelved disks for good are read too. */
export function readBackDueSince(disk: DiskRecord, { readBackEveryDays }: DiskPolicy, nowMs: number): number | null {
  if (disk.lost !== null || disk.copiedAtMs === null) return null
  if (disk.problems > 0 || disk.mustBeRead) return disk.readBackAtMs ?? disk.copiedAtMs
  const dueMs = disk.wholeAtMs + readBackEveryDays * DAY_MS
  return nowMs >= dueMs ? dueMs : null
}

/** Since when a disk stays plugged in for longer than it should, its copy done; null while it does not. */
export function staysSince({ present }: DiskRecord, { pluggedHours }: DiskPolicy, nowMs: number): number | null {
  if (present === null || present.verdict === 'held') return null
  const doneMs = present.ejectedAtMs ?? present.readAtMs ?? present.copiedAtMs ?? idleSince(present)
  if (doneMs === null) return null
  const untilMs = doneMs + pluggedHours * HOUR_MS
  return nowMs >= untilMs ? untilMs : null
}

/** Nothing is done with a disk that came by mistake, so it is ready to go at once. */
const idleSince = ({ verdict, sinceMs }: NonNullable<DiskRecord['present']>): number | null =>
  verdict === 'right' || verdict === 'read-back' ? null : sinceMs

/** True from the age on at which the clinic wants its disks replaced. */
export function isOldDisk({ addedAtMs }: DiskRecord, { retireAfterYears }: DiskPolicy, nowMs: number): boolean {
  const from = new Date(addedAtMs)
  return nowMs >= new Date(from.getFullYear() + retireAfterYears, from.getMonth(), from.getDate()).getTime()
}
