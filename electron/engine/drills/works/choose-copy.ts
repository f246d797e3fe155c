import type { Snapshot } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { takenAtMs, type WorkParts } from './work.ts'

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

type Parts = Pick<WorkParts, 'snapshots' | 'random' | 'nowMs'>

const oneOf = (among: readonly Snapshot[], { random }: Parts): Snapshot | undefined =>
  among.length === 0 ? undefined : among[random.below(among.length)]

/** The newest copy. Throws VAULT_109 where there is none. */
export const newestCopy = ({ snapshots }: Parts): Snapshot => snapshots[0] ?? fail('VAULT_109')

/** A day by chance: from years ago where copies go back so far, any before the newest otherwise. */
export function randomCopy(parts: Parts): Snapshot {
  const { snapshots, nowMs } = parts
  const old = snapshots.filter((snapshot) => takenAtMs(snapshot) < nowMs - YEAR_MS)
  return oneOf(old, parts) ?? oneOf(snapshots.slice(1), parts) ?? newestCopy(parts)
}

/** The newest copy from before the make-believe attack, a day ago; where all are younger, the oldest. */
export function copyBefore(parts: Parts): Snapshot {
  const { snapshots, nowMs } = parts
  return snapshots.find((snapshot) => takenAtMs(snapshot) < nowMs - DAY_MS) ?? snapshots.at(-1) ?? fail('VAULT_109')
}
