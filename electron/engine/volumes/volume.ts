import path from 'node:path'

/** One mounted file system of a disk, as this computer sees it right now. What has no identity (a share, memory) is no volume. */
export type Volume = {
  /** UUID or serial number of the file system, in the form of `plainVolumeId`. Two disks can bear the same: a clone. */
  readonly id: string
  /** Name that a person gave it in the system's file manager; '' without one. */
  readonly label: string
  /** Where it is now; the letter or folder may be another one tomorrow. */
  readonly mountPath: string
  /** Lower case, without versions: ext4, ntfs, exfat, vfat, apfs, hfs. */
  readonly fileSystem: string
  readonly isRemovable: boolean
  readonly isReadOnly: boolean
  /** 0 where the system does not tell. */
  readonly sizeBytes: number
  readonly freeBytes: number
  /** The system's name of the device (`/dev/sdb1`, `E:`, `disk4s1`), for ejecting. */
  readonly device: string
}

/** The one form in which ids are kept and compared: lower case; a serial number without its dash. */
export function plainVolumeId(id: string): string {
  const plain = id
    .trim()
    .toLowerCase()
    .replace(/^\{|\}$/g, '')
  return /^[0-9a-f]{4}-[0-9a-f]{4}$/.test(plain) ? plain.replace('-', '') : plain
}

/**
 * Whether two ids name one file system: 'unknown' where two systems number it in ways that cannot be compared (macOS makes a
 * UUID of a serial number of FAT).
 *
 * Of an NTFS serial number Linux tells 16 digits and Windows the last 8.
 */
export function compareVolumeIds(left: string, right: string): 'same' | 'other' | 'unknown' {
  const [a, b] = [plainVolumeId(left), plainVolumeId(right)]
  if (a === b) return 'same'
  if (isSerial(a) && isSerial(b)) return a.length !== b.length && a.slice(-8) === b.slice(-8) ? 'same' : 'other'
  return isSerial(a) === isSerial(b) ? 'other' : 'unknown'
}

/** True for a file system that cannot be the one of which an id and a kind were written down, whichever system wrote them. */
export function isOtherFileSystem(known: Pick<Volume, 'id' | 'fileSystem'>, volume: Volume): boolean {
  const answer = compareVolumeIds(known.id, volume.id)
  return answer === 'other' || (answer === 'unknown' && known.fileSystem !== volume.fileSystem)
}

const isSerial = (id: string) => /^([0-9a-f]{8}|[0-9a-f]{16})$/.test(id)

/** The volume that a path lies on, and the path from its root with slashes; '' is the root itself. Links in it are for the caller to follow. */
export function volumeOf(
  file: string,
  volumes: readonly Volume[],
  { relative, isAbsolute, sep, normalize }: path.PlatformPath = path,
): { readonly volume: Volume; readonly folder: string } | undefined {
  const found = volumes.flatMap((volume) => {
    const folder = relative(volume.mountPath, normalize(file))
    const isOutside = folder === '..' || folder.startsWith(`..${sep}`) || isAbsolute(folder)
    return isOutside ? [] : [{ volume, folder: folder.replaceAll(sep, '/') }]
  })
  return found.sort((left, right) => right.volume.mountPath.length - left.volume.mountPath.length)[0]
}
