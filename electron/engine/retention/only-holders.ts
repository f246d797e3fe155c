import { createHash } from 'node:crypto'
import type { Id, Snapshot, TreeNode, Vault } from '#engine/vault/index.ts'
import type { RemovedCopy, RetentionPlan } from './types.ts'

/** Bytes of a hash that stand for a path, or a path and what is there: enough for billions. */
const KEY_BYTES = 12

/**
 * Keeps every copy, younger than the legal minimum, without which some file would lose its last version.
 *
 * A file may lose a version only when a later copy that stays has the file too (so this was not its last version), or an earlier one
 * that stays has it at the same place with the same content. Judged newest first, so that what later copies hold is settled.
 * Folders are compared by their trees' ids; one that is the same as in a copy that stays is not opened again.
 * The index must be loaded. Throws VAULT_105 when a folder does not read.
 */
export async function keepOnlyHolders(
  vault: Pick<Vault, 'readTree'>,
  plan: RetentionPlan,
  snapshots: ReadonlyMap<string, Pick<Snapshot, 'tree'>>,
  signal?: AbortSignal,
): Promise<RetentionPlan> {
  const candidates = plan.remove.filter(({ isBeyondFloor }) => !isBeyondFloor)
  const staying: Judged[] = plan.keep.filter(({ reasons }) => !reasons.includes('other-plan'))
  const walk = new Walk(vault, signal)
  const onlyHolders = new Set<string>()
  // Those with the longest minimum first: what has a longer one never leans on what has a shorter.
  for (const years of [...new Set(candidates.map(({ minimumYears }) => minimumYears))].sort((a, b) => b - a)) {
    const judged = candidates.filter(({ minimumYears }) => minimumYears === years)
    const holders = staying.filter(({ minimumYears }) => minimumYears >= years)
    for (const found of await findOnlyHolders(walk, judged, holders, (id) => treeOf(snapshots, id))) {
      onlyHolders.add(found.copyId)
      staying.push(found)
    }
  }
  return moveToKept(plan, onlyHolders)
}

type Judged = Pick<RemovedCopy, 'copyId' | 'takenAtMs' | 'minimumYears'>

async function findOnlyHolders(
  walk: Walk,
  candidates: readonly Judged[],
  staying: readonly Judged[],
  treeOfCopy: (copyId: string) => Id,
): Promise<readonly Judged[]> {
  const versions = new Holdings()
  for (const { copyId } of staying) await walk.add(treeOfCopy(copyId), versions, 'versions')
  const laterPaths = new Holdings()
  const found: Judged[] = []
  const stays = new Set(staying)
  for (const copy of [...staying, ...candidates].sort(newestFirst)) {
    const tree = treeOfCopy(copy.copyId)
    if (!stays.has(copy)) {
      if (await walk.isCovered(tree, laterPaths, versions)) continue
      found.push(copy)
      await walk.add(tree, versions, 'versions')
    }
    await walk.add(tree, laterPaths, 'paths')
  }
  return found
}

const newestFirst = (left: Judged, right: Judged) =>
  right.takenAtMs - left.takenAtMs || (left.copyId < right.copyId ? -1 : 1)

function moveToKept({ keep, remove }: RetentionPlan, onlyHolders: ReadonlySet<string>): RetentionPlan {
  const saved = remove
    .filter(({ copyId }) => onlyHolders.has(copyId))
    .map(({ copyId, takenAtMs, minimumYears }) => ({
      copyId,
      takenAtMs,
      minimumYears,
      reasons: ['only-holder'] as const,
    }))
  return {
    keep: [...keep, ...saved].sort(newestFirst),
    remove: remove.filter(({ copyId }) => !onlyHolders.has(copyId)),
  }
}

function treeOf(snapshots: ReadonlyMap<string, Pick<Snapshot, 'tree'>>, copyId: string): Id {
  const snapshot = snapshots.get(copyId)
  if (!snapshot) throw new TypeError('a plan for other copies')
  return snapshot.tree
}

/** What some copies hold, and which folders of theirs were already counted. */
class Holdings {
  readonly keys = new Set<string>()
  readonly folders = new Set<string>()
}

const hashOf = (...parts: readonly (string | Uint8Array)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest().toString('latin1', 0, KEY_BYTES)
}

class Walk {
  readonly #vault: Pick<Vault, 'readTree'>
  readonly #signal: AbortSignal | undefined

  constructor(vault: Pick<Vault, 'readTree'>, signal: AbortSignal | undefined) {
    this.#vault = vault
    this.#signal = signal
  }

  /** Counts everything below a folder among what is held: paths alone, or paths with what is there. */
  async add(tree: Id, holdings: Holdings, kind: 'paths' | 'versions'): Promise<void> {
    await this.#each(tree, holdings.folders, (path, node) => {
      holdings.keys.add(kind === 'paths' ? path : versionOf(path, node))
      return true
    })
  }

  /** True when everything below a folder is still there later, or was there just so before. */
  isCovered(tree: Id, laterPaths: Holdings, versions: Holdings): Promise<boolean> {
    const isKnown = new Set<string>()
    const counted = {
      has: (folder: string) => laterPaths.folders.has(folder) || isKnown.has(folder),
      add: (folder: string) => isKnown.add(folder),
    }
    return this.#each(
      tree,
      counted,
      (path, node) => laterPaths.keys.has(path) || versions.keys.has(versionOf(path, node)),
    )
  }

  /** Visits every entry that is no folder, until one is answered with false; passes over folders that were counted at this very path. */
  async #each(
    root: Id,
    counted: { has(folder: string): boolean; add(folder: string): unknown },
    visit: (path: string, node: TreeNode) => boolean,
  ): Promise<boolean> {
    const waiting = [{ tree: root, path: '' }]
    for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
      this.#signal?.throwIfAborted()
      const key = folder.path + folder.tree
      if (counted.has(key)) continue
      counted.add(key)
      for (const node of await this.#vault.readTree(folder.tree)) {
        const path = hashOf(folder.path, node.name)
        if (node.subtree !== undefined) waiting.push({ tree: node.subtree, path })
        else if (!visit(path, node)) return false
      }
    }
    return true
  }
}

function versionOf(path: string, { type, content, linkTarget, linkTargetRaw }: TreeNode): string {
  return hashOf(path, type, ...(content ?? []), linkTargetRaw ?? linkTarget ?? '')
}
