import type { Snapshot } from '#engine/vault/index.ts'
import { copyIdSchema, type RescueComputer, type RescueCopy } from '#shared/domain/index.ts'

const PLAN = /^plano-[0-9a-f-]{36}$/

export const planOf = (snapshot: Snapshot): string | undefined => snapshot.tags?.find((tag) => PLAN.test(tag))
export const takenAtMs = (snapshot: Snapshot): number => Date.parse(snapshot.time) || 0
export const computerOf = (snapshot: Snapshot): string => snapshot.hostname ?? ''

/** The computers that copies were made on, the one with the newest copy first. */
export function computersOf(snapshots: readonly Snapshot[]): RescueComputer[] {
  const byName = new Map<string, Snapshot[]>()
  for (const snapshot of newestFirst(snapshots)) {
    const name = computerOf(snapshot)
    const known = byName.get(name)
    if (known) known.push(snapshot)
    else byName.set(name, [snapshot])
  }
  return [...byName].flatMap(([name, copies]) => {
    const [newest, oldest] = [copies[0], copies.at(-1)]
    if (newest === undefined || oldest === undefined) return []
    const isOurs = copies.some((copy) => planOf(copy) !== undefined)
    return [{ name, copies: copies.length, oldestAtMs: takenAtMs(oldest), newest: copyOf(newest), isOurs }]
  })
}

export const newestFirst = (snapshots: readonly Snapshot[]): Snapshot[] =>
  snapshots.toSorted((left, right) => takenAtMs(right) - takenAtMs(left))

export function copyOf(snapshot: Snapshot): RescueCopy {
  const { summary } = snapshot
  return {
    copyId: copyIdSchema.parse(snapshot.id),
    takenAtMs: takenAtMs(snapshot),
    paths: [...snapshot.paths],
    files: summary?.total_files_processed ?? null,
    bytes: summary?.total_bytes_processed ?? null,
  }
}
