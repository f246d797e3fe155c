/** Bytes on POSIX, where a path need not be text; a string on Windows. `FileSystem` knows which. */
export type NativePath = Buffer | string

export type EntryKind = 'file' | 'dir' | 'symlink' | 'dev' | 'chardev' | 'fifo' | 'socket'

/** What the operating system says of one entry, without following links. Absent fields are not known exactly on this system. */
export type EntryFacts = {
  readonly kind: EntryKind
  /** POSIX permission bits with setuid, setgid and sticky (0o7777). */
  readonly permissions: number
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  readonly sizeBytes: bigint
  readonly uid: number
  readonly gid: number
  readonly user?: string
  readonly group?: string
  readonly inode?: bigint
  readonly deviceId?: bigint
  readonly links?: bigint
  /** Number of a device node. */
  readonly device?: bigint
}
