import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Bytes of all files under a folder: what the vault really takes, apart from the room it reserves for cleaning a full disk. */
export function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^reserve(-tmp-|$)/.test(entry.name))
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
}
