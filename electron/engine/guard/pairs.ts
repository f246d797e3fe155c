import { expectedContent } from './content.ts'
import type { Differences, FileThen } from './differences.ts'

/** What belongs together among files that are gone and files that are new. */
export type Pairs = {
  /** The same content elsewhere or under another name. */
  readonly moved: number
  /** Gone, and new with something after its name. */
  readonly renamed: readonly (readonly [before: FileThen, after: FileThen])[]
  /** Most of those with the same thing after their names. */
  readonly sameEnding: number
  /** New under names of no known kind, in folders where something went. */
  readonly unknown: readonly FileThen[]
  readonly noteFolders: number
}

const MAX_NOTE_BYTES = 64 * 1024
const NOTE = /^[^.]*$|\.(?:txt|html?|hta|rtf|md|url)$/i

export function pairsOf({ created, deleted }: Differences): Pairs {
  const gone = new Map<number, Map<string, FileThen>>()
  for (const file of deleted) {
    const inFolder = gone.get(file.folder) ?? new Map<string, FileThen>()
    gone.set(file.folder, inFolder.set(file.name, file))
  }
  const goneContent = countOf(deleted.map(contentKey))
  const endings: string[] = []
  const renamed: [FileThen, FileThen][] = []
  const unknown: FileThen[] = []
  let moved = 0
  for (const file of created) {
    const inFolder = gone.get(file.folder)
    const original = inFolder && originalOf(file.name, inFolder)
    if (original) {
      renamed.push([original, file])
      endings.push(file.name.slice(original.name.length))
    }
    const key = contentKey(file)
    const left = goneContent.get(key) ?? 0
    if (key !== '' && left > 0) {
      goneContent.set(key, left - 1)
      moved += 1
    } else if (inFolder && !original && expectedContent(extensionOf(file.name)) === 'unknown') unknown.push(file)
  }
  return { moved, renamed, sameEnding: most(countOf(endings)), unknown, noteFolders: noteFoldersOf(created) }
}

/** What is behind the last point of a name. */
export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1] ?? ''

/** The file that is gone whose whole name a new one begins with, up to a point. */
function originalOf(name: string, gone: ReadonlyMap<string, FileThen>): FileThen | undefined {
  for (let at = name.indexOf('.', 1); at > 0; at = name.indexOf('.', at + 1)) {
    const original = gone.get(name.slice(0, at))
    if (original) return original
  }
  return undefined
}

/** The same small text under the same name in folders that were there before; a new patient's folder gets its forms, too. */
function noteFoldersOf(created: readonly FileThen[]): number {
  const folders = new Map<string, Set<number>>()
  for (const { name, folder, isOldFolder, sizeBytes, content } of created) {
    if (!isOldFolder || sizeBytes === 0 || sizeBytes > MAX_NOTE_BYTES || !NOTE.test(name)) continue
    const key = `${name.toLowerCase()}/${content.join()}`
    folders.set(key, (folders.get(key) ?? new Set()).add(folder))
  }
  return Math.max(0, ...[...folders.values()].map(({ size }) => size))
}

const contentKey = ({ content }: FileThen): string => content.join()

function countOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function most(counts: ReadonlyMap<string, number>): number {
  let highest = 0
  for (const count of counts.values()) highest = Math.max(highest, count)
  return highest
}
