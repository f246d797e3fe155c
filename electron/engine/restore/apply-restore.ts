import { openFileSystem } from '#engine/sources/index.ts'
import { readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { Restorer } from './restorer.ts'
import { visitSelection } from './selection.ts'
import { prepareTarget } from './target.ts'
import type { RestoreOutcome, RestorePlan, RestoreProgress } from './types.ts'

/**
 * Brings back what was planned. Every file stands under its name only when it is whole; an interrupted recovery leaves whole files and folders.
 *
 * Trouble with one entry is a skip. Throws REST_102 without room, REST_103 when the target may not be written, REST_104, APP_001 when cancelled,
 * VAULT_… and DEST_… when the vault goes away.
 */
export async function applyRestore(
  vault: Vault,
  plan: RestorePlan,
  options: { readonly onProgress?: (progress: RestoreProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<RestoreOutcome> {
  if (options.signal?.aborted) fail('APP_001')
  return readUnderLock(vault, options.signal, async (signal) => {
    await vault.loadIndex()
    const targetFolder = await prepareTarget(plan.request.targetFolder, plan.bytes)
    const restorer = new Restorer({
      vault,
      plan,
      fileSystem: openFileSystem(),
      targetFolder,
      signal,
      onProgress: options.onProgress,
    })
    const { underWay } = restorer
    await underWay.run(() => visitSelection(vault, plan.request, restorer, underWay.signal))
    const { doneFiles: files, doneBytes: bytes, skips, landed } = restorer
    return { files, bytes, skips, landed: landed.length > 0 ? landed : [targetFolder] }
  })
}
