// File systems of the disks that clinics plug in, for tests with real disks: exFAT and NTFS as programs (FUSE), from Debian 12, unpacked
// into .cache/peers without touching the system. ext4 is the kernel's own.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, isLinux } from './paths.mjs'
import { installPrograms } from './portable-programs.mjs'
import { say } from './say.mjs'

const HOME = join(CACHE, 'peers', 'file-systems')
const PACKAGES = ['exfat-fuse', 'exfatprogs', 'ntfs-3g', 'libntfs-3g89', 'libfuse2']
/** Each under its own name, and where it lies in the packages. */
const PROGRAMS = {
  'mkfs.exfat': 'usr/sbin/mkfs.exfat',
  'mount.exfat-fuse': 'sbin/mount.exfat-fuse',
  mkntfs: 'sbin/mkntfs',
  'ntfs-3g': 'bin/ntfs-3g',
}
const names = Object.keys(PROGRAMS)

/**
 * Makes them where a test could mount: on Linux, as root. Elsewhere those tests say why they are skipped.
 * @returns {Promise<string | undefined>} why they could not be had: their tests must fail then
 */
export async function ensureFileSystems() {
  if (!isLinux || process.getuid?.() !== 0 || names.every((name) => existsSync(join(HOME, name)))) return undefined
  say('getting exFAT and NTFS from Debian for tests with real disks')
  return installPrograms(HOME, PACKAGES, PROGRAMS)
}
