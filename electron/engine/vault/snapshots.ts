import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from './core.ts'
import { inParallel, readDocument, writeDocument } from './documents.ts'
import { isId } from './format/ids.ts'
import { decodeSnapshot, encodeSnapshot } from './format/snapshot-file.ts'
import { timestampNs } from './format/time.ts'
import type { Id, Snapshot, SnapshotDocument } from './types.ts'

const MIN_PREFIX_DIGITS = 4

/** All snapshots, newest first. Throws VAULT_107 for one that does not read. */
export async function listSnapshots(core: VaultCore): Promise<readonly Snapshot[]> {
  const files = await core.backend.list('snapshot')
  const read = await inParallel(core, files, ({ name }) => readSnapshot(core, name))
  const dated = read.flatMap((snapshot) => (snapshot ? [{ snapshot, ns: timestampNs(snapshot.time) ?? 0n }] : []))
  dated.sort(
    (left, right) => Number(right.ns > left.ns) - Number(right.ns < left.ns) || compare(left.snapshot, right.snapshot),
  )
  return dated.map(({ snapshot }) => snapshot)
}

const compare = (left: Snapshot, right: Snapshot) => (left.id < right.id ? -1 : 1)

/** The snapshot of an id, an unambiguous prefix of one, or `latest`. Throws VAULT_109, VAULT_107. */
export async function findSnapshot(core: VaultCore, idOrPrefix: string): Promise<Snapshot> {
  if (idOrPrefix === 'latest') return (await listSnapshots(core))[0] ?? fail('VAULT_109')
  const id = isId(idOrPrefix) ? idOrPrefix : await completeId(core, idOrPrefix)
  return (await readSnapshot(core, id)) ?? fail('VAULT_109')
}

async function completeId(core: VaultCore, prefix: string): Promise<Id> {
  if (!/^[0-9a-f]+$/.test(prefix) || prefix.length < MIN_PREFIX_DIGITS) fail('VAULT_109')
  const names = (await core.backend.list('snapshot')).map(({ name }) => name).filter((name) => name.startsWith(prefix))
  const [only, ...others] = names
  return only === undefined || others.length > 0 ? fail('VAULT_109') : only
}

async function readSnapshot(core: VaultCore, id: Id): Promise<Snapshot | undefined> {
  const document = await readDocument(core, 'snapshot', id)
  if (document.kind === 'missing') return undefined
  const snapshot = document.kind === 'document' ? decodeSnapshot(document.json) : undefined
  return snapshot ? { ...snapshot, id } : fail('VAULT_107', { kind: 'snapshot' })
}

/** Makes a snapshot durable: the moment from which a copy exists. */
export async function saveSnapshot(core: VaultCore, document: SnapshotDocument): Promise<Snapshot> {
  const json = encodeSnapshot(document)
  const readBack = decodeSnapshot(json) ?? fail('VAULT_112')
  return { ...readBack, id: await writeDocument(core, 'snapshot', json) }
}
