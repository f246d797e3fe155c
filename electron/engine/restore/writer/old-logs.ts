import { isUtf8 } from 'node:buffer'
import { lstatSync, readdirSync } from 'node:fs'
import type { Connector } from '#engine/connectors/index.ts'
import type { NativePath } from '#engine/sources/index.ts'

export type Connectors = readonly Connector[]

/**
 * Logs beside a name that a database is about to get, left there by whatever had the name before.
 *
 * A database program plays such a log into the file it finds there, and so ruins a recovered one. What this recovery itself
 * brought back is younger than `beganAtMs` and belongs to the copy. They count only if the file turns out to be a database.
 */
export function oldLogsAt(connectors: Connectors, path: NativePath, beganAtMs: number): readonly string[] {
  const name = textOf(path)
  // No database program opens a name that is not text.
  if (name === undefined) return []
  return connectors.flatMap((connector) => connector.companions(name)).filter((log) => isOlder(log, beganAtMs))
}

export async function isDatabase(connectors: Connectors, path: NativePath): Promise<boolean> {
  const file = textOf(path)
  for (const connector of file === undefined ? [] : connectors)
    if (await connector.recognises(file as string)) return true
  return false
}

/** False when nothing in the folder is older than this recovery, as in one that it has made. */
export function mayHoldOldLogs(folder: NativePath, isNew: boolean): boolean {
  if (isNew) return false
  try {
    return readdirSync(folder).length > 0
  } catch {
    return true
  }
}

const textOf = (path: NativePath): string | undefined =>
  typeof path === 'string' ? path : isUtf8(path) ? path.toString() : undefined

function isOlder(path: string, beganAtMs: number): boolean {
  try {
    return (lstatSync(path, { throwIfNoEntry: false })?.ctimeMs ?? beganAtMs) < beganAtMs
  } catch {
    return false
  }
}
