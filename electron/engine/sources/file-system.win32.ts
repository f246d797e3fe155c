import { lstatSync, openSync, readdirSync } from 'node:fs'
import { lstat, open, readdir, readlink, stat } from 'node:fs/promises'
import { win32 } from 'node:path'
import type { EntryFacts, NativePath } from './facts.ts'
import type { FileSystem, PathLevel } from './file-system.ts'
import { decodeWtf8, encodeWtf8, textOfName } from './names.ts'
import { kindOf, type RawStats } from './stats.ts'

const textOf = (path: NativePath): string => (typeof path === 'string' ? path : path.toString('utf8'))

/** Windows: paths are UTF-16 text; owner, inode and link count are not exact there and stay out (restic-format §8.8). */
export function win32FileSystem(): FileSystem {
  const long = (path: NativePath) => longPath(textOf(path))
  return {
    kind: 'win32',
    rootPath: undefined,
    levels: win32Levels,
    native: (path) => path,
    join: (folder, name) => win32.join(textOf(folder), decodeWtf8(name) ?? textOfName(name)),
    system: long,
    text: textOf,
    listNames: async (folder) => (await readdir(long(folder))).map(encodeWtf8),
    facts: async (path) => win32Facts(await lstat(long(path), { bigint: true })),
    factsThroughLinks: async (path) => win32Facts(await stat(long(path), { bigint: true })),
    factsOf: win32Facts,
    listNamesNow: (folder) => readdirSync(long(folder)).map(encodeWtf8),
    statsNow: (path) => lstatSync(long(path), { bigint: true }),
    openForReadingNow: (path) => openSync(long(path), 'r'),
    readLink: async (path) => encodeWtf8(await readlink(long(path))),
    openForReading: (path) => open(long(path), 'r'),
    foldName: (name) => (decodeWtf8(name) ?? textOfName(name)).toLowerCase(),
  }
}

/** `\\?\` lifts the limit of 260 characters. Short paths stay as they are, for programs between us and the disk that do not know the prefix. */
export function longPath(path: string): string {
  if (path.length < 248 || path.startsWith('\\\\?\\') || path.startsWith('\\\\.\\')) return path
  return path.startsWith('\\\\') ? `\\\\?\\UNC\\${path.slice(2)}` : `\\\\?\\${path}`
}

/** `C:\a` stands at `C/a`; `\\server\share\a` at `server/share/a`. */
export function win32Levels(absolutePath: string): readonly PathLevel[] {
  const normal = win32.normalize(absolutePath.replace(/^\\\\\?\\UNC\\/i, '\\\\').replace(/^\\\\\?\\/, ''))
  const { root } = win32.parse(normal)
  const levels: PathLevel[] = []
  const share = /^\\\\([^\\]+)\\([^\\]+)\\?$/.exec(root)
  if (share) {
    const [, server = '', name = ''] = share
    levels.push({ name: encodeWtf8(server), path: undefined })
    levels.push({ name: encodeWtf8(name), path: `\\\\${server}\\${name}\\` })
  } else levels.push({ name: encodeWtf8(root.slice(0, 1)), path: `${root.slice(0, 1)}:\\` })
  let path = textOf(levels.at(-1)?.path ?? root)
  for (const part of normal.slice(root.length).split('\\')) {
    if (part === '') continue
    path = win32.join(path, part)
    levels.push({ name: encodeWtf8(part), path })
  }
  return levels
}

/** Windows knows one bit, "read-only"; the rest are the values Go gives, so that copies of both tools agree. */
export function win32Facts(stats: RawStats): EntryFacts | undefined {
  const isWritable = (stats.mode & 0o200n) !== 0n
  const common = { mtimeNs: stats.mtimeNs, ctimeNs: stats.mtimeNs, uid: 0, gid: 0 }
  const kind = kindOf(stats)
  if (kind === 'symlink') return { ...common, kind: 'symlink', permissions: 0o666, sizeBytes: 0n }
  if (kind === 'dir') return { ...common, kind: 'dir', permissions: isWritable ? 0o777 : 0o555, sizeBytes: 0n }
  if (kind === 'file')
    return { ...common, kind: 'file', permissions: isWritable ? 0o666 : 0o444, sizeBytes: stats.size }
  return undefined
}
