import type { FileEntry } from '#engine/backends/index.ts'
import { release } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import { inParallel, readDocumentBytes } from '../documents.ts'
import { decodeIndexTable } from '../format/index-file.ts'
import type { Id } from '../types.ts'
import type { BlobIndex } from './blob-index.ts'

/** Most index files take this much for a blob; fewer bytes only where many are of one length. */
const BYTES_PER_BLOB = 40

/**
 * Adds what index files name, each whole or not at all; `onLoaded` hears of each.
 *
 * Throws VAULT_107 for one that does not read, DEST_….
 */
export async function loadIndexFiles(
  core: VaultCore,
  index: BlobIndex,
  files: readonly FileEntry[],
  onLoaded: (id: Id) => void,
): Promise<void> {
  const listedBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  index.expect(index.blobCount + Math.floor(listedBytes / BYTES_PER_BLOB))
  await inParallel(core, files, async ({ name }) => {
    const document = await readDocumentBytes(core, 'index', name)
    // Somebody else's clean-up may have replaced it since it was listed; its successor is then in the next listing.
    if (document.kind === 'missing') return
    const table = document.kind === 'document' ? decodeIndexTable(document.json) : undefined
    if (document.kind !== 'document' || !table) return fail('VAULT_107', { kind: 'index' })
    release(document.json)
    index.addTable(table)
    release(table.ids)
    onLoaded(name)
  })
}
