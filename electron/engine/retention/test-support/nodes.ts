import type { TreeNode } from '#engine/vault/index.ts'

const TIME = '2026-11-21T16:29:56.75Z'
const COMMON = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0 }

export function fileNode(name: string, content: readonly string[], sizeBytes: number): TreeNode {
  return { ...COMMON, name: Buffer.from(name), type: 'file', mode: 0o644, content, sizeBytes: BigInt(sizeBytes) }
}

export function folderNode(name: string, subtree: string): TreeNode {
  return { ...COMMON, name: Buffer.from(name), type: 'dir', mode: 2147484141, content: null, subtree }
}
