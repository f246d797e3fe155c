import type { EntryFacts } from '#engine/sources/index.ts'
import type { TreeNode } from '#engine/vault/index.ts'
import { goFileMode } from './to-node.ts'

/** True when `toNode` would make this very node of the facts of an unchanged file: then it need not be made, nor written again. */
export function isFileAsRecorded(recorded: TreeNode, facts: EntryFacts): boolean {
  return (
    recorded.mtime === recorded.atime &&
    recorded.mtime.endsWith('Z') &&
    recorded.ctime.endsWith('Z') &&
    recorded.mode === goFileMode(facts) &&
    recorded.uid === facts.uid &&
    recorded.gid === facts.gid &&
    recorded.user === facts.user &&
    recorded.group === facts.group &&
    recorded.deviceId === facts.deviceId &&
    recorded.links === facts.links &&
    hasOnlyOurs(recorded)
  )
}

/** True when two nodes of folders are written alike. */
export function isSameFolder(left: TreeNode, right: TreeNode): boolean {
  return (
    left.type === 'dir' &&
    left.subtree === right.subtree &&
    left.mode === right.mode &&
    left.mtime === right.mtime &&
    left.atime === right.atime &&
    left.ctime === right.ctime &&
    left.uid === right.uid &&
    left.gid === right.gid &&
    left.user === right.user &&
    left.group === right.group &&
    left.inode === right.inode &&
    left.deviceId === right.deviceId &&
    left.links === right.links &&
    hasOnlyOurs(left)
  )
}

/** What other programs record and we do not. */
function hasOnlyOurs({ extendedAttributes, genericAttributes, linkTarget, device }: TreeNode): boolean {
  return (
    extendedAttributes === undefined &&
    genericAttributes === undefined &&
    linkTarget === undefined &&
    device === undefined
  )
}
