import { codeOf, fail, isAppError } from '#shared/errors/index.ts'
import type { Vault } from './types.ts'

/**
 * Reads from the vault while nobody may clean it. Throws VAULT_106 when somebody is, APP_001 when `signal` aborts.
 *
 * A place that takes no lock because it is full or write-protected is read without one: recovering from it matters more.
 */
export async function readUnderLock<T>(
  vault: Vault,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lock = await vault.lock('shared').catch((error: unknown) => {
    const code = codeOf(error)
    if (code === 'DEST_102' || code === 'DEST_103') return undefined
    throw error
  })
  const signals = [...(lock ? [lock.lost] : []), ...(signal ? [signal] : [])]
  try {
    return await work(AbortSignal.any(signals))
  } catch (error) {
    if (lock?.lost.aborted) throw lock.lost.reason
    if (signal?.aborted && !isAppError(error)) fail('APP_001', {}, { cause: error })
    throw error
  } finally {
    await lock?.release()
  }
}
