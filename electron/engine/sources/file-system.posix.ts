import { constants, lstatSync, openSync, readdirSync } from 'node:fs'
import { lstat, open, readdir, readlink, stat } from 'node:fs/promises'
import type { EntryFacts, NativePath } from './facts.ts'
import type { FileSystem, PathLevel } from './file-system.ts'
import { nameKey } from './names.ts'
import { type Owners, systemOwners } from './owners.ts'
import { kindOf, type RawStats } from './stats.ts'

const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const SLASH = Buffer.from('/')
const bytesOf = (path: NativePath): Buffer => (typeof path === 'string' ? Buffer.from(path, 'utf8') : path)

const join = (folder: NativePath, name: Uint8Array): Buffer => {
  const parent = bytesOf(folder)
  return Buffer.concat(parent.at(-1) === 0x2f ? [parent, name] : [parent, SLASH, name])
}

/** Linux and macOS: paths are bytes, numbers are exact. */
export function posixFileSystem(owners: Owners = systemOwners()): FileSystem {
  const factsOf = (stats: RawStats) => posixFacts(stats, owners)
  return {
    kind: 'posix',
    rootPath: SLASH,
    levels(absolutePath) {
      const levels: PathLevel[] = []
      let path: NativePath = SLASH
      for (const part of absolutePath.split('/')) {
        if (part === '') continue
        const name = Buffer.from(part, 'utf8')
        path = join(path, name)
        levels.push({ name, path })
      }
      return levels
    },
    native: (path) => Buffer.from(path, 'utf8'),
    join,
    system: (path) => path,
    text: (path) => bytesOf(path).toString('utf8'),
    listNames: (folder) => readdir(folder, { encoding: 'buffer' }),
    facts: async (path) => factsOf(await lstat(path, { bigint: true })),
    factsThroughLinks: async (path) => factsOf(await stat(path, { bigint: true })),
    factsOf,
    listNamesNow: (folder) => readdirSync(folder, { encoding: 'buffer' }),
    statsNow: (path) => lstatSync(path, { bigint: true }),
    openForReadingNow: (path) => openSync(path, OPEN_FLAGS),
    readLink: (path) => readlink(path, { encoding: 'buffer' }),
    openForReading: (path) => open(path, OPEN_FLAGS),
    foldName: nameKey,
  }
}

function posixFacts(stats: RawStats, owners: Owners): EntryFacts | undefined {
  const kind = kindOf(stats)
  if (kind === undefined) return undefined
  const uid = Number(stats.uid)
  const gid = Number(stats.gid)
  const user = owners.user(uid)
  const group = owners.group(gid)
  return {
    kind,
    permissions: Number(stats.mode & 0o7777n),
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    sizeBytes: stats.size,
    uid,
    gid,
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    inode: stats.ino,
    deviceId: stats.dev,
    links: stats.nlink,
    ...(kind === 'dev' || kind === 'chardev' ? { device: stats.rdev } : {}),
  }
}
