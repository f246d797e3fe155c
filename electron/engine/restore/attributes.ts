import { constants } from 'node:fs'
import { chmod, type FileHandle, lchown, lutimes, open, utimes } from 'node:fs/promises'
import type { NativePath } from '#engine/sources/index.ts'
import { type TreeNode, timestampNs } from '#engine/vault/index.ts'
import { permissionsOf } from './node-facts.ts'

const isAdministrator = () => process.geteuid?.() === 0
/** Disks for cameras and Windows have no owners or modes: the bytes matter, so such a refusal is passed over. */
const ifPossible = (work: Promise<void>): Promise<void> => work.catch(() => undefined)

/** Owner (as administrator), mode, then times of an open file or folder. */
export async function setAttributes(handle: FileHandle, node: TreeNode): Promise<void> {
  if (isAdministrator()) await ifPossible(handle.chown(node.uid, node.gid))
  // After the owner: a change of owner takes setuid away.
  await ifPossible(handle.chmod(permissionsOf(node)))
  const times = timesOf(node)
  if (times) await ifPossible(handle.utimes(times.atime, times.mtime))
}

/** For a folder, when all in it is written. Never through a link that took its place. */
export async function setFolderAttributes(path: NativePath, node: TreeNode): Promise<void> {
  if (process.platform === 'win32') {
    const times = timesOf(node)
    if (times) await ifPossible(utimes(path, times.atime, times.mtime))
    await ifPossible(chmod(path, permissionsOf(node)))
    return
  }
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    await setAttributes(handle, node)
  } finally {
    await handle.close()
  }
}

/** For a symbolic link itself. */
export async function setLinkAttributes(path: NativePath, node: TreeNode): Promise<void> {
  if (isAdministrator()) await ifPossible(lchown(path, node.uid, node.gid))
  const times = timesOf(node)
  if (times) await ifPossible(lutimes(path, times.atime, times.mtime))
}

function timesOf(node: TreeNode): { readonly atime: string; readonly mtime: string } | undefined {
  const mtimeNs = timestampNs(node.mtime)
  if (mtimeNs === undefined) return undefined
  const mtime = unixSeconds(mtimeNs)
  const atimeNs = timestampNs(node.atime)
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
