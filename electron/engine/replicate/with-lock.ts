import type { Vault } from '#engine/vault/index.ts'
import { fail, isAppError } from '#shared/errors/index.ts'

/** Works in a vault under a lock, until it is done, lost or called off. Throws VAULT_106, VAULT_110, APP_001 when `signal` aborts. */
export async function withLock<T>(
  vault: Vault,
  mode: 'shared' | 'exclusive',
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lock = await vault.lock(mode)
  try {
    return await work(AbortSignal.any([lock.lost, ...(signal ? [signal] : [])]))
  } catch (error) {
    if (lock.lost.aborted) throw lock.lost.reason
    if (signal?.aborted && !isAppError(error)) fail('APP_001', {}, { cause: error })
    throw error
  } finally {
    await lock.release()
  }
}
