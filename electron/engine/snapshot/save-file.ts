import type { EntryFacts } from '#engine/sources/index.ts'
import { type FileSystem, type NativePath, readSource } from '#engine/sources/index.ts'
import type { Chunker, Vault } from '#engine/vault/index.ts'
import type { Tally } from './tally.ts'

export type SavedFile = {
  readonly facts: EntryFacts
  readonly content: readonly string[]
  readonly sizeBytes: bigint
}

export type FileSaver = {
  readonly vault: Vault
  readonly fileSystem: FileSystem
  readonly tally: Tally
  readonly signal: AbortSignal
}

/**
 * Puts the bytes of one file into the vault. Undefined when it would not hold still, twice: then no state of it is worth keeping.
 * Throws the system's errors for the file, AppErrors for the vault.
 */
export async function saveFile(saver: FileSaver, chunker: Chunker, path: NativePath): Promise<SavedFile | undefined> {
  return (await saveOnce(saver, chunker, path)) ?? (await saveOnce(saver, chunker, path))
}

async function saveOnce(saver: FileSaver, chunker: Chunker, path: NativePath): Promise<SavedFile | undefined> {
  const { vault, tally, signal } = saver
  const content: string[] = []
  let bytes = 0n
  let isKept = false
  const save = async (chunk: Uint8Array) => {
    const { id, isNew, stored } = await vault.queueBlob('data', chunk)
    content.push(id)
    bytes += BigInt(chunk.length)
    // Sealing goes on while the next bytes are read; the vault itself tells of a failure.
    if (isNew) tally.blob('data', chunk.length, stored)
    tally.doneBytes += chunk.length
    tally.report('reading')
    signal.throwIfAborted()
  }
  try {
    const reading = await readSource(
      saver.fileSystem,
      path,
      async (blocks) => {
        for await (const block of blocks) for (const chunk of chunker.push(block)) await save(chunk)
        const last = chunker.finish()
        if (last) await save(last)
      },
      signal,
    )
    if (reading.kind === 'changed') return undefined
    isKept = true
    return { facts: reading.facts, content, sizeBytes: bytes }
  } finally {
    // Whatever an interrupted reading left in the chunker belongs to no other file.
    if (!isKept) {
      chunker.finish()
      tally.doneBytes -= Number(bytes)
    }
  }
}
