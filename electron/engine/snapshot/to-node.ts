import { isUtf8 } from 'node:buffer'
import { type EntryFacts, lossyText } from '#engine/sources/index.ts'
import { type TreeNode, timestampFromNs } from '#engine/vault/index.ts'

// Go's os.FileMode (restic-format §8.3). Sums, not bit operations: 2^31 is negative in those.
const KIND_BITS: Record<EntryFacts['kind'], number> = {
  file: 0,
  dir: 2 ** 31,
  symlink: 2 ** 27,
  dev: 2 ** 26,
  chardev: 2 ** 26 + 2 ** 21,
  fifo: 2 ** 25,
  socket: 2 ** 24,
}

export function goFileMode(facts: Pick<EntryFacts, 'kind' | 'permissions'>): number {
  const { kind, permissions } = facts
  return (
    KIND_BITS[kind] +
    (permissions & 0o777) +
    (permissions & 0o4000 ? 2 ** 23 : 0) +
    (permissions & 0o2000 ? 2 ** 22 : 0) +
    (permissions & 0o1000 ? 2 ** 20 : 0)
  )
}

type Body =
  | { readonly kind: 'file'; readonly content: readonly string[]; readonly sizeBytes: bigint }
  | { readonly kind: 'dir'; readonly subtree: string }
  | { readonly kind: 'symlink'; readonly target: Uint8Array }
  | { readonly kind: 'other' }

/** One entry as restic records it; atime is mtime, so that reading a file makes no new folder in the vault. */
export function toNode(name: Uint8Array, facts: EntryFacts, body: Body): TreeNode {
  const hasLinks = facts.kind !== 'dir' && facts.kind !== 'fifo' && facts.kind !== 'socket'
  const mtime = timestampFromNs(facts.mtimeNs)
  return {
    name,
    type: facts.kind,
    mode: goFileMode(facts),
    mtime,
    atime: mtime,
    ctime: timestampFromNs(facts.ctimeNs),
    uid: facts.uid,
    gid: facts.gid,
    ...(facts.user ? { user: facts.user } : {}),
    ...(facts.group ? { group: facts.group } : {}),
    ...(facts.inode ? { inode: facts.inode } : {}),
    ...(facts.deviceId ? { deviceId: facts.deviceId } : {}),
    ...(body.kind === 'file' && body.sizeBytes > 0n ? { sizeBytes: body.sizeBytes } : {}),
    ...(hasLinks && facts.links ? { links: facts.links } : {}),
    ...(body.kind === 'symlink' ? linkTargetOf(body.target) : {}),
    ...(facts.device ? { device: facts.device } : {}),
    content: body.kind === 'file' ? body.content : null,
    ...(body.kind === 'dir' ? { subtree: body.subtree } : {}),
  }
}

function linkTargetOf(target: Uint8Array): { readonly linkTarget: string; readonly linkTargetRaw?: Uint8Array } {
  return isUtf8(target) ? { linkTarget: lossyText(target) } : { linkTarget: lossyText(target), linkTargetRaw: target }
}
