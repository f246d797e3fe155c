import type { Catalog } from '#engine/catalog/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import type { Code } from '#shared/errors/index.ts'
import type { Session } from './session.ts'

/** What is asked for lies elsewhere, or not whole here: another place may do better. */
export const NOT_WHOLE_THERE: ReadonlySet<Code> = new Set(['VAULT_105', 'VAULT_107', 'VAULT_109', 'VAULT_111'])

/** Reached over a network, and so maybe slow. */
export const isFar = (replica: VaultPlace | undefined): boolean =>
  replica !== undefined && replica.place.kind !== 'local'

/** Places that hold a copy first, near ones before far ones. */
export function nearestFirst(
  session: Pick<Session, 'requireSettings'>,
  catalog: Pick<Catalog, 'holdersOf'>,
  copyId: string,
): readonly VaultPlace[] {
  const holders = new Set(catalog.holdersOf(copyId))
  const rank = (replica: VaultPlace) => (holders.has(replica.id) ? 0 : 2) + (isFar(replica) ? 1 : 0)
  const { vault, replicas } = session.requireSettings()
  return [vault, ...replicas].toSorted((left, right) => rank(left) - rank(right))
}
