import type { VaultCore } from '../core.ts'
import { inParallel } from '../documents.ts'
import type { Decision } from './decide.ts'
import type { PrunePlan } from './types.ts'

/** What nobody needs any more and the place will not let go yet. */
export async function stillProtected(
  core: VaultCore,
  { choice, unindexed, found }: Decision,
  proceed: () => void,
): Promise<PrunePlan['later']> {
  const { backend } = core
  if (!backend.protectedUntilMs) return null
  const later = { packs: 0, bytes: 0, untilMs: 0 }
  await inParallel(core, [...choice.toDelete, ...choice.toRepack.keys(), ...unindexed], async (name) => {
    proceed()
    const untilMs = await backend.protectedUntilMs?.({ kind: 'pack', name })
    if (untilMs === undefined) return
    later.packs += 1
    later.bytes += found.packSizes.get(name) ?? 0
    later.untilMs = Math.max(later.untilMs, untilMs)
  })
  return later.packs === 0 ? null : later
}
