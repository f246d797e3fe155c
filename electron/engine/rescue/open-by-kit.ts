import type { Backend } from '#engine/backends/index.ts'
import { kitKeyLabel } from '#engine/session/index.ts'
import { listSlots, openVault, type Vault, type VaultOptions } from '#engine/vault/index.ts'
import { AppError, codeOf } from '#shared/errors/index.ts'

/**
 * Opens a vault with the password of a kit, and says more than "wrong" where that is no way in: the date of the kit the vault knows, which
 * tells another clinic's paper and an old one apart.
 *
 * Throws KIT_103 for a kit that opens nothing here, and what `openVault` throws. The backend is closed then.
 */
export async function openByKit(backend: Backend, password: string, options: VaultOptions): Promise<Vault> {
  try {
    return await openVault(backend, password, options)
  } catch (error) {
    const told = await explained(backend, error)
    await backend.close().catch(() => undefined)
    throw told
  }
}

async function explained(backend: Backend, cause: unknown): Promise<unknown> {
  const code = codeOf(cause)
  if (code === 'KEY_101') {
    const madeAtMs = await kitMadeAtMs(backend)
    return madeAtMs === undefined ? cause : new AppError('KIT_103', { madeAtMs }, { cause })
  }
  return cause
}

/** When the newest kit of a vault was made; undefined where none of its ways in is a kit. Asks for no secret. */
async function kitMadeAtMs(backend: Backend): Promise<number | undefined> {
  const { hostname } = kitKeyLabel()
  const { slots } = await listSlots(backend)
  const dates = slots.flatMap(({ slot }) => (slot.hostname === hostname ? [Date.parse(slot.createdAt) || 0] : []))
  return dates.length === 0 ? undefined : Math.max(...dates)
}
