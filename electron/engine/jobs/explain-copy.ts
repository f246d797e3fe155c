import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { planRetention } from '#engine/retention/index.ts'
import { inOrder, NOT_WHOLE_THERE, nearestFirst, type Session } from '#engine/session/index.ts'
import type { CopyReasons } from '#shared/contracts/index.ts'
import { type CopyId, replicaIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

type ExplainParts = { readonly session: Session; readonly catalog: Catalog; readonly clock: Clock }

/**
 * Which of the clinic's rules keep a copy, as they are now; whether a file would lose its last version is looked at only when a cleaning
 * is planned. Throws VAULT_109 for a copy that is nowhere, DEST_… when no place answers.
 */
export function explainCopy({ session, catalog, clock }: ExplainParts, copyId: CopyId): Promise<CopyReasons> {
  return inOrder(
    session,
    async (vault, { planTag, retention, diskSet }) => {
      const copies = (await vault.listSnapshots()).map(({ id, time, tags = [] }) => {
        return { copyId: id, takenAtMs: Date.parse(time) || 0, tags }
      })
      if (!copies.some((copy) => copy.copyId === copyId)) fail('VAULT_109')
      const plan = planRetention(copies, { planTag, policy: retention }, clock.nowMs())
      const kept = plan.keep.find((copy) => copy.copyId === copyId)
      const { takenAtMs, minimumYears } =
        kept ?? plan.remove.find((copy) => copy.copyId === copyId) ?? fail('VAULT_109')
      const monthDisks = new Set<string>(diskSet?.disks.map(({ replicaId }) => replicaId))
      return {
        takenAtMs,
        reasons: [...(kept?.reasons ?? [])],
        legalUntilMs: minimumYears > 0 ? yearsLater(takenAtMs, minimumYears) : null,
        holders: catalog.holdersOf(copyId).flatMap((id) => {
          const replicaId = replicaIdSchema.safeParse(id).data
          return replicaId === undefined ? [] : [{ replicaId, isMonthDisk: monthDisks.has(id) }]
        }),
      }
    },
    { places: nearestFirst(session, catalog, copyId), passOver: NOT_WHOLE_THERE },
  )
}

function yearsLater(atMs: number, years: number): number {
  const date = new Date(atMs)
  return date.setFullYear(date.getFullYear() + years)
}
