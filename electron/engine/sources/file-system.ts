import type { FileHandle } from 'node:fs/promises'
import type { EntryFacts, NativePath } from './facts.ts'
import { posixFileSystem } from './file-system.posix.ts'
import { win32FileSystem } from './file-system.win32.ts'
import type { RawStats } from './stats.ts'

/** One step from the top of a copy to a native path. `path` is undefined for the server of a Windows share, which is no folder. */
export type PathLevel = { readonly name: Uint8Array; readonly path: NativePath | undefined }

/** Reading on one platform; what differs between platforms is in here and nowhere else. */
export interface FileSystem {
  readonly kind: 'posix' | 'win32'
  /** The folder above everything, where it has one. */
  readonly rootPath: NativePath | undefined
  /** Where an absolute path stands in a copy, from the top down (restic-format §8.8). `/` has no levels. */
  levels(absolutePath: string): readonly PathLevel[]
  native(path: string): NativePath
  join(folder: NativePath, name: Uint8Array): NativePath
  /** What to hand to `node:fs`: long paths need a prefix on Windows. */
  system(path: NativePath): NativePath
  /** For showing only. */
  text(path: NativePath): string
  /** Names in any order. Throws the system's error. */
  listNames(folder: NativePath): Promise<readonly Uint8Array[]>
  /** Never follows a link. Undefined for a kind that has no place in a copy. Throws the system's error. */
  facts(path: NativePath): Promise<EntryFacts | undefined>
  /** Follows links: only for folders a person named and what stands above them. */
  factsThroughLinks(path: NativePath): Promise<EntryFacts | undefined>
  factsOf(stats: RawStats): EntryFacts | undefined
  /** As `listNames`, but everything else in the thread waits: a tenth of the cost, for threads that do nothing else. */
  listNamesNow(folder: NativePath): readonly Uint8Array[]
  /** As `listNamesNow`, for what `factsOf` makes facts of. */
  statsNow(path: NativePath): RawStats
  /** As `openForReading`; a file descriptor. */
  openForReadingNow(path: NativePath): number
  readLink(path: NativePath): Promise<Uint8Array>
  /** Fails on a link, and never waits for a pipe that took the file's place. */
  openForReading(path: NativePath): Promise<FileHandle>
  /** Whether two names are the same file name here. */
  foldName(name: Uint8Array): string
}

/** The file system of this machine. Make a new one for each piece of work: it remembers who owns what. */
export const openFileSystem = (platform: NodeJS.Platform = process.platform): FileSystem =>
  platform === 'win32' ? win32FileSystem() : posixFileSystem()
