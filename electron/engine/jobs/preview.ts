import type { Catalog } from '#engine/catalog/index.ts'
import { readPreview } from '#engine/preview/index.ts'
import { inOrder, NOT_WHOLE_THERE, nearestFirst, type Session } from '#engine/session/index.ts'
import { readUnderLock } from '#engine/vault/index.ts'
import type { Preview } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'

export type PreviewParts = {
  readonly session: Session
  readonly catalog: Catalog
  readonly temporaryFolder: string
}

/** Shows one version from the nearest place that has it whole. Throws VAULT_111, and what reading the vault throws. */
export async function previewVersion(
  { session, catalog, temporaryFolder }: PreviewParts,
  versionKey: number,
  signal: AbortSignal,
): Promise<Preview> {
  const version = catalog.findVersion(versionKey) ?? fail('VAULT_111')
  const path = version.rawPath ?? Buffer.from(version.path)
  return inOrder(
    session,
    async (vault) => {
      const snapshot = await vault.findSnapshot(version.copyId)
      return readUnderLock(vault, signal, async (stop) => {
        await vault.loadIndex()
        return readPreview({ vault, snapshot, path, temporaryFolder, signal: stop })
      })
    },
    { places: nearestFirst(session, catalog, version.copyId), passOver: NOT_WHOLE_THERE },
  )
}
