import { statfs } from 'node:fs/promises'

/** How far the system can be believed to tell of every change in a folder. */
export type Hearing =
  | 'all'
  /** Most, perhaps not those that other computers make. */
  | 'some'
  /** Only those that this computer makes. */
  | 'own'

/** Numbers of file systems, statfs(2). On a mounted share the kernel tells of this computer's own changes only. */
const SHARES: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2
  0x564c, // NCP
  0x5346414f, // AFS
  0x73757245, // Coda
  0x00c36400, // Ceph
  0x01021997, // 9P
])
/** A program behind it decides what it tells: a local disk of another system, or a far one. */
const FUSE = 0x65735546

/** Judges the place of a folder. What cannot be asked is taken for a local disk: looks at everything go on in any case. */
export async function hearingOf(
  path: string,
  platform: NodeJS.Platform = process.platform,
  typeOf: (path: string) => Promise<number> = async (place) => (await statfs(place)).type,
): Promise<Hearing> {
  // Windows asks the server to tell, and most do.
  if (platform === 'win32') return /^[\\/]{2}(?![?.][\\/](?!UNC))/i.test(path) ? 'some' : 'all'
  if (platform !== 'linux') return 'all'
  const type = await typeOf(path).catch(() => 0)
  // The number comes signed on some computers.
  const number = type < 0 ? type + 2 ** 32 : type
  if (SHARES.has(number)) return 'own'
  return number === FUSE ? 'some' : 'all'
}
