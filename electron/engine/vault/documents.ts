import type { FileKind } from '#engine/backends/index.ts'
import { release } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { VaultCore } from './core.ts'
import { IV_BYTES, seal, unseal } from './crypto/seal.ts'
import { MAX_DOCUMENT_BYTES, unwrapDocument, unwrapDocumentBytes, wrapDocument } from './format/document.ts'
import { idOf } from './format/ids.ts'
import type { Id } from './types.ts'

export type DocumentKind = Extract<FileKind, 'index' | 'snapshot' | 'lock' | 'trash'>

/** What is longer is none: somebody put it there to be read. Index files apart, documents say little. */
const MAX_BYTES: Readonly<Record<DocumentKind, number>> = {
  index: MAX_DOCUMENT_BYTES,
  snapshot: 16 * 1024 ** 2,
  trash: 32 * 1024 ** 2,
  lock: 1024 ** 2,
}

/** What reading a sealed document came to; nothing here throws for damage, so that a check can tell kinds apart. */
export type ReadDocument<T = string> =
  | { readonly kind: 'document'; readonly json: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'wrong-hash' }
  | { readonly kind: 'unreadable' }

/** Reads, verifies and unseals an index, snapshot, lock or trash entry. Throws DEST_…. */
export async function readDocument(core: VaultCore, kind: DocumentKind, id: Id): Promise<ReadDocument> {
  const read = await readDocumentBytes(core, kind, id)
  return read.kind === 'document' ? { ...read, json: Buffer.from(read.json).toString('utf8') } : read
}

/** As `readDocument`, its JSON in UTF-8. */
export async function readDocumentBytes(
  core: VaultCore,
  kind: DocumentKind,
  id: Id,
): Promise<ReadDocument<Uint8Array>> {
  const maxBytes = MAX_BYTES[kind]
  const sealed = await core.backend.read({ kind, name: id }, { offset: 0, length: maxBytes + 1 })
  if (!sealed) return { kind: 'missing' }
  if (sealed.length === 0) return { kind: 'empty' }
  if (sealed.length > maxBytes) return { kind: 'unreadable' }
  if (idOf(sealed) !== id) return { kind: 'wrong-hash' }
  const plain = unseal(core.masterKey, sealed)
  // The collector comes round too seldom for index files: they would pile up to a hundred megabytes.
  release(sealed)
  const json = plain && unwrapDocumentBytes(plain, maxBytes)
  if (plain && json?.buffer !== plain.buffer) release(plain)
  return json === undefined ? { kind: 'unreadable' } : { kind: 'document', json }
}

/** Seals a document, proves that it opens again, and makes it durable under its hash. Throws VAULT_112, DEST_…. */
export async function writeDocument(core: VaultCore, kind: DocumentKind, json: string): Promise<Id> {
  const sealed = seal(core.masterKey, core.random.bytes(IV_BYTES), wrapDocument(json, core.config.version))
  const plain = unseal(core.masterKey, sealed)
  if (!plain || unwrapDocument(plain) !== json) fail('VAULT_112')
  const id = idOf(sealed)
  await core.backend.write({ kind, name: id }, sealed)
  return id
}

/** Runs reads of a listing a few at a time, as many as the place can usefully take; results in the order given. */
export async function inParallel<T, R>(
  core: VaultCore,
  items: readonly T[],
  step: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await step(items[at] as T)
  }
  await Promise.all(Array.from({ length: Math.min(core.backend.capabilities.parallelCalls, items.length) }, worker))
  return results
}
