import { type TreeNode, timestampNs } from '#engine/vault/index.ts'
import { permissionsOf } from './node-facts.ts'
import type { Attributes } from './writer/orders.ts'

/** Owner, mode and times that an entry of a copy gets back. */
export const attributesOf = (node: TreeNode): Attributes => ({
  uid: node.uid,
  gid: node.gid,
  permissions: permissionsOf(node),
  times: timesOf(node),
})

function timesOf(node: TreeNode): Attributes['times'] {
  const mtimeNs = timestampNs(node.mtime)
  if (mtimeNs === undefined) return undefined
  const mtime = unixSeconds(mtimeNs)
  const atimeNs = node.atime === node.mtime ? mtimeNs : timestampNs(node.atime)
  return { mtime, atime: atimeNs === undefined ? mtime : unixSeconds(atimeNs) }
}

/**
 * Seconds as `node:fs` takes them: a double, which holds today's times to about 240 ns.
 * The nearest one whose microsecond is right; before 1970 whole seconds, because a negative fraction is refused.
 * As text, because node takes a negative number for "now".
 */
export function unixSeconds(ns: bigint): string {
  const wholeSeconds = ns >= 0n ? ns / 1_000_000_000n : (ns - 999_999_999n) / 1_000_000_000n
  if (ns < 0n) return wholeSeconds.toString()
  const restNs = Number(ns % 1_000_000_000n)
  const exact = Number(wholeSeconds) + restNs / 1e9
  const microsecondOf = (seconds: number) => Math.floor(((seconds - Math.floor(seconds)) * 1e9) / 1000)
  const wanted = Math.floor(restNs / 1000)
  const step = 2 ** -22
  return String([exact, exact - step, exact + step].find((seconds) => microsecondOf(seconds) === wanted) ?? exact)
}
