import { mkdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { inOrder, type Session } from '#engine/session/index.ts'
import type { VaultPlace } from '#engine/settings/index.ts'
import type { Vault } from '#engine/vault/index.ts'
import type { RecoveryResult } from '#shared/contracts/index.ts'
import { jobIdSchema, type Progress } from '#shared/domain/index.ts'
import { type Code, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import { isFar } from './replica-jobs.ts'
import { throttle } from './throttle.ts'

export type RecoverParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly onProgress: (progress: Progress) => void
}

/**
 * Puts one version of one file into a separate folder, while somebody waits for it: not queued behind a copy that may take hours.
 *
 * Throws VAULT_111 for a version the catalogue does not know, and what reading the vault and writing the target throw.
 */
export async function recoverVersion(
  parts: RecoverParts,
  request: { readonly versionKey: number; readonly targetFolder: string },
  signal: AbortSignal,
): Promise<RecoveryResult> {
  const { catalog, clock, session } = parts
  const version = catalog.findVersion(request.versionKey) ?? fail('VAULT_111')
  const jobId = jobIdSchema.parse(parts.random.uuid())
  const startedAtMs = clock.nowMs()
  catalog.commitFact({ kind: 'job-started', jobId, jobKind: 'recover', isResumed: false })
  try {
    const places = byNearness(session, catalog, version.copyId)
    const recover = async (vault: Vault) => {
      const snapshot = await vault.findSnapshot(version.copyId)
      const plan = await planRestore(vault, {
        snapshot,
        include: [version.rawPath ?? version.path],
        targetFolder: request.targetFolder,
        layout: 'flat',
        onConflict: 'rename',
      })
      if (plan.files === 0) fail('VAULT_111')
      await mkdir(request.targetFolder, { recursive: true }).catch((cause) => fail('REST_103', {}, { cause }))
      const tell = throttle(parts.onProgress, clock)
      const outcome = await applyRestore(vault, plan, {
        signal,
        onProgress: (step) => tell({ ...step, jobId, jobKind: 'recover', phase: 'writing' }),
      })
      const [skip] = outcome.skips
      if (outcome.files === 0 && skip !== undefined) fail(skip.code)
      return outcome
    }
    const outcome = await inOrder(session, recover, { places, passOver: NOT_WHOLE_THERE })
    const durationMs = Math.max(0, Math.round(clock.nowMs() - startedAtMs))
    const result = { files: outcome.files, bytes: outcome.bytes, durationMs, skips: outcome.skips.length }
    catalog.commitFact({ kind: 'recover-finished', jobId, ...result })
    return { folder: request.targetFolder, ...result }
  } catch (error) {
    const params = isAppError(error) ? error.params : {}
    catalog.commitFact({ kind: 'job-failed', jobId, jobKind: 'recover', code: codeOf(error), params })
    throw error
  }
}

/** Copies that lie elsewhere, or not whole here. */
const NOT_WHOLE_THERE: ReadonlySet<Code> = new Set(['VAULT_105', 'VAULT_107', 'VAULT_109'])

/** Places that hold the copy first, near ones before far ones. */
function byNearness(session: Session, catalog: Catalog, copyId: string): readonly VaultPlace[] {
  const holders = new Set(catalog.holdersOf(copyId))
  const rank = (replica: VaultPlace) => (holders.has(replica.id) ? 0 : 2) + (isFar(replica) ? 1 : 0)
  const { vault, replicas } = session.requireSettings()
  return [vault, ...replicas].toSorted((left, right) => rank(left) - rank(right))
}

/** A dated folder among the person's own documents, where nothing of the clinic's system looks. */
export function proposeRecoveryFolder(clock: Clock, home = os.homedir()): string {
  const today = new Date(clock.nowMs())
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((n) => String(n).padStart(2, '0'))
    .join('-')
  return path.join(home, 'Recuperados', day)
}
