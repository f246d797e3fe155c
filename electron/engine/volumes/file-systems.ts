const NAMES: Readonly<Record<string, string>> = {
  msdos: 'vfat',
  fat: 'vfat',
  fat16: 'vfat',
  fat32: 'vfat',
  ntfs3: 'ntfs',
  hfsplus: 'hfs',
}

/** One name a file system, whichever system tells of it. */
export function plainFileSystem(name: string): string {
  const plain = name.toLowerCase()
  return NAMES[plain] ?? plain
}
