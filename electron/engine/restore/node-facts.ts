import type { TreeNode, Vault } from '#engine/vault/index.ts'

/** Devices need an administrator and say nothing of a clinic. Sockets live only as long as their program and are passed over, as restic does. */
export const isRestorable = (node: TreeNode): boolean => node.type !== 'dev' && node.type !== 'chardev'

/** Length of a file in a copy: what is written there, or, for writers that leave it out, the sum of its chunks. */
export function fileBytes(vault: Vault, node: TreeNode): number {
  if (node.sizeBytes !== undefined) return Number(node.sizeBytes)
  return (node.content ?? []).reduce((sum, id) => sum + (vault.blobLengthBytes('data', id) ?? 0), 0)
}

/** POSIX permission bits from Go's FileMode (restic-format §8.3). */
export function permissionsOf(node: Pick<TreeNode, 'mode'>): number {
  const has = (bit: number) => Math.floor(node.mode / 2 ** bit) % 2 === 1
  return (node.mode % 512) + (has(23) ? 0o4000 : 0) + (has(22) ? 0o2000 : 0) + (has(20) ? 0o1000 : 0)
}
