import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, realpath, rm, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fail } from '#shared/errors/index.ts'
import { targetFailure } from './target-failure.ts'

const VAULT_PARTS = ['config', 'data', 'index', 'keys', 'snapshots'] as const

/** True when a folder is a vault or lies in one, whichever vault that is. */
export async function isInsideVault(folder: string): Promise<boolean> {
  let at = await nearestExisting(folder)
  for (;;) {
    const parts = await Promise.all(VAULT_PARTS.map((name) => exists(join(at, name))))
    if (parts.every(Boolean)) return true
    const parent = dirname(at)
    if (parent === at) return false
    at = parent
  }
}

/**
 * Makes sure that a recovery can go into a folder before anything of it is written; resolves to the folder's real path.
 * Throws REST_102 without room, REST_103 when it may not be written, REST_104 inside a vault.
 */
export async function prepareTarget(folder: string, bytes: number): Promise<string> {
  if (await isInsideVault(folder)) fail('REST_104')
  const space = await statfs(await nearestExisting(folder), { bigint: true }).catch(() => undefined)
  // Some network drives say 0 of 0.
  if (space && space.blocks > 0n && space.bavail * space.bsize < BigInt(bytes)) fail('REST_102')
  try {
    await mkdir(folder, { recursive: true })
    const path = await realpath(folder)
    const probe = join(path, temporaryName())
    await (await open(probe, 'wx')).close()
    await rm(probe)
    return path
  } catch (error) {
    throw targetFailure(error)
  }
}

/** A name nobody else uses; what is under it after a crash is rubbish. */
export const temporaryName = (mark = ''): string => `.salvaguarda-${mark}${randomUUID()}.part`
export const isTemporaryOf = (mark: string, name: string): boolean =>
  name.startsWith(`.salvaguarda-${mark}`) && name.endsWith('.part')

/** Real path of the folder, or of the first one above it that is there. */
async function nearestExisting(folder: string): Promise<string> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = await realpath(at).catch(() => undefined)
    if (path !== undefined || dirname(at) === at) return path ?? at
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
