import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const PREFIX = 'salvaguarda-dump-'

/** A fresh folder that only this user may enter, for bytes that lie open on this computer for a moment. Its name tells whose it is. */
export async function makePrivateFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 })
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-`))
}

/** Takes away what dead processes left behind. Call it once at start. Never throws. */
export async function clearDeadDumps(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) {
    const pid = Number(/^salvaguarda-dump-(\d+)-/.exec(name)?.[1])
    if (Number.isInteger(pid) && !isAlive(pid)) await removeFolder(join(parent, name))
  }
}

export const removeFolder = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
