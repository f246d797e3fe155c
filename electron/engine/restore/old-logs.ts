import { isUtf8 } from 'node:buffer'
import { lstat } from 'node:fs/promises'
import { connectors } from '#engine/connectors/index.ts'
import type { NativePath } from '#engine/sources/index.ts'

/**
 * Logs beside a name that a database is about to get, left there by whatever had the name before.
 *
 * A database program plays such a log into the file it finds there, and so ruins a recovered one. What this recovery itself
 * brought back is younger than `beganAtMs` and belongs to the copy. Empty for anything that is no database.
 */
export async function oldLogsOf(
  path: NativePath,
  recovered: NativePath,
  beganAtMs: number,
): Promise<readonly string[]> {
  const [name, file] = [textOf(path), textOf(recovered)]
  // No database program opens a name that is not text.
  if (name === undefined || file === undefined) return []
  const found: string[] = []
  for (const connector of Object.values(connectors)) {
    const old: string[] = []
    for (const log of connector.companions(name)) if (await isOlder(log, beganAtMs)) old.push(log)
    if (old.length > 0 && (await connector.recognises(file))) found.push(...old)
  }
  return found
}

const textOf = (path: NativePath): string | undefined =>
  typeof path === 'string' ? path : isUtf8(path) ? path.toString() : undefined

const isOlder = (path: string, beganAtMs: number): Promise<boolean> =>
  lstat(path).then(
    ({ ctimeMs }) => ctimeMs < beganAtMs,
    () => false,
  )
