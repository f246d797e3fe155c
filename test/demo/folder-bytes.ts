import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Bytes of all files under a folder: what the vault really takes. */
export function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
}
