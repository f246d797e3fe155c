const WITHOUT_JOURNAL: ReadonlySet<string> = new Set(['vfat', 'exfat'])

/**
 * True for a file system (`Volume.fileSystem`) that keeps no journal: pulled out while it is written to, it can lose more than the file at
 * hand. Told when such a disk is chosen.
 */
export function isFragile(fileSystem: string): boolean {
  return WITHOUT_JOURNAL.has(fileSystem)
}
