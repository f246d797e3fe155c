/** What a kind of file system cannot do, as far as copies and recoveries meet it. */
export type FileSystemLimits = {
  /** Largest file it holds; null where no file of a clinic comes near it. */
  readonly maxFileBytes: number | null
  /** It keeps no journal: pulled out while it is written to, it can lose more than the file at hand. Told when such a disk is chosen. */
  readonly isFragile: boolean
}

const LIMITS: Readonly<Record<string, FileSystemLimits>> = {
  vfat: { maxFileBytes: 2 ** 32 - 1, isFragile: true },
  exfat: { maxFileBytes: null, isFragile: true },
}

/** By the name in `Volume.fileSystem`; an unknown one is taken to be able to do everything. */
export function limitsOf(fileSystem: string): FileSystemLimits {
  return LIMITS[fileSystem] ?? { maxFileBytes: null, isFragile: false }
}
