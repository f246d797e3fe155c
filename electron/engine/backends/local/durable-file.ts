import { randomBytes } from 'node:crypto'
import type * as NodeFs from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { errnoOf } from './fs-failure.ts'

/** What the local backend asks of a file system; tests hand in one that fails. */
export type LocalFs = Pick<
  typeof NodeFs,
  'chmod' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'rmdir' | 'stat' | 'statfs' | 'unlink'
>

export type DurableOptions = {
  readonly fs: LocalFs
  readonly platform: NodeJS.Platform
  /** Mode of the finished file, as restic leaves it: read-only. */
  readonly fileMode: number
}

/** Waits between tries on Windows, where a virus scanner may hold a new file for a moment. */
const WINDOWS_RETRY_MS = [10, 50, 200, 500, 1000]
const HELD_BY_ANOTHER = new Set(['EPERM', 'EBUSY', 'EACCES'])
const NO_DIRECTORY_SYNC = new Set(['ENOTSUP', 'EINVAL', 'ENOENT', 'EISDIR', 'EPERM', 'EACCES', 'EBADF', 'ENOSYS'])

/**
 * Makes bytes durable under a name in one step: readers see all of the file or none of it (restic-format 1.2).
 *
 * Throws the file system's own errors; a half-written temporary file is removed.
 */
export async function writeDurably(
  folder: string,
  path: string,
  bytes: Uint8Array,
  options: DurableOptions,
): Promise<void> {
  const { fs, platform } = options
  const temporary = `${path}-tmp-${randomBytes(6).toString('hex')}`
  try {
    const handle = await fs.open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await withWindowsPatience(platform, () => fs.rename(temporary, path))
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(folder, options)
  // A read-only attribute on Windows would block deletion; FAT cannot hold the mode at all.
  if (platform !== 'win32') await fs.chmod(path, options.fileMode).catch(() => undefined)
}

/** Makes the names in a folder durable, where the system can do that for folders. */
export async function syncFolder(folder: string, { fs, platform }: Omit<DurableOptions, 'fileMode'>): Promise<void> {
  if (platform === 'win32') return
  try {
    const handle = await fs.open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!NO_DIRECTORY_SYNC.has(errnoOf(error))) throw error
  }
}

/** Removes a file; one that is not there is no failure. */
export async function removeFile(path: string, { fs, platform }: Omit<DurableOptions, 'fileMode'>): Promise<void> {
  try {
    await withWindowsPatience(platform, async () => {
      try {
        await fs.unlink(path)
      } catch (error) {
        // Other programs may have set the read-only attribute, which blocks deletion there.
        if (platform === 'win32' && errnoOf(error) === 'EPERM') await fs.chmod(path, 0o666).catch(() => undefined)
        throw error
      }
    })
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

async function withWindowsPatience(platform: NodeJS.Platform, step: () => Promise<void>): Promise<void> {
  for (const waitMs of platform === 'win32' ? WINDOWS_RETRY_MS : []) {
    try {
      return await step()
    } catch (error) {
      if (!HELD_BY_ANOTHER.has(errnoOf(error))) throw error
      await sleep(waitMs)
    }
  }
  return step()
}
