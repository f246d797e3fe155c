import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  lchownSync,
  lutimesSync,
  openSync,
  utimesSync,
} from 'node:fs'
import type { NativePath } from '#engine/sources/index.ts'
import type { Attributes } from './orders.ts'

const isAdministrator = process.geteuid?.() === 0
/** Disks for cameras and Windows have no owners or modes: the bytes matter, so such a refusal is passed over. */
const ifPossible = (work: () => void): boolean => {
  try {
    work()
    return true
  } catch {
    // As good as this disk can.
    return false
  }
}

/** Owner (as administrator), mode, then times of an open file or folder. Whether it took them all. */
export function setAttributes(
  file: number,
  { uid, gid, permissions, times }: Attributes,
  now = fstatSync(file),
): boolean {
  const isOwned =
    !isAdministrator || (now.uid === uid && now.gid === gid) || ifPossible(() => fchownSync(file, uid, gid))
  // After the owner: a change of owner takes setuid away.
  const hasMode = ifPossible(() => fchmodSync(file, permissions))
  const hasTimes = times === undefined || ifPossible(() => futimesSync(file, times.atime, times.mtime))
  return isOwned && hasMode && hasTimes
}

/** For a folder, when all in it is written. Never through a link that took its place. */
export function setFolderAttributes(path: NativePath, attributes: Attributes): void {
  if (process.platform === 'win32') {
    const { times } = attributes
    if (times) ifPossible(() => utimesSync(path, times.atime, times.mtime))
    ifPossible(() => chmodSync(path, attributes.permissions))
    return
  }
  const folder = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    setAttributes(folder, attributes)
  } finally {
    closeSync(folder)
  }
}

/** For a symbolic link itself. */
export function setLinkAttributes(path: NativePath, { uid, gid, times }: Attributes): void {
  if (isAdministrator) ifPossible(() => lchownSync(path, uid, gid))
  if (times) ifPossible(() => lutimesSync(path, times.atime, times.mtime))
}
