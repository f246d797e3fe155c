import { applyRefreshes, dueRefreshes, emptyBook, type FileRef, protectedUntilMs } from '#engine/backends/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { readContents, readUnderLock, type Vault } from '#engine/vault/index.ts'
import type { PlaceOf, ProtectionBook, ReplicaId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { JobInput, JobRunner } from './job.ts'

export type ProtectParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  /** Until when each part of a place is protected, as far as it was told. */
  readonly books: {
    load(replicaId: ReplicaId): Promise<ProtectionBook | undefined>
    save(replicaId: ReplicaId, book: ProtectionBook): Promise<void>
  }
}
type Protect = Extract<JobInput, { kind: 'protect' }>

/**
 * Today's share of keeping a place safe from erasing: what is in use stays protected, and an attempt to erase with this computer's own
 * key shows whether it holds.
 *
 * A book that was lost only means that everything is prolonged once more. Throws VAULT_113 for a place without such protection, DEST_110
 * where the bucket cannot give it.
 */
export function protectRunner({ session, catalog, clock, books }: ProtectParts): JobRunner<Protect> {
  return ({ replicaId }, { jobId, signal, onStep }) =>
    session.withVault(
      async (vault, settings) => {
        const startedAtMs = clock.nowMs()
        const replica = [settings.vault, ...settings.replicas].find(({ id }) => id === replicaId)
        const place = lockedOnly(replica?.place)
        const inUse = await readUnderLock(vault, signal, () => filesInUse(vault))
        let book = (await books.load(replicaId)) ?? emptyBook
        const plan = dueRefreshes(inUse, book, place.lock, clock.nowMs())
        const locked = await session.openLocked(place)
        try {
          await locked.requireLockable()
          let done = 0
          const keep = async (kept: ProtectionBook) => {
            book = kept
            await books.save(replicaId, kept)
            const totalFiles = plan.parts.length
            onStep({ phase: 'finishing', doneBytes: 0, totalBytes: 0, doneFiles: ++done, totalFiles })
          }
          const { prolonged, missing } = await applyRefreshes(locked, plan, book, { keep, signal })
          const proof = await session.proveImmutability(place)
          catalog.commitFact({
            kind: 'protection-checked',
            jobId,
            replicaId,
            proof,
            protectedUntilMs: protectedUntilMs(inUse, book) ?? null,
            prolonged,
            missing: missing.length,
            durationMs: Math.max(0, Math.round(clock.nowMs() - startedAtMs)),
          })
        } finally {
          await locked.close()
        }
      },
      { replicaId },
    )
}

type LockedS3 = PlaceOf<'s3'> & { readonly lock: NonNullable<PlaceOf<'s3'>['lock']> }

function lockedOnly(place: { readonly kind: string } | undefined): LockedS3 {
  const found = place as LockedS3 | undefined
  return found?.kind === 's3' && found.lock !== undefined ? found : fail('VAULT_113')
}

/** What the vault cannot do without: packs that its index names, and all of its small files. */
async function filesInUse(vault: Vault): Promise<readonly FileRef[]> {
  const files: FileRef[] = [{ kind: 'config', name: '' }]
  for (const kind of ['key', 'index', 'snapshot'] as const)
    for (const { name } of await vault.backend.list(kind)) files.push({ kind, name })
  for (const { id } of (await readContents(vault)).packs()) files.push({ kind: 'pack', name: id })
  return files
}
