import type { Volume } from './volume.ts'

/** What one operating system tells of its disks. One file a system. */
export type VolumeAdapter = {
  /**
   * Everything mounted now that has an identity. A disk that cannot be asked is left out. Throws DEST_104 when the system gave no
   * answer at all: that says nothing about what is there.
   */
  list(): Promise<readonly Volume[]>
  /**
   * Tells that something may have come or gone, at no cost while nothing does. `onSilent` says that it cannot be told any more;
   * it is called once at most, perhaps before this returns.
   */
  listen(onHint: () => void, onSilent: () => void): { stop(): void }
  /** A sign, cheap enough for every few seconds, that is another one as soon as disks came or went. Absent where there is none. */
  glance?(): Promise<string>
  /** Writes out what is held back and lets go of the disk. Throws DEST_113 while something uses it, DEST_104. */
  eject(volume: Volume): Promise<void>
}
