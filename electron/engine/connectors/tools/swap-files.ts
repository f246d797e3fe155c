import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'

export type FileTrio = { readonly live: string; readonly incoming: string; readonly outgoing: string }

/**
 * Puts one file in the place of another, which goes on under the outgoing name, so that a crash leaves either the old or the new one in
 * place: the outgoing name is a second name of the same file first, then the rename replaces the live one in one step.
 *
 * May be repeated after a crash. Throws DB_112 when something else has the outgoing name, DB_115 when a program holds the file (Windows),
 * DB_109 where this user may not.
 */
export async function swapFiles({ live, incoming, outgoing }: FileTrio): Promise<void> {
  const [here, kept] = [await idOf(live), await idOf(outgoing)]
  if (kept !== undefined && kept !== here) fail('DB_112')
  try {
    if (here !== undefined && kept === undefined) await nameTwice(live, outgoing)
    await rename(incoming, live)
  } catch (error) {
    if (here !== undefined && kept === undefined) await rm(outgoing, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(dirname(live))
}

/** A disk that knows no second names gets a copy, durable before the live one is touched. */
async function nameTwice(live: string, outgoing: string): Promise<void> {
  try {
    await link(live, outgoing)
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error
    await copyFile(live, outgoing)
    const file = await open(outgoing, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  }
  await syncFolder(dirname(live))
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS', 'EXDEV', 'UNKNOWN'])
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** What the system says when files cannot be exchanged, as a person is told. Undefined for anything else. */
export function codeOfSwap(error: unknown): 'DB_105' | 'DB_109' | 'DB_115' | 'REST_102' | undefined {
  switch (codeOf(error)) {
    case 'EBUSY':
    case 'ETXTBSY':
      return 'DB_115'
    case 'EPERM':
      return process.platform === 'win32' ? 'DB_115' : 'DB_109'
    case 'EACCES':
    case 'EROFS':
      return 'DB_109'
    case 'ENOENT':
      return 'DB_105'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'REST_102'
    default:
      return undefined
  }
}

const idOf = (path: string): Promise<string | undefined> =>
  stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => undefined,
  )
