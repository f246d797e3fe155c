import { createHash } from 'node:crypto'
import type { TreeNode } from '#engine/vault/index.ts'

/**
 * Tells which entries of a copy are one file under several names.
 *
 * Undefined for a file with one name. Inode numbers of a copy can collide (restic-format §8.5), so the content is part of the key:
 * two files with different bytes never become one.
 */
export function hardLinkKey(node: TreeNode): string | undefined {
  if (node.type !== 'file' || node.inode === undefined || (node.links ?? 0n) < 2n) return undefined
  const content = createHash('sha256')
    .update((node.content ?? []).join())
    .digest('hex')
  return `${node.deviceId ?? 0n}:${node.inode}:${content}`
}

/** Writes each file of a recovery once and gives it its further names. */
export class LinkedFiles {
  readonly #first = new Map<string, Promise<number>>()

  /** The file was there already, under this number. */
  remember(node: TreeNode, number: number): void {
    const key = hardLinkKey(node)
    if (key !== undefined && !this.#first.has(key)) this.#first.set(key, Promise.resolve(number))
  }

  /** `write` gives the number of what it wrote; `link` makes a further name of that. Where this does not work the file is written again. */
  async restore(
    node: TreeNode,
    write: () => Promise<number>,
    link: (first: number) => Promise<number>,
  ): Promise<number> {
    const key = hardLinkKey(node)
    if (key === undefined) return write()
    const first = await this.#first.get(key)?.catch(() => undefined)
    if (first !== undefined) return link(first).catch(write)
    const writing = write()
    this.#first.set(key, writing)
    return writing
  }
}
