import { readUnderLock, type Snapshot, type Vault } from '#engine/vault/index.ts'
import { survey } from './survey.ts'
import type { ReplicationPlan } from './types.ts'

/**
 * Looks at what a replica lacks. Writes nothing but locks.
 *
 * `wants` leaves out copies that the replica's own rule does not keep. Throws VAULT_113 for two that are no replicas of
 * one vault, VAULT_106, APP_001, VAULT_…, DEST_….
 */
export async function planReplication(
  source: Vault,
  target: Vault,
  options: { readonly signal?: AbortSignal; readonly wants?: (snapshot: Snapshot) => boolean } = {},
): Promise<ReplicationPlan> {
  const { wants } = options
  return readUnderLock(source, options.signal, (outer) =>
    readUnderLock(target, outer, async (signal) => {
      const found = await survey(source, target, { signal, ...(wants && { wants }) })
      return {
        snapshots: found.snapshots.map(({ id }) => id),
        keys: found.keys,
        keysOnlyThere: found.keysOnlyThere,
        packs: found.copy.length,
        foundPacks: found.found.length,
        liftedBlobs: found.lift.length,
        bytes: found.bytes,
      }
    }),
  )
}
