import type { Settings, VaultPlace } from '#engine/settings/index.ts'
import type { Pace, Vault } from '#engine/vault/index.ts'
import { type Code, codeOf, fail } from '#shared/errors/index.ts'
import { isPlaceTrouble } from './place-trouble.ts'
import type { Session } from './session.ts'

export type InOrder = {
  /** The plan's order by default. */
  readonly places?: readonly VaultPlace[]
  readonly pace?: Pace
  /** A place the work has to do without, and why; the next one is tried. */
  readonly onPassedOver?: (replica: VaultPlace, code: Code) => void
  /** Codes on top of a place's own trouble after which another place may do better. */
  readonly passOver?: ReadonlySet<Code>
}

/**
 * Places that copies are made to and kept level, in the plan's order. Disks of the month come by a calendar of their own.
 *
 * The main place need not be the first: ways in are kept there whatever the order.
 */
export function standingPlaces({ vault, replicas, diskSet, order = [] }: Settings): readonly VaultPlace[] {
  const rotated = new Set(diskSet?.disks.map(({ replicaId }) => replicaId))
  const rank = ({ id }: VaultPlace) => (order.includes(id) ? order.indexOf(id) : order.length)
  return [vault, ...replicas.filter(({ id }) => !rotated.has(id))].sort((one, other) => rank(one) - rank(other))
}

/**
 * Runs work on the vault at the first place that bears it: one that is away, full or refuses is passed over for the next.
 *
 * The work may be begun at one place and done at another; it has to leave nothing behind that it would not leave when interrupted.
 * Throws what the first place threw when none is left, and at once what has nothing to do with the place.
 */
export async function inOrder<T>(
  session: Session,
  work: (vault: Vault, settings: Settings, replica: VaultPlace) => Promise<T>,
  { places, pace, onPassedOver, passOver }: InOrder = {},
): Promise<T> {
  let first: unknown
  for (const replica of places ?? standingPlaces(session.requireSettings())) {
    try {
      const use = { replicaId: replica.id, ...(pace && { pace }) }
      return await session.withVault((vault, settings) => work(vault, settings, replica), use)
    } catch (error) {
      const code = codeOf(error)
      if (!isPlaceTrouble(code) && !passOver?.has(code)) throw error
      first ??= error
      onPassedOver?.(replica, code)
    }
  }
  throw first ?? fail('DEST_101')
}
