import type { Overview, ReplicaOverview } from '../contracts/index.ts'

const DAY_MS = 86_400_000
/** A copy this old in a place that is always there is no copy of what the clinic has today. */
const STANDING_DAYS = 8
/** A disk of the month is older by design. */
const ROTATED_DAYS = 70

/** What of the old rule is true today: three copies, two kinds of place, one outside, one that nobody at this computer can erase. */
export type ThreeTwoOne = {
  /** This computer included. */
  readonly copies: number
  readonly media: number
  readonly outside: number
  /** Unplugged, or protected against erasing. */
  readonly safe: number
}

/** Counts only places that hold a copy young enough and are not known to be damaged; copies on the disk of the originals are lost with them. */
export function threeTwoOneOf({ replicas }: Pick<Overview, 'replicas'>, nowMs: number): ThreeTwoOne {
  const counted = replicas.filter((replica) => counts(replica, nowMs))
  const isAwayDisk = ({ place, isReachable }: ReplicaOverview) => place.kind === 'local' && !isReachable
  return {
    copies: 1 + counted.filter(({ isOnSourceDisk }) => isOnSourceDisk !== true).length,
    media: new Set(['computer', ...counted.map(mediumOf)]).size,
    outside: counted.filter((one) => one.isOutside || (one.diskId !== undefined && isAwayDisk(one))).length,
    safe: counted.filter((one) => isAwayDisk(one) || one.protection?.proof.kind === 'nobody-can-erase').length,
  }
}

function counts({ newestCopyAtMs, proof, diskId }: ReplicaOverview, nowMs: number): boolean {
  const mostMs = (diskId === undefined ? STANDING_DAYS : ROTATED_DAYS) * DAY_MS
  return newestCopyAtMs !== null && nowMs - newestCopyAtMs <= mostMs && proof.kind !== 'damaged'
}

/** Copies on the computer's own disk go with it. */
const mediumOf = ({ place, isOnSourceDisk }: ReplicaOverview): string =>
  isOnSourceDisk === true ? 'computer' : place.kind === 'local' ? 'disk' : place.kind === 's3' ? 'cloud' : 'server'
