import { applyHeal, healed, planHeal } from '#engine/replicate/index.ts'
import { isPlaceTrouble, type Session } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import { checkVault, readUnderLock, type Vault } from '#engine/vault/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import type { JobInput, JobRunner } from './job.ts'
import type { ReplicaParts } from './replica-jobs.ts'

type Heal = Extract<JobInput, { kind: 'heal' }>

/**
 * Mends one replica from all others that answer: looks for what is damaged by reading everything, then puts whole parts in its place.
 *
 * Throws VAULT_113 for an unknown place, DEST_101 when no other place answers, and what healing throws.
 */
export function healRunner({ session, catalog, clock, pace }: ReplicaParts): JobRunner<Heal> {
  return ({ replicaId }, { jobId, signal, onStep }) => {
    const how = pace && { pace: pace() }
    return session.withVault(
      async (vault, settings) => {
        const startedAtMs = clock.nowMs()
        const others = [settings.vault, ...settings.replicas].filter(({ id }) => id !== replicaId)
        await withAll(session, others, [], async (replicas) => {
          if (replicas.length === 0) fail('DEST_101')
          const { problems } = await readUnderLock(vault, signal, (stop) =>
            checkVault(vault, {
              readData: true,
              signal: stop,
              onProgress: ({ doneBytes, totalBytes }) =>
                onStep({ phase: 'checking', doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 }),
            }),
          )
          const options = { replicas, problems, signal }
          const outcome = await applyHeal(vault, await planHeal(vault, options), options)
          catalog.commitFact({ ...healed(vault, outcome, clock.nowMs() - startedAtMs), jobId })
        })
      },
      { replicaId, ...how },
    )
  }
}

/** Opens every place that answers, the rest is passed over. */
async function withAll(
  session: Session,
  [first, ...others]: readonly VaultPlace[],
  open: readonly Vault[],
  work: (vaults: readonly Vault[]) => Promise<void>,
): Promise<void> {
  if (first === undefined) return work(open)
  let isOpen = false
  try {
    await session.withVault(
      (vault) => {
        isOpen = true
        return withAll(session, others, [...open, vault], work)
      },
      { replicaId: first.id },
    )
  } catch (error) {
    if (isOpen || !isPlaceTrouble(codeOf(error))) throw error
    await withAll(session, others, open, work)
  }
}
