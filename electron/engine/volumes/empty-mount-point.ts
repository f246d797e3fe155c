import { readFile } from 'node:fs/promises'

export type MountFiles = { readonly fstab?: string; readonly mounts?: string; readonly platform?: NodeJS.Platform }

/** Where disks are plugged in. */
const PLUGGED_IN = /^\/(?:media|run\/media)\/./
/** A folder that a desktop makes for one disk and nothing else. */
const DESKTOP = /^\/(?:media|run\/media)\/[^/]+\/[^/]+/

/**
 * True for a path below a folder that stands for a disk or share which is not mounted: what is written there lands on the computer's own
 * disk, unseen, and is covered once the disk is back.
 *
 * Known of the folders named in fstab and of those that desktops make. Windows and macOS leave no such folders behind.
 */
export async function isEmptyMountPoint(file: string, files: MountFiles = {}): Promise<boolean> {
  const { fstab = '/etc/fstab', mounts = '/proc/self/mountinfo', platform = process.platform } = files
  if (platform !== 'linux') return false
  const contains = (target: string) => target === '/' || `${file}/`.startsWith(`${target}/`)
  const mounted = (await linesOf(mounts)).map((fields) => plain(fields[4] ?? '')).filter(contains)
  const under = mounted.reduce((longest, target) => (target.length > longest.length ? target : longest), '')
  if (under === '') return false
  const meant = (await linesOf(fstab))
    .filter(([device = '']) => !device.startsWith('#'))
    .map(([, target = '']) => target)
  const desktop = PLUGGED_IN.test(`${under}/`) ? undefined : DESKTOP.exec(file)?.[0]
  return [...meant.map(plain), desktop ?? '/']
    .filter((target) => target.startsWith('/') && contains(target))
    .some((target) => target.length > under.length)
}

const linesOf = async (file: string) =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').map((line) => line.trim().split(/\s+/))

/** Blanks and the like stand in octal in both files. */
const plain = (path: string) =>
  path
    .replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/(.)\/+$/, '$1')
