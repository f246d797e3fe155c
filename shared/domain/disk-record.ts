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
  /** When everything on it was last read and found whole; null while it never was. */
  readonly wholeReadAtMs: number | null
  /** From when the year runs in which all of it is to be read: the last time it was, or its first copy. */
  readonly wholeSinceMs: number
  /** Damage that the last reading found. */
  readonly problems: number
  /** Since when it is plugged in, and what was decided then; null while it is not. */
  readonly present: {
    readonly sinceMs: number
    readonly verdict: PlugVerdict
    /** When the work on it was done, reading being the last of it. */
    readonly readAtMs: number | null
    readonly ejectedAtMs: number | null
  } | null
  /** Since when nothing more is to be done with it at the clinic; null while something is, and while it is away. */
  readonly readyAtMs: number | null
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
  wholeReadAtMs: null,
  wholeSinceMs: addedAtMs,
  problems: 0,
  present: null,
  readyAtMs: null,
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
      return { ...disk, addedAtMs: atMs, wholeSinceMs: disk.copiedAtMs === null ? atMs : disk.wholeSinceMs }
    case 'came': {
      const { verdict } = entry
      const present = { sinceMs: atMs, verdict, readAtMs: null, ejectedAtMs: null }
      // Back at the clinic when it is its turn; one that came by mistake goes back to whoever has it.
      return verdict === 'right' ? { ...disk, present, holder: null, readyAtMs: null } : { ...disk, present }
    }
    case 'copied':
      return {
        ...disk,
        copiedAtMs: atMs,
        newestCopyAtMs: entry.newestCopyAtMs,
        // Bytes that were never here need not be read again yet.
        wholeSinceMs: disk.copiedAtMs === null ? atMs : disk.wholeSinceMs,
        readyAtMs: atMs,
      }
    case 'read-back': {
      const isWhole = entry.scope === 'whole' && entry.problems === 0
      return {
        ...disk,
        readBackAtMs: atMs,
        problems: isWhole ? 0 : Math.max(disk.problems, entry.problems),
        wholeReadAtMs: isWhole ? atMs : disk.wholeReadAtMs,
        wholeSinceMs: isWhole ? atMs : disk.wholeSinceMs,
        mustBeRead: isWhole ? false : disk.mustBeRead,
        present: disk.present && { ...disk.present, readAtMs: atMs },
        readyAtMs: disk.readyAtMs === null ? null : atMs,
      }
    }
    case 'ejected':
      return {
        ...disk,
        present: disk.present && { ...disk.present, ejectedAtMs: atMs },
        readyAtMs: disk.readyAtMs === null ? null : atMs,
      }
    case 'left':
      return { ...disk, present: null }
    case 'handed-over':
      return {
        ...disk,
        readyAtMs: null,
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
  const dueMs = disk.wholeSinceMs + readBackEveryDays * DAY_MS
  return nowMs >= dueMs ? dueMs : null
}

/**
 * Since when a disk is at the clinic for longer than it should, nothing more to be done with it; null while it is not.
 *
 * A disk that was ejected may hang on its cable or lie beside it, which no system tells: until somebody signs for it, it is here.
 */
export function staysSince(
  { present, readyAtMs, lost, retiredAtMs }: DiskRecord,
  { pluggedHours }: DiskPolicy,
  nowMs: number,
): number | null {
  if (lost !== null || retiredAtMs !== null) return null
  const isIdle = present !== null && present.verdict !== 'right' && present.verdict !== 'held'
  const sinceMs = readyAtMs ?? (isIdle ? present.sinceMs : null)
  if (sinceMs === null) return null
  const untilMs = sinceMs + pluggedHours * HOUR_MS
  return nowMs >= untilMs ? untilMs : null
}

/** True from the age on at which the clinic wants its disks replaced. */
export function isOldDisk({ addedAtMs }: DiskRecord, { retireAfterYears }: DiskPolicy, nowMs: number): boolean {
  const from = new Date(addedAtMs)
  return nowMs >= new Date(from.getFullYear() + retireAfterYears, from.getMonth(), from.getDate()).getTime()
}
