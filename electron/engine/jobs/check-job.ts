import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { checkVault, readUnderLock } from '#engine/vault/index.ts'
import type { JobInput, JobRunner } from './job.ts'

export type CheckParts = { readonly session: Session; readonly catalog: Catalog; readonly clock: Clock }

/** Reads the vault the way a doubter would and commits what was found. Problems are a result, not a failure. */
export function checkRunner({ session, catalog, clock }: CheckParts): JobRunner<Extract<JobInput, { kind: 'check' }>> {
  return ({ readData }, { jobId, signal, onStep }) =>
    session.withVault(async (vault) => {
      const startedAtMs = clock.nowMs()
      const report = await readUnderLock(vault, signal, (stop) =>
        checkVault(vault, {
          readData,
          signal: stop,
          onProgress: ({ doneBytes, totalBytes }) =>
            onStep({ phase: 'checking', doneBytes, totalBytes, doneFiles: 0, totalFiles: 0 }),
        }),
      )
      catalog.commitFact({
        kind: 'check-finished',
        jobId,
        replicaId: vault.config.id,
        problems: report.problems.length,
        packs: report.packs,
        readBytes: report.readBytes,
        durationMs: Math.max(0, Math.round(clock.nowMs() - startedAtMs)),
        readData,
      })
    })
}
