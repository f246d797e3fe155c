import { symlink } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A path of the same file that better-sqlite3 can open: it trims the blanks off both ends of a name.
 * SQLite follows the link, so the log and the journal are still looked for beside the file itself.
 */
export async function openablePath(path: string, privateFolder: string): Promise<string> {
  if (path === path.trim()) return path
  const link = join(privateFolder, 'source.db')
  await symlink(path, link)
  return link
}
