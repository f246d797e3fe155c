import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import path from 'node:path'
import { isSqlite, peekInThread, withoutLog } from '#engine/connectors/index.ts'
import type { Snapshot, TreeNode, Vault } from '#engine/vault/index.ts'
import type { Preview } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import { findFile } from './find-file.ts'
import { imageTypeOf, isShowable, undrawnTypeOf } from './image.ts'
import { textOf } from './text.ts'

/** What crosses to the window at most: photos and documents of a clinic are smaller. */
const SHOWN_BYTES = 40_000_000
const TEXT_BYTES = 400_000
/** Bigger databases are put into a private file for the moment they are read. */
const MEMORY_BYTES = 48_000_000
const DATABASE_BYTES = 4_000_000_000

export type PreviewSource = {
  readonly vault: Vault
  readonly snapshot: Pick<Snapshot, 'tree'>
  /** The exact bytes of the path in the copy. */
  readonly path: Uint8Array
  /** Of this computer alone, wiped at each start. */
  readonly temporaryFolder: string
  readonly signal: AbortSignal
}

/**
 * How one file of a copy looks. Pictures, PDF and text stay in memory; a database that is too big for it lies in a file without a telling
 * name until its first rows are read, and is removed then. The vault's index must be loaded.
 *
 * Throws VAULT_111 when the copy has no such file, VAULT_105 when it is damaged, APP_001 when stopped.
 */
export async function readPreview(source: PreviewSource): Promise<Preview> {
  const file = await findFile(source.vault, source.snapshot.tree, source.path)
  const { vault } = source
  const ids = file.content ?? []
  const sizeBytes = ids.reduce((sum, id) => sum + (vault.blobLengthBytes('data', id) ?? fail('VAULT_105')), 0)
  if (sizeBytes === 0) return { kind: 'none', why: 'empty' }
  const begin = await readBytes(source, file, TEXT_BYTES)
  if (isSqlite(begin)) return readTables(source, file, sizeBytes)
  const type = imageTypeOf(begin)
  const isPdf = begin.subarray(0, 1024).includes('%PDF-')
  const undrawn = undrawnTypeOf(begin)
  if (undrawn) return { kind: 'none', why: undrawn }
  if (type === undefined && !isPdf)
    return textOf(begin.subarray(0, TEXT_BYTES), sizeBytes > TEXT_BYTES) ?? { kind: 'none', why: 'kind' }
  if (sizeBytes > SHOWN_BYTES) return { kind: 'none', why: 'too-big' }
  const bytes = new Uint8Array(await readBytes(source, file, sizeBytes))
  if (type === undefined) return { kind: 'pdf', bytes }
  return isShowable(type, bytes) ? { kind: 'image', type, bytes } : { kind: 'none', why: 'unreadable' }
}

/** The first bytes of a file: whole chunks, so mostly some more than asked for. */
async function readBytes(source: PreviewSource, file: TreeNode, atLeast: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let done = 0
  for await (const part of chunksOf(source, file)) {
    parts.push(part)
    done += part.length
    if (done >= atLeast) break
  }
  return Buffer.concat(parts)
}

async function* chunksOf({ vault, signal }: PreviewSource, file: TreeNode): AsyncGenerator<Uint8Array> {
  for (const id of file.content ?? []) {
    if (signal.aborted) fail('APP_001')
    yield await vault.readBlob('data', id)
  }
}

async function readTables(source: PreviewSource, file: TreeNode, sizeBytes: number): Promise<Preview> {
  if (sizeBytes > DATABASE_BYTES) return { kind: 'none', why: 'too-big' }
  if (sizeBytes <= MEMORY_BYTES) {
    const bytes = await readBytes(source, file, sizeBytes)
    withoutLog(bytes)
    return peeked(bytes)
  }
  const privateFile = path.join(source.temporaryFolder, `preview-${randomUUID()}`)
  try {
    await writePrivately(source, file, privateFile)
    return await peeked(privateFile)
  } finally {
    await rm(privateFile, { force: true })
  }
}

async function writePrivately(source: PreviewSource, file: TreeNode, privateFile: string): Promise<void> {
  const handle = await open(privateFile, 'wx', 0o600)
  try {
    let isFirst = true
    for await (const chunk of chunksOf(source, file)) {
      const own = isFirst ? Buffer.from(chunk) : chunk
      if (isFirst) withoutLog(own)
      isFirst = false
      await handle.writeFile(own)
    }
  } finally {
    await handle.close()
  }
}

/** What does not open is said, whatever it holds: it is a preview, and the recovery itself is not in doubt. */
async function peeked(database: Buffer | string): Promise<Preview> {
  const found = await peekInThread(database)
  if (!found) return { kind: 'none', why: 'unreadable' }
  return { kind: 'tables', tables: [...found.tables], moreTables: found.moreTables }
}
