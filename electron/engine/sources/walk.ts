import type { EntryFacts, NativePath } from './facts.ts'
import type { FileSystem } from './file-system.ts'
import { lookAhead } from './look-ahead.ts'
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
  const open = async (path: NativePath, at: readonly Uint8Array[]) => {
    const listed = await fileSystem.listNames(path).catch((): readonly Uint8Array[] => [])
    const entries = [...listed]
      .sort(compareNames)
      .map((name) => ({ path: fileSystem.join(path, name), names: [...at, name] }))
      .filter((entry) => enter(entry.names))
    return lookAhead(entries, (entry) => fileSystem.facts(entry.path).catch(() => undefined))
  }
  const stack = [await open(folder, names)]
  for (let level = stack.at(-1); level !== undefined; level = stack.at(-1)) {
    const { value, done } = level.next()
    if (done || value === undefined) {
      stack.pop()
      continue
    }
    const [entry, answer] = value
    const facts = await answer
    if (facts === undefined) continue
    yield { ...entry, facts }
    if (facts.kind === 'dir') stack.push(await open(entry.path, entry.names))
  }
}
