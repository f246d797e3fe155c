import type { Catalog } from '#engine/catalog/index.ts'
import {
  applyRestore,
  planRestore,
  type RestoreOutcome,
  type RestorePlan,
  type RestoreProgress,
} from '#engine/restore/index.ts'
import { isPlaceTrouble, nearestFirst, type Session } from '#engine/session/index.ts'
import type { Vault } from '#engine/vault/index.ts'
import { type Code, codeOf, fail } from '#shared/errors/index.ts'
import type { RecoveryRecord } from './record.ts'

export type BringParts = {
  readonly session: Pick<Session, 'withVault' | 'requireSettings'>
  readonly catalog: Pick<Catalog, 'holdersOf'>
}
export type Brought = Pick<RestoreOutcome, 'files' | 'bytes' | 'skips' | 'told'> & { readonly takenAtMs: number }
type How = {
  readonly journalFile: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: RestoreProgress) => void
}

/** What unfinished files of a recovery are known by. */
export const markOf = (id: string): string => id.replaceAll('-', '').slice(0, 12)

/** Copies that lie elsewhere, or not whole here, or a place that somebody else holds. */
export const ELSEWHERE: ReadonlySet<Code> = new Set(['VAULT_105', 'VAULT_106', 'VAULT_107', 'VAULT_109', 'VAULT_110'])

/**
 * Brings what a record asks for from the nearest place that has it. Where a place fails on the way, or lacks some of it, the next goes on with
 * what is still missing: the journal says what is there.
 *
 * Throws what the first place threw when none could; REST_102, REST_103 of the target; APP_001; VAULT_111 when the copy does not have it.
 */
export async function bring({ session, catalog }: BringParts, record: RecoveryRecord, how: How): Promise<Brought> {
  let best: Brought | undefined
  let first: unknown
  for (const place of nearestFirst(session, catalog, record.copyId)) {
    try {
      const brought = await session.withVault((vault) => bringFrom(vault, record, how), { replicaId: place.id })
      if (best === undefined || damagedOf(brought) < damagedOf(best)) best = brought
      if (damagedOf(brought) === 0) return brought
    } catch (error) {
      how.signal.throwIfAborted()
      const code = codeOf(error)
      if (!isPlaceTrouble(code) && !ELSEWHERE.has(code)) throw error
      first ??= error
    }
  }
  if (best === undefined) throw first ?? fail('DEST_101')
  const [skip] = best.skips
  if (best.files === 0 && skip !== undefined) fail(skip.code)
  return best
}

const damagedOf = ({ skips }: Brought): number => skips.filter(({ code }) => code === 'VAULT_105').length

/** Looks at everything a record asks for, in the copy that a vault has. Throws as `planRestore` does. */
export async function planParts(
  vault: Vault,
  record: RecoveryRecord,
  signal?: AbortSignal,
): Promise<{ readonly plans: readonly RestorePlan[]; readonly takenAtMs: number }> {
  const snapshot = await vault.findSnapshot(record.copyId)
  const plans: RestorePlan[] = []
  for (const { include, exclude, targetFolder, layout } of record.parts) {
    const request = {
      snapshot,
      include: include.map((bytes) => Buffer.from(bytes, 'base64')),
      exclude,
      targetFolder,
      layout,
      onConflict: record.isInPlace ? ('set-aside' as const) : ('rename' as const),
    }
    try {
      plans.push(await planRestore(vault, request, signal ? { signal } : {}))
    } catch (error) {
      // Of all that is protected today the copy may have only some.
      if (record.what !== 'everything' || codeOf(error) !== 'VAULT_111') throw error
    }
  }
  return { plans, takenAtMs: Date.parse(snapshot.time) }
}

async function bringFrom(
  vault: Vault,
  record: RecoveryRecord,
  { journalFile, signal, onProgress }: How,
): Promise<Brought> {
  const { plans, takenAtMs } = await planParts(vault, record, signal)
  if (plans.reduce((sum, { files, folders }) => sum + files + folders, 0) === 0) fail('VAULT_111')
  const totalBytes = plans.reduce((sum, { bytes }) => sum + bytes, 0)
  const totalFiles = plans.reduce((sum, { files }) => sum + files, 0)
  const sum = {
    files: 0,
    bytes: 0,
    skips: [] as RestoreOutcome['skips'][number][],
    told: { renamed: 0, plain: 0, unchanged: 0 },
  }
  const safekeeping = { journalFile, mark: markOf(record.id), asideName: record.asideName }
  for (const plan of plans) {
    const { files, bytes, skips, told } = await applyRestore(vault, plan, {
      signal,
      safekeeping,
      onProgress: ({ doneBytes, doneFiles }) =>
        onProgress({ doneBytes: sum.bytes + doneBytes, doneFiles: sum.files + doneFiles, totalBytes, totalFiles }),
    })
    sum.files += files
    sum.bytes += bytes
    sum.skips.push(...skips)
    sum.told.renamed += told.renamed
    sum.told.plain += told.plain
    sum.told.unchanged += told.unchanged
  }
  return { ...sum, takenAtMs }
}
