import { createHash } from 'node:crypto'
import { constants, open, stat } from 'node:fs/promises'
import type { Canary } from '../state.ts'

const MAX_BYTES = 1024 ** 2

/** How many canaries are gone, renamed or changed. One that cannot be looked at now (its protected folder is away, no permission) is not lost. */
export async function countLost(canaries: readonly Canary[]): Promise<number> {
  let lost = 0
  for (const canary of canaries) if ((await isThere(canary.folder)) && (await isLost(canary))) lost += 1
  return lost
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function isLost({ path, sha256 }: Canary): Promise<boolean> {
  try {
    const handle = await open(path, constants.O_RDONLY)
    try {
      if ((await handle.stat()).size > MAX_BYTES) return true
      return (
        createHash('sha256')
          .update(await handle.readFile())
          .digest('hex') !== sha256
      )
    } finally {
      await handle.close()
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

/** The path as a pattern that means only it. */
export function exclusionOf(path: string): string {
  return process.platform === 'win32' ? path.replace(/[[\]]/g, '?') : path.replace(/[*?[\]\\]/g, '\\$&')
}
