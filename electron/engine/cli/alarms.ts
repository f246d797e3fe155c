import { QUARANTINE_TAG } from '#engine/guard/index.ts'
import type { Vault } from '#engine/vault/index.ts'

/** A plan of the app, as its copies carry it. */
export const PLAN_TAG = /^plano-/

/**
 * Plans of the app in which an alarm has no answer: their newest copy went into quarantine.
 * Nothing else of it is in the vault, so the one copy that set it off does not say so yet.
 */
export async function alarmsIn(vault: Vault): Promise<readonly string[]> {
  const seen = new Set<string>()
  const alarms: string[] = []
  for (const { tags = [] } of await vault.listSnapshots()) {
    const plan = tags.find((tag) => PLAN_TAG.test(tag))
    if (plan === undefined || seen.has(plan)) continue
    seen.add(plan)
    if (tags.includes(QUARANTINE_TAG)) alarms.push(plan)
  }
  return alarms
}
