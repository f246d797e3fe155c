import type { EntryFacts, NativePath } from './facts.ts'
import type { FileSystem } from './file-system.ts'
import { compareNames } from './names.ts'

export type WalkedEntry = {
  readonly path: NativePath
  /** From the top of the copy. */
  readonly names: readonly Uint8Array[]
  readonly facts: EntryFacts
}

/**
 * Every entry below a folder, in the order of a copy, for counting and looking: what cannot be read is passed over without a word.
 * `enter` says which entries are meant; what it refuses is not looked into.
 */
export async function* walkQuietly(
  fileSystem: FileSystem,
  folder: NativePath,
  names: readonly Uint8Array[],
  enter: (names: readonly Uint8Array[]) => boolean,
): AsyncGenerator<WalkedEntry, void, undefined> {
  const stack: { path: NativePath; names: readonly Uint8Array[]; queue: readonly Uint8Array[]; at: number }[] = []
  const push = async (path: NativePath, at: readonly Uint8Array[]) => {
    const queue = await fileSystem.listNames(path).catch((): readonly Uint8Array[] => [])
    stack.push({ path, names: at, queue: [...queue].sort(compareNames), at: 0 })
  }
  await push(folder, names)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const name = frame.queue[frame.at++]
    if (name === undefined) {
      stack.pop()
      continue
    }
    const childNames = [...frame.names, name]
    if (!enter(childNames)) continue
    const path = fileSystem.join(frame.path, name)
    const facts = await fileSystem.facts(path).catch(() => undefined)
    if (facts === undefined) continue
    yield { path, names: childNames, facts }
    if (facts.kind === 'dir') await push(path, childNames)
  }
}
