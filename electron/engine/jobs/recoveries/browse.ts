import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import { checkOpens } from '#engine/restore/index.ts'
import { inOrder, nearestFirst, type Session } from '#engine/session/index.ts'
import { inCopy } from '#engine/snapshot/index.ts'
import { textOfName } from '#engine/sources/index.ts'
import { readUnderLock, type Snapshot, type Vault } from '#engine/vault/index.ts'
import type { CopyToRecover, FolderState, FoundFolder, VersionCheck } from '#shared/contracts/index.ts'
import { type CopySummary, copyIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { ELSEWHERE } from './bring.ts'

type BrowseParts = { readonly session: Session; readonly catalog: Catalog }

/** Files that are looked at for the folders they lie in. */
const FILES_LOOKED_AT = 500
const MOST_FOLDERS = 50
/** All of the newest copies, and of those before one a day. */
const NEWEST_COPIES = 24
const MOST_COPIES = 60
const DAY_MS = 86_400_000

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()

/** Folders whose own name has every typed word, out of those that hold what the words find. What was seen last comes first. */
export function searchFolders({ catalog }: BrowseParts, text: string): FoundFolder[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const found = new Map<string, FoundFolder>()
  for (const file of catalog.searchFiles(text, FILES_LOOKED_AT)) {
    for (let folder = file.folder; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
      const name = path.basename(folder)
      const beginnings = plain(name).split(/[^\p{Letter}\p{Number}]+/u)
      if (!words.every((word) => beginnings.some((part) => part.startsWith(word)))) continue
      const known = found.get(folder)
      found.set(folder, {
        folder: inCopy(folder),
        name,
        parent: path.dirname(folder),
        lastSeenAtMs: Math.max(known?.lastSeenAtMs ?? 0, file.lastSeenAtMs),
        isInNewestCopy: file.isInNewestCopy || (known?.isInNewestCopy ?? false),
      })
    }
  }
  return [...found.values()].toSorted((left, right) => right.lastSeenAtMs - left.lastSeenAtMs).slice(0, MOST_FOLDERS)
}

/** Copies worth offering, newest first: all of the last ones, then the last of each day. */
export function copiesToRecover({ catalog }: BrowseParts): CopyToRecover[] {
  return thinned(catalog.listCopies()).map(({ copyId, takenAtMs, files, sourceBytes }) => ({
    copyId,
    takenAtMs,
    files,
    bytes: sourceBytes,
  }))
}

function thinned(copies: readonly CopySummary[]): readonly CopySummary[] {
  let lastDay: number | undefined
  return copies
    .filter(({ takenAtMs }, at) => {
      const day = Math.floor(takenAtMs / DAY_MS)
      const isTaken = at < NEWEST_COPIES || day !== lastDay
      lastDay = day
      return isTaken
    })
    .slice(0, MOST_COPIES)
}

/** The different ways a folder was, newest first: told apart by what is in it, at any depth. Throws VAULT_111 for one in no copy, DEST_…. */
export async function folderStates(
  { session, catalog }: BrowseParts,
  folder: string,
  signal: AbortSignal,
): Promise<FolderState[]> {
  const offered = new Set(thinned(catalog.listCopies()).map(({ copyId }) => copyId as string))
  const states = await inOrder(session, (vault) =>
    readUnderLock(vault, signal, async () => {
      await vault.loadIndex()
      const found: (FolderState & { readonly tree: string })[] = []
      for (const snapshot of await vault.listSnapshots()) {
        signal.throwIfAborted()
        if (!offered.has(snapshot.id)) continue
        const tree = await treeOf(vault, snapshot, folder)
        if (tree === undefined) continue
        const atMs = Date.parse(snapshot.time)
        const newer = found.at(-1)
        if (newer?.tree === tree) found[found.length - 1] = { ...newer, sinceMs: atMs }
        else found.push({ copyId: copyIdSchema.parse(snapshot.id), sinceMs: atMs, untilMs: atMs, tree })
      }
      return found.map(({ tree: _, ...state }) => state)
    }),
  )
  return states.length > 0 ? states : fail('VAULT_111')
}

async function treeOf(vault: Vault, snapshot: Snapshot, folder: string): Promise<string | undefined> {
  let tree: string | undefined = snapshot.tree
  for (const part of folder.split('/')) {
    if (part === '' || tree === undefined) continue
    tree = (await vault.readTree(tree)).find((node) => textOfName(node.name) === part)?.subtree
  }
  return tree
}

/** Reads a version and says whether it looks like what it is. Throws VAULT_111, DEST_…. */
export async function checkVersion(
  { session, catalog }: BrowseParts,
  versionKey: number,
  signal: AbortSignal,
): Promise<VersionCheck> {
  const version = catalog.findVersion(versionKey) ?? fail('VAULT_111')
  const places = nearestFirst(session, catalog, version.copyId)
  const kind = await inOrder(
    session,
    async (vault) => {
      const snapshot = await vault.findSnapshot(version.copyId)
      const found = await checkOpens(vault, { snapshot, path: version.rawPath ?? version.path }, signal)
      // Another place may have what this one lost.
      return found === 'damaged' && places.length > 1 ? fail('VAULT_105') : found
    },
    { places, passOver: ELSEWHERE },
  )
  return { kind }
}
