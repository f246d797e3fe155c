import { coreOf, type VaultCore } from '../core.ts'
import { readDocument, writeDocument } from '../documents.ts'
import { decodeIndex, encodeIndex, type IndexedPack } from '../format/index-file.ts'
import type { Id, Vault } from '../types.ts'

/** Names durable packs in new index files. Throws VAULT_112, DEST_…. */
export async function nameInIndex(vault: Vault, packs: readonly IndexedPack[]): Promise<void> {
  await writeIndexes(coreOf(vault), packs)
}

/**
 * Takes packs out of the index and names others: every new index file is durable before an old one goes.
 *
 * The caller holds an exclusive lock. `damaged` are index files that do not read: their packs must be among `named`.
 */
export async function replaceInIndex(
  vault: Vault,
  { without, named, damaged }: { without: ReadonlySet<Id>; named: readonly IndexedPack[]; damaged: readonly Id[] },
): Promise<void> {
  const core = coreOf(vault)
  const superseded: Id[] = [...damaged]
  const kept = [...named]
  for (const { name } of await core.backend.list('index')) {
    const document = await readDocument(core, 'index', name)
    const packs = document.kind === 'document' ? decodeIndex(document.json) : undefined
    if (!packs?.some(({ id }) => without.has(id))) continue
    superseded.push(name)
    kept.push(...packs.filter((pack) => !without.has(pack.id)))
  }
  await writeIndexes(core, kept)
  for (const name of superseded) await core.backend.remove({ kind: 'index', name })
}

async function writeIndexes(core: VaultCore, packs: readonly IndexedPack[]): Promise<void> {
  let batch: IndexedPack[] = []
  let blobs = 0
  const write = async () => {
    if (batch.length > 0) await writeDocument(core, 'index', encodeIndex(batch))
    batch = []
    blobs = 0
  }
  for (const pack of packs) {
    if (blobs + pack.blobs.length > core.maxIndexBlobs) await write()
    batch.push(pack)
    blobs += pack.blobs.length
  }
  await write()
}
