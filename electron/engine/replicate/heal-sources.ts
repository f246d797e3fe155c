import { type FileSystem, isSystemError, type NativePath, openFileSystem, readSource } from '#engine/sources/index.ts'
import { Chunker, type Id, idOf, type Vault } from '#engine/vault/index.ts'
import type { Place } from './reach.ts'

/**
 * Looks for lost chunks in the clinic's own files, at the paths the copies name: a file is cut as it was cut then, and a
 * chunk is the lost one when its hash says so, whatever became of the rest of the file.
 *
 * `wanted` loses what was found; `take` gets bytes that are valid until it resolves. Files that do not read are passed over.
 */
export async function findInSources(
  vault: Vault,
  wanted: Map<Id, readonly Place[]>,
  take: (id: Id, bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const fileSystem = openFileSystem()
  const chunker = new Chunker(vault.config.chunkerPolynomial)
  const looked = new Set<string>()
  const judge = async (chunk: Uint8Array) => {
    const id = idOf(chunk)
    if (!wanted.has(id)) return
    await take(id, chunk)
    wanted.delete(id)
  }
  for (const [id, places] of [...wanted])
    for (const place of places) {
      const path = nativePath(fileSystem, place)
      if (path === undefined || !wanted.has(id) || looked.has(fileSystem.text(path))) continue
      looked.add(fileSystem.text(path))
      try {
        await readSource(
          fileSystem,
          path,
          async (blocks) => {
            for await (const block of blocks) for (const chunk of chunker.push(block)) await judge(chunk)
            const last = chunker.finish()
            if (last) await judge(last)
          },
          signal,
        )
      } catch (error) {
        chunker.finish()
        if (!isSystemError(error)) throw error
      }
    }
}

/** Where the entry of a copy stood on this computer, by the folders the copy was made of; undefined for another's. */
function nativePath(fileSystem: FileSystem, { snapshot, names }: Place): NativePath | undefined {
  const wanted = names()
  for (const chosen of snapshot.paths) {
    const levels = fileSystem.levels(chosen)
    const start = levels.at(-1)?.path ?? fileSystem.rootPath
    const isBelow = levels.every(({ name }, at) => Buffer.compare(name, wanted[at] ?? new Uint8Array(0)) === 0)
    if (start === undefined || !isBelow) continue
    return wanted.slice(levels.length).reduce<NativePath>((folder, name) => fileSystem.join(folder, name), start)
  }
  return undefined
}
