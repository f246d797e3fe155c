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
const ifPossible = (work: () => void): void => {
  try {
    work()
  } catch {
    // As good as this disk can.
  }
}

/** Owner (as administrator), mode, then times of an open file or folder. */
export function setAttributes(file: number, { uid, gid, permissions, times }: Attributes, now = fstatSync(file)): void {
  if (isAdministrator && (now.uid !== uid || now.gid !== gid)) ifPossible(() => fchownSync(file, uid, gid))
  // After the owner: a change of owner takes setuid away.
  ifPossible(() => fchmodSync(file, permissions))
  if (times) ifPossible(() => futimesSync(file, times.atime, times.mtime))
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
