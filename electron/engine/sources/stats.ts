import type { BigIntStats } from 'node:fs'
import type { EntryKind } from './facts.ts'

const FIELDS = ['mode', 'uid', 'gid', 'size', 'mtimeNs', 'ctimeNs', 'ino', 'dev', 'nlink', 'rdev'] as const

/** The numbers of `lstat(…, { bigint: true })` that matter here; unlike its own object they can go from one thread to another. */
export type RawStats = Readonly<Pick<BigIntStats, (typeof FIELDS)[number]>>

export const NUMBERS_PER_STATS = FIELDS.length

/** Puts the numbers at an entry's place in a column of many. */
export function putStats(column: BigInt64Array, entry: number, stats: RawStats): void {
  const at = entry * NUMBERS_PER_STATS
  for (let field = 0; field < NUMBERS_PER_STATS; field++) column[at + field] = stats[FIELDS[field] ?? 'mode']
}

export function statsAt(column: BigInt64Array, entry: number): RawStats {
  const at = entry * NUMBERS_PER_STATS
  const number = (field: number) => column[at + field] ?? 0n
  const unsigned = (field: number) => BigInt.asUintN(64, number(field))
  return {
    mode: number(0),
    uid: number(1),
    gid: number(2),
    size: number(3),
    mtimeNs: number(4),
    ctimeNs: number(5),
    ino: unsigned(6),
    dev: unsigned(7),
    nlink: unsigned(8),
    rdev: unsigned(9),
  }
}

const KINDS: ReadonlyMap<number, EntryKind> = new Map([
  [0o100000, 'file'],
  [0o040000, 'dir'],
  [0o120000, 'symlink'],
  [0o060000, 'dev'],
  [0o020000, 'chardev'],
  [0o010000, 'fifo'],
  [0o140000, 'socket'],
])

/** What an entry is, by the bits that POSIX reserves for that; Node makes them up on Windows. */
export const kindOf = ({ mode }: Pick<RawStats, 'mode'>): EntryKind | undefined => KINDS.get(Number(mode & 0o170000n))
