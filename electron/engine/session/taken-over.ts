import type { Settings } from '#engine/settings/index.ts'
import type { Vault } from '#engine/vault/index.ts'
import { takeOverKeyLabel } from './session.ts'

/** The signs of computers that went on with a plan's copies: keys with that label, by their ids. */
export async function signsIn(vault: Vault, planTag: string): Promise<string[]> {
  const { hostname } = takeOverKeyLabel(planTag)
  return (await vault.listKeys()).flatMap((slot) => (slot.hostname === hostname ? [slot.id] : []))
}

/** Whether another computer went on with this clinic's copies since this one was set up. Two that write one plan would undo each other. */
export async function isTakenOver(vault: Vault, { takeOver, key, planTag }: Settings): Promise<boolean> {
  const own = new Set([...(takeOver ? [takeOver.signId, ...takeOver.knownSigns] : [])])
  if (key.kind === 'keychain') own.add(key.slotId)
  return (await signsIn(vault, planTag)).some((id) => !own.has(id))
}
