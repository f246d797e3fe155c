import type { BlobType, Id, Snapshot, TreeNode } from '#engine/vault/index.ts'

/** Where in a copy something stands: the names from its top, and the copy. */
export type Place = { readonly snapshot: Snapshot; names(): readonly Uint8Array[] }

export type ReachVisitor = {
  /** Every blob a copy needs, at each place that needs it; folders that several copies share are visited once, at the first copy given. */
  blob(type: BlobType, id: Id, place: Place): void
  /** A folder's entries, or undefined when they do not read: what lies below stays unknown. */
  readTree(id: Id): Promise<readonly TreeNode[] | undefined>
}

type Step = { readonly tree: Id; readonly parent: Step | undefined; readonly name: Uint8Array }

/** Visits all that copies reach, depth first. Throws the signal's reason, and what `readTree` throws. */
export async function visitReachable(
  snapshots: readonly Snapshot[],
  visitor: ReachVisitor,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<Id>()
  for (const snapshot of snapshots) {
    const waiting: Step[] = [{ tree: snapshot.tree, parent: undefined, name: new Uint8Array(0) }]
    for (let step = waiting.pop(); step; step = waiting.pop()) {
      signal.throwIfAborted()
      if (seen.has(step.tree)) continue
      seen.add(step.tree)
      const here = step
      visitor.blob('tree', here.tree, { snapshot, names: () => namesTo(here) })
      for (const node of (await visitor.readTree(here.tree)) ?? []) {
        const place = { snapshot, names: () => [...namesTo(here), node.name] }
        for (const id of node.content ?? []) visitor.blob('data', id, place)
        if (node.subtree !== undefined) waiting.push({ tree: node.subtree, parent: here, name: node.name })
      }
    }
  }
}

function namesTo(step: Step): readonly Uint8Array[] {
  const names: Uint8Array[] = []
  for (let at: Step | undefined = step; at?.parent; at = at.parent) names.unshift(at.name)
  return names
}
