import { codeOf, fail } from '#shared/errors/index.ts'
import { coreOf, type VaultCore } from './core.ts'
import { unseal } from './crypto/seal.ts'
import { inParallel, readDocument, writeDocument } from './documents.ts'
import { unwrapDocument } from './format/document.ts'
import { idOf } from './format/ids.ts'
import { decodeSnapshot } from './format/snapshot-file.ts'
import { timestampFromNs, timestampNs } from './format/time.ts'
import { decodeTrash, encodeTrash, type TrashDocument } from './format/trash-file.ts'
import type { Id, Snapshot, Vault } from './types.ts'

/** A copy that was removed and can still come back. */
export type TrashedCopy = { readonly entryId: Id; readonly removedAtMs: number; readonly snapshot: Snapshot }

/** Throws DEST_114 for a place where removed copies could not be kept for 30 days: there nothing is removed. */
export function requireTrash(vault: Vault): void {
  if (coreOf(vault).backend.capabilities.resticFilesOnly) fail('DEST_114')
}

/**
 * Takes a copy out of the vault's list; for 30 days it can come back whole.
 *
 * The caller holds an exclusive lock. Durable in the trash before it leaves the list, so that a crash leaves it in both.
 * Throws VAULT_109 for a copy that is not there, VAULT_107 for one that does not read, VAULT_103 in a vault of version 1,
 * DEST_114 where there is no trash.
 */
export async function moveToTrash(vault: Vault, snapshotId: Id): Promise<TrashedCopy> {
  requireTrash(vault)
  const core = coreOf(vault)
  if (core.config.version !== 2) fail('VAULT_103', { version: core.config.version })
  const sealed = (await core.backend.read({ kind: 'snapshot', name: snapshotId })) ?? fail('VAULT_109')
  const entry = { removedAt: timestampFromNs(core.clock.nowNs()), snapshotId, sealed }
  const snapshot = snapshotIn(core, entry) ?? fail('VAULT_107', { kind: 'snapshot' })
  const entryId = await writeDocument(core, 'trash', encodeTrash(entry))
  await core.backend.remove({ kind: 'snapshot', name: snapshotId })
  return { entryId, snapshot, removedAtMs: millisecondsOf(entry.removedAt) }
}

/** What is in the trash, removed last first. Throws VAULT_107 for an entry that does not read. */
export async function listTrash(vault: Vault): Promise<readonly TrashedCopy[]> {
  return readTrash(coreOf(vault))
}

export async function readTrash(core: VaultCore): Promise<readonly TrashedCopy[]> {
  const files = await core.backend.list('trash')
  const found = await inParallel(core, files, async ({ name }) => {
    const document = await readEntry(core, name)
    const snapshot = document && snapshotIn(core, document)
    return snapshot && { entryId: name, snapshot, removedAtMs: millisecondsOf(document.removedAt) }
  })
  return found
    .filter((entry) => entry !== undefined)
    .sort((left, right) => right.removedAtMs - left.removedAtMs || (left.entryId < right.entryId ? -1 : 1))
}

/**
 * Puts a copy from the trash back into the list, under its own id.
 *
 * The caller holds a lock. Throws VAULT_109 when it is not in the trash, VAULT_105 when parts of it are gone (another program cleaned the vault).
 */
export async function restoreFromTrash(vault: Vault, snapshotId: Id): Promise<Snapshot> {
  const core = coreOf(vault)
  const entries = (await listTrash(vault)).filter(({ snapshot }) => snapshot.id === snapshotId)
  const [newest] = entries
  if (!newest) return fail('VAULT_109')
  const { sealed } = (await readEntry(core, newest.entryId)) ?? fail('VAULT_109')
  await vault.loadIndex()
  await requireWhole(vault, newest.snapshot.tree)
  await core.backend.write({ kind: 'snapshot', name: snapshotId }, sealed)
  for (const { entryId } of entries)
    await core.backend.remove({ kind: 'trash', name: entryId }).catch((error: unknown) => {
      // It is back; where this computer's key may remove nothing, the entry stays until a cleaning takes it.
      if (!['DEST_103', 'DEST_112'].includes(codeOf(error))) throw error
    })
  return newest.snapshot
}

/** Undefined for one that is gone since it was listed. Throws VAULT_107 for anything else that does not read. */
async function readEntry(core: VaultCore, id: Id): Promise<TrashDocument | undefined> {
  const document = await readDocument(core, 'trash', id)
  if (document.kind === 'missing') return undefined
  const entry = document.kind === 'document' ? decodeTrash(document.json) : undefined
  return entry && snapshotIn(core, entry) ? entry : fail('VAULT_107', { kind: 'trash' })
}

function snapshotIn(core: VaultCore, { snapshotId, sealed }: TrashDocument): Snapshot | undefined {
  const plain = idOf(sealed) === snapshotId ? unseal(core.masterKey, sealed) : undefined
  const json = plain && unwrapDocument(plain)
  const document = json === undefined ? undefined : decodeSnapshot(json)
  return document && { ...document, id: snapshotId }
}

const millisecondsOf = (time: string) => Number((timestampNs(time) ?? 0n) / 1_000_000n)

/** Throws VAULT_105 unless every folder of the tree reads and every chunk is known. */
async function requireWhole(vault: Vault, root: Id): Promise<void> {
  const seen = new Set([root])
  for (const tree of seen) {
    if (!vault.hasBlob('tree', tree)) fail('VAULT_105')
    for (const { content, subtree } of await vault.readTree(tree)) {
      if (content?.some((id) => !vault.hasBlob('data', id))) fail('VAULT_105')
      if (subtree !== undefined) seen.add(subtree)
    }
  }
}
